# alsactl: made by 'make docs' from the options' definitions and completions/src.

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

complete -c alsactl -s f -l file -d 'the state file (/var/lib/alsa/asound.state); - is a standard stream' -r -f
complete -c alsactl -s G -l group-file -d 'the file of the card groups (/var/lib/alsa/card-group.state)' -r -f
complete -c alsactl -s a -l config-dir -d 'the folder of what is set up at boot (/var/lib/alsa)' -r -f
complete -c alsactl -s K -l lock-dir -d 'the folder of the locks (/var/lock)' -r -f
complete -c alsactl -s O -l lock-state-file -d 'the lock of the state file (asound.state.lock)' -r -f
complete -c alsactl -s r -l runstate -d 'append the cards that failed to this file' -r -f
complete -c alsactl -s p -l period -d 'how long the daemon waits before it stores a change (300)' -r -f
complete -c alsactl -s e -l pid-file -d 'the daemon\'s process id (/var/run/alsactl.pid)' -r -f
complete -c alsactl -s n -l nice -d 'the daemon\'s priority, from -20 to 19' -r -f
complete -c alsactl -s E -l env -d 'set a variable of the environment' -r -f
complete -c alsactl -s i -l initfile -d 'the rules of init (/usr/share/alsa/init/00main)' -r -f
complete -c alsactl -s h -l help -d 'show this help'
complete -c alsactl -s d -l debug -d 'say more about what is done'
complete -c alsactl -s v -l version -d 'print the version'
complete -c alsactl -s l -l lock -d 'lock the state file (the default for /var/lib/alsa/asound.state)'
complete -c alsactl -s L -l no-lock -d 'do not lock the state file'
complete -c alsactl -l diff -d 'with store: only show what would change in the file'
complete -c alsactl -s F -l force -d 'restore what matches and pass over the rest (the default)'
complete -c alsactl -s g -l ignore -d 'no cards are no error'
complete -c alsactl -s P -l pedantic -d 'restore only controls that match in every field'
complete -c alsactl -s I -l no-init-fallback -d 'do not initialize a card that cannot be restored'
complete -c alsactl -s R -l remove -d 'empty the runstate file first'
complete -c alsactl -s Y -l export -d 'with restore: print the cards\' states for udev'
complete -c alsactl -l dry-run -d 'with restore: only show what would change on the cards'
complete -c alsactl -s b -l background -d 'go into the background'
complete -c alsactl -s s -l syslog -d 'messages to the system\'s log'
complete -c alsactl -s c -l sched-idle -d 'the daemon runs only when the machine is idle'
complete -c alsactl -l explain -d 'with init: tell each rule taken and each control changed'
complete -c alsactl -s D -l ucm-defaults -d 'with UCM, apply the section of defaults too'
complete -c alsactl -s U -l no-ucm -d 'do not use UCM'
complete -c alsactl -s m -l force-ucm-restore -d 'restore a card at once, without waiting for its group'
complete -c alsactl -s X -l ucm-nodev -d 'show UCM\'s errors about missing devices'
complete -c alsactl -l json -d 'one JSON value a line instead of text (info, monitor, --diff, --dry-run, --explain)'
