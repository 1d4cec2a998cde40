# alsamixer: made by 'make docs' from the options' definitions and completions/src.

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

complete -c alsamixer -s c -l card -d 'the card: its number or its id' -r -f -a "(__alsabox_cards)"
complete -c alsamixer -s D -l device -d 'the control device, instead of default' -r -f -a "(__alsabox_pcms aplay)"
complete -c alsamixer -s V -l view -d 'what is shown first: playback, capture or all' -r -f
complete -c alsamixer -s f -l config -d 'read this configuration file' -r -f
complete -c alsamixer -s a -l abstraction -d 'the view of the controls: none or basic' -r -f
complete -c alsamixer -s h -l help -d 'show this help'
complete -c alsamixer -l version -d 'print the version'
complete -c alsamixer -s g -l no-color -d 'no colours'
complete -c alsamixer -s B -l black-background -d 'black behind everything'
complete -c alsamixer -s m -l mouse -d 'listen to the mouse (the default)'
complete -c alsamixer -s M -l no-mouse -d 'leave the mouse to the terminal'
complete -c alsamixer -s F -l no-config -d 'read no configuration file'
complete -c alsamixer -l meter -d 'show the peaks of what is captured beside the focused capture control'
