# vol: made by 'make docs' from the options' definitions and completions/src.

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

complete -c vol -s c -l card -d 'this card instead of the one of default: its number or its id' -r -f -a "(__alsabox_cards)"
complete -c vol -l max -d 'never set more than this' -r -f
complete -c vol -l format -d 'show a line of text with fields: \'{percent}% {db} {switch}\'' -r -f -a "cd\t''
cdr\t''
dat\t''
U8\t''
S8\t''
S16_LE\t''
S16_BE\t''
S24_LE\t''
S24_BE\t''
S24_3LE\t''
S24_3BE\t''
S32_LE\t''
S32_BE\t''
FLOAT_LE\t''
FLOAT_BE\t''
FLOAT64_LE\t''
FLOAT64_BE\t''
MU_LAW\t''
A_LAW\t''"
complete -c vol -s h -l help -d 'show this help'
complete -c vol -l version -d 'print the version'
complete -c vol -s C -l capture -d 'the volume of what is recorded'
complete -c vol -l json -d 'show as JSON'
complete -c vol -l watch -d 'show a line now and after every change'
complete -c vol -s q -l quiet -d 'set without a word'
