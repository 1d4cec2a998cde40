# cards: made by 'make docs' from the options' definitions and completions/src.

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

complete -c cards -s h -l help -d 'show this help'
complete -c cards -l version -d 'print the version'
complete -c cards -s v -l verbose -d 'show each PCM with the formats, rates and channels that it proves to have'
complete -c cards -l json -d 'print JSON, one array'
