# aseqdump: made by 'make docs' from the options' definitions and completions/src.

# The names of `aplay -L`, with the first line about each.
function __alsabox_pcms
    set -l name
    begin
        command $argv[1] -L; or command alsabox $argv[1] -L
    end 2>/dev/null | while read -l line
        if string match -qr '^\S' -- $line
            test -n "$name"; and echo $name
            set name $line
        else if test -n "$name"
            printf '%s\t%s\n' $name (string trim -- $line)
            set name
        end
    end
    test -n "$name"; and echo $name
end

# Number and id of each card: " 0 [PCH            ]: HDA-Intel - HDA Intel PCH"
function __alsabox_cards
    string replace -rf '^ *(\d+) \[(\S+) *\]: (.*)' '$1\t$3\n$2\t$3' </proc/asound/cards 2>/dev/null
end

complete -c aseqdump -s p -l port -d 'show the events of these ports' -r -f
complete -c aseqdump -s u -l ump -d 'take packets of this MIDI version: 0 (none), 1 or 2' -r -f
complete -c aseqdump -s h -l help -d 'show this help'
complete -c aseqdump -s V -l version -d 'print the version'
complete -c aseqdump -s l -l list -d 'list the ports that can be read from'
complete -c aseqdump -s N -l normalized-view -d 'count channels and groups from 1'
complete -c aseqdump -s P -l percent -d 'show values of MIDI 2.0 in per cent'
complete -c aseqdump -s R -l raw-view -d 'show values as they are (this is the default)'
complete -c aseqdump -s r -l raw -d 'let nothing be converted'
complete -c aseqdump -l json -d 'a JSON object for each event'
