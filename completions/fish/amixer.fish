# amixer: made by 'make docs' from the options' definitions and completions/src.

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

complete -c amixer -s c -l card -d 'the card: its number or its id' -r -f -a "(__alsabox_cards)"
complete -c amixer -s D -l device -d 'the control device, instead of default' -r -f -a "(__alsabox_pcms aplay)"
complete -c amixer -s a -l abstract -d 'the view of the simple controls: none or basic' -r -f
complete -c amixer -s f -l file -d 'take commands from a file, one a line' -r -f
complete -c amixer -l format -d 'print TEXT for each simple control, with {percent}, {db}, {switch} and others filled in' -r -f -a "cd\t''
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
complete -c amixer -s h -l help -d 'show this help'
complete -c amixer -s d -l debug -d 'say more about what goes wrong'
complete -c amixer -s n -l nocheck -d 'leave it to the card to check ranges'
complete -c amixer -s v -l version -d 'print the version'
complete -c amixer -s q -l quiet -d 'do not show what was set'
complete -c amixer -s i -l inactive -d 'show inactive controls too'
complete -c amixer -s s -l stdin -d 'take commands from standard input, one a line'
complete -c amixer -s R -l raw-volume -d 'percents of the raw range (the default)'
complete -c amixer -s M -l mapped-volume -d 'percents as they are heard, as in alsamixer'
complete -c amixer -l json -d 'one JSON value a line instead of text'
complete -c amixer -l lenient -d 'pass over what is not understood, in silence, as alsa-utils does'
