# amidi: made by 'make docs' from the options' definitions and completions/src.

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

complete -c amidi -s p -l port -d 'use this port (default)' -r -f
complete -c amidi -s s -l send -d 'send the contents of a file' -r -F
complete -c amidi -s r -l receive -d 'write what is received into a file' -r -F
complete -c amidi -s S -l send-hex -d 'send these bytes' -r -f
complete -c amidi -s T -l timestamp -d 'stamp each message: realtime, monotonic or raw' -r -f
complete -c amidi -s t -l timeout -d 'stop when nothing has come for so long' -r -f
complete -c amidi -s i -l sysex-interval -d 'wait so long after each system exclusive message' -r -f
complete -c amidi -s h -l help -d 'show this help'
complete -c amidi -s V -l version -d 'print the version'
complete -c amidi -s l -l list-devices -d 'list the ports of the cards'
complete -c amidi -s x -l list-inactive -d 'list inactive ports, too'
complete -c amidi -s L -l list-rawmidis -d 'list the definitions of the configuration'
complete -c amidi -s d -l dump -d 'print what is received in hexadecimal'
complete -c amidi -s a -l active-sensing -d 'keep active sensing'
complete -c amidi -s c -l clock -d 'keep clock'
