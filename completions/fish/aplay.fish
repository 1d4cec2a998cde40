# aplay: made by 'make docs' from the options' definitions and completions/src.

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

complete -c aplay -s D -l device -d 'use this device' -r -f -a "(__alsabox_pcms aplay)"
complete -c aplay -l wait -d 'wait for a device that is busy, at most so long, else for ever' -r -f
complete -c aplay -s t -l file-type -d 'file type: voc, wav, raw or au (played: told by the first bytes; recorded: wav)' -r -f -a "wav\t''
raw\t''
au\t''
voc\t''"
complete -c aplay -s c -l channels -d 'channels (1)' -r -f
complete -c aplay -s f -l format -d 'sample format (U8), or a shortcut' -r -f -a "cd\t''
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
complete -c aplay -l subformat -d 'sample subformat (STD)' -r -f -a "STD\t''"
complete -c aplay -s r -l rate -d 'rate (8000); below 1000 it means kHz' -r -f
complete -c aplay -s d -l duration -d 'stop each file after so many seconds' -r -f
complete -c aplay -s s -l samples -d 'stop each file after so many frames' -r -f
complete -c aplay -s F -l period-time -d 'microseconds between interrupts' -r -f
complete -c aplay -s B -l buffer-time -d 'microseconds in the buffer (500000, or what the device has)' -r -f
complete -c aplay -l period-size -d 'frames between interrupts' -r -f
complete -c aplay -l buffer-size -d 'frames in the buffer' -r -f
complete -c aplay -s A -l avail-min -d 'wake up when so many microseconds can be transferred' -r -f
complete -c aplay -s R -l start-delay -d 'start after so many microseconds (from a full buffer if <= 0)' -r -f
complete -c aplay -s T -l stop-delay -d 'stop so many microseconds after an xrun' -r -f
complete -c aplay -s V -l vumeter -d 'show a VU meter: mono, stereo or full' -r -f -a "mono\t''
stereo\t''"
complete -c aplay -l process-id-file -d 'keep the process id in this file' -r -F
complete -c aplay -s m -l chmap -d 'speakers of the channels: set on the device, or followed' -r -f
complete -c aplay -l test-coef -d 'how far a position may be out: N half buffers (8)' -r -f
complete -c aplay -l loop -d 'play the files N times, else for ever' -r -f
complete -c aplay -l gain -d 'make them louder, or softer if below 0' -r -f
complete -c aplay -l start -d 'start in each file at this time: seconds, or [H:]M:S' -r -f
complete -c aplay -l preroll -d 'play so many milliseconds of silence first' -r -f
complete -c aplay -s h -l help -d 'show this help'
complete -c aplay -l version -d 'print the version'
complete -c aplay -s l -l list-devices -d 'list the cards and their devices'
complete -c aplay -s L -l list-pcms -d 'list the device names'
complete -c aplay -s q -l quiet -d 'no messages but errors'
complete -c aplay -s M -l mmap -d 'transfer by mmap'
complete -c aplay -s N -l nonblock -d 'open and transfer without blocking'
complete -c aplay -s I -l separate-channels -d 'one file for each channel'
complete -c aplay -s v -l verbose -d 'show the PCM\'s set-up; twice: a VU meter too; three times: peaks'
complete -c aplay -s i -l interactive -d 'space or enter pauses; playing: arrows seek, n is the next file, q the end'
complete -c aplay -l dump-hw-params -d 'show what the device can do; when playing without a file, only that'
complete -c aplay -l disable-resample -d 'no conversion of the rate'
complete -c aplay -l disable-channels -d 'no conversion of the channels'
complete -c aplay -l disable-format -d 'no conversion of the format'
complete -c aplay -l disable-softvol -d 'no software volume'
complete -c aplay -l test-position -d 'check the positions that the device names'
complete -c aplay -l test-nowait -d 'never wait for the device: eats the whole processor'
complete -c aplay -l fatal-errors -d 'an xrun is the end'
complete -c aplay -l progress -d 'show position, length and a bar on a terminal'
