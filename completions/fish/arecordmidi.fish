# arecordmidi: made by 'make docs' from the options' definitions and completions/src.

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

complete -c arecordmidi -s p -l port -d 'record from these ports' -r -f
complete -c arecordmidi -s b -l bpm -d 'beats a minute (120)' -r -f
complete -c arecordmidi -s f -l fps -d 'count time in SMPTE frames a second: 24, 25, 29 (29.97) or 30' -r -f
complete -c arecordmidi -s t -l ticks -d 'ticks a beat (384) or a frame (40)' -r -f
complete -c arecordmidi -s m -l metronome -d 'play a metronome on this port' -r -f
complete -c arecordmidi -s i -l timesig -d 'time signature (4:4)' -r -f
complete -c arecordmidi -s n -l num-events -d 'stop after so many events' -r -f
complete -c arecordmidi -s h -l help -d 'show this help'
complete -c arecordmidi -s V -l version -d 'print the version'
complete -c arecordmidi -s l -l list -d 'list the ports that can be recorded from'
complete -c arecordmidi -s s -l split-channels -d 'a track for each channel'
