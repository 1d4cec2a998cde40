# doctor: made by 'make docs' from the options' definitions and completions/src.

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

complete -c doctor -s c -l card -d 'this card instead of the one of default: its number or its id' -r -f -a "(__alsabox_cards)"
complete -c doctor -l fix -d 'mend what can be mended without harm; without \'yes\', ask each time' -r -f
complete -c doctor -l report -d 'write all facts into a text file, without serial numbers' -r -F
complete -c doctor -l from -d 'examine the facts of another machine: a report, or a folder with its files' -r -F
complete -c doctor -l record-from -d 'with --listen: the device to record from' -r -f
complete -c doctor -s h -l help -d 'show this help'
complete -c doctor -l version -d 'print the version'
complete -c doctor -l listen -d 'play a soft tone, record, and say whether it came through'
complete -c doctor -l json -d 'show as JSON'
