# aplaymidi: made by 'make docs' from the options' definitions and completions/src.

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

complete -c aplaymidi -s p -l port -d 'play to these ports' -r -f
complete -c aplaymidi -s u -l ump -d 'send packets of this MIDI version (1)' -r -f
complete -c aplaymidi -s d -l delay -d 'wait so long after each file (2)' -r -f
complete -c aplaymidi -l loop -d 'play each file so often, or for ever' -r -f
complete -c aplaymidi -l tempo -d 'play at so many per cent of the file\'s tempo' -r -f
complete -c aplaymidi -l transpose -d 'play higher or lower, drums excepted' -r -f
complete -c aplaymidi -s h -l help -d 'show this help'
complete -c aplaymidi -s V -l version -d 'print the version'
complete -c aplaymidi -s l -l list -d 'list the ports that can be played to'
complete -c aplaymidi -s i -l interactive -d 'keys: space pauses, arrows seek, q quits'
complete -c aplaymidi -l progress -d 'show bar, time and tempo'
complete -c aplaymidi -l wait -d 'wait for ports that are not there yet'
complete -c aplaymidi -l lyrics -d 'print what is sung'
