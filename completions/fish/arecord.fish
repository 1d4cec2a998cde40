# arecord: made by 'make docs' from the options' definitions and completions/src.

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

complete -c arecord -s D -l device -d 'use this device' -r -f -a "(__alsabox_pcms arecord)"
complete -c arecord -l wait -d 'wait for a device that is busy, at most so long, else for ever' -r -f
complete -c arecord -s t -l file-type -d 'file type: voc, wav, raw or au (played: told by the first bytes; recorded: wav)' -r -f -a "wav\t''
raw\t''
au\t''
voc\t''"
complete -c arecord -s c -l channels -d 'channels (1)' -r -f
complete -c arecord -s f -l format -d 'sample format (U8), or a shortcut' -r -f -a "cd\t''
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
complete -c arecord -l subformat -d 'sample subformat (STD)' -r -f -a "STD\t''"
complete -c arecord -s r -l rate -d 'rate (8000); below 1000 it means kHz' -r -f
complete -c arecord -s d -l duration -d 'stop each file after so many seconds' -r -f
complete -c arecord -s s -l samples -d 'stop each file after so many frames' -r -f
complete -c arecord -s F -l period-time -d 'microseconds between interrupts' -r -f
complete -c arecord -s B -l buffer-time -d 'microseconds in the buffer (500000, or what the device has)' -r -f
complete -c arecord -l period-size -d 'frames between interrupts' -r -f
complete -c arecord -l buffer-size -d 'frames in the buffer' -r -f
complete -c arecord -s A -l avail-min -d 'wake up when so many microseconds can be transferred' -r -f
complete -c arecord -s R -l start-delay -d 'start after so many microseconds (from a full buffer if <= 0)' -r -f
complete -c arecord -s T -l stop-delay -d 'stop so many microseconds after an xrun' -r -f
complete -c arecord -s V -l vumeter -d 'show a VU meter: mono, stereo or full' -r -f -a "mono\t''
stereo\t''"
complete -c arecord -l process-id-file -d 'keep the process id in this file' -r -F
complete -c arecord -s m -l chmap -d 'speakers of the channels: set on the device, or followed' -r -f
complete -c arecord -l test-coef -d 'how far a position may be out: N half buffers (8)' -r -f
complete -c arecord -l max-file-time -d 'go on in a new file after so many seconds' -r -f
complete -c arecord -l max-file-size -d 'go on in a new file after so many bytes (K, M, G may follow)' -r -f
complete -c arecord -l exec -d 'run this shell command for each finished file, its name as $1' -r -f
complete -c arecord -l ring -d 'bridge a disk that stalls for so long' -r -f
complete -c arecord -l repair -d 'mend the header of a WAVE or au file, and record nothing' -r -F
complete -c arecord -l start-on -d 'start at the first sound louder than this, in dBFS' -r -f
complete -c arecord -l stop-after-silence -d 'stop after so many seconds of silence (below -60 dBFS or --start-on)' -r -f
complete -c arecord -l color -d 'colours in -V full: auto, always or never (auto)' -r -f
complete -c arecord -s h -l help -d 'show this help'
complete -c arecord -l version -d 'print the version'
complete -c arecord -s l -l list-devices -d 'list the cards and their devices'
complete -c arecord -s L -l list-pcms -d 'list the device names'
complete -c arecord -s q -l quiet -d 'no messages but errors'
complete -c arecord -s M -l mmap -d 'transfer by mmap'
complete -c arecord -s N -l nonblock -d 'open and transfer without blocking'
complete -c arecord -s I -l separate-channels -d 'one file for each channel'
complete -c arecord -s v -l verbose -d 'show the PCM\'s set-up; twice: a VU meter too; three times: peaks'
complete -c arecord -s i -l interactive -d 'space or enter pauses; playing: arrows seek, n is the next file, q the end'
complete -c arecord -l dump-hw-params -d 'show what the device can do; when playing without a file, only that'
complete -c arecord -l disable-resample -d 'no conversion of the rate'
complete -c arecord -l disable-channels -d 'no conversion of the channels'
complete -c arecord -l disable-format -d 'no conversion of the format'
complete -c arecord -l disable-softvol -d 'no software volume'
complete -c arecord -l test-position -d 'check the positions that the device names'
complete -c arecord -l test-nowait -d 'never wait for the device: eats the whole processor'
complete -c arecord -l fatal-errors -d 'an xrun is the end'
complete -c arecord -l use-strftime -d 'the file\'s name is a pattern for strftime(3); %v is the number of the file'
complete -c arecord -l rf64 -d 'a WAVE file that outgrows 4 GiB becomes RF64 and goes on'
complete -c arecord -l use-part -d 'a file is called NAME.part until it is finished'
complete -c arecord -l follow -d 'a card that is unplugged and comes back: record on, with silence for the gap'
complete -c arecord -l level -d 'print peak and RMS of each channel in dBFS once a second, and record nothing'
complete -c arecord -l json -d 'with --level: one JSON object a line'
