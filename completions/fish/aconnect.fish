# aconnect: made by 'make docs' from the options' definitions and completions/src.

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

complete -c aconnect -s r -l real -d 'stamp events with the real time of this queue' -r -f
complete -c aconnect -s t -l tick -d 'stamp events with the ticks of this queue' -r -f
complete -c aconnect -l persist -d 'write the links that there are into a file, by name' -r -F
complete -c aconnect -l watch -d 'make the links of a file, and again whenever a port comes back' -r -F
complete -c aconnect -l help -d 'show this help'
complete -c aconnect -l version -d 'print the version'
complete -c aconnect -s d -l disconnect -d 'undo the link'
complete -c aconnect -s e -l exclusive -d 'make the link exclusive: nobody else may link to these ports'
complete -c aconnect -s i -l input -d 'list the ports that can be read from'
complete -c aconnect -s o -l output -d 'list the ports that can be written to'
complete -c aconnect -s l -l list -d 'list links with the ports'
complete -c aconnect -s a -l all -d 'list inactive ports, too'
complete -c aconnect -s x -l removeall -d 'undo all links'
complete -c aconnect -l json -d 'list as JSON'
