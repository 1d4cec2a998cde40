# speaker-test: made by 'make docs' from the options' definitions and completions/src.

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

complete -c speaker-test -s D -l device -d 'the PCM (usually default)' -r -f -a "(__alsabox_pcms aplay)"
complete -c speaker-test -s r -l rate -d 'the rate (usually 48000)' -r -f
complete -c speaker-test -s c -l channels -d 'channels of the stream (usually 1)' -r -f
complete -c speaker-test -s f -l frequency -d 'the sine\'s tone, from 30 to 8000 (usually 440)' -r -f
complete -c speaker-test -s F -l format -d 'the sample format (usually S16_LE)' -r -f -a "cd\t''
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
complete -c speaker-test -s b -l buffer -d 'the ring buffer, in microseconds; 0 is as long as can be, at most a second' -r -f
complete -c speaker-test -s p -l period -d 'the time between two interrupts, in microseconds' -r -f
complete -c speaker-test -s P -l nperiods -d 'periods in the buffer (usually 4)' -r -f
complete -c speaker-test -s t -l test -d 'the sound: pink (usual), sine, wav, st2095 or pattern' -r -f
complete -c speaker-test -s l -l nloops -d 'how often all speakers have their turn; 0 is for ever (usual)' -r -f
complete -c speaker-test -s s -l speaker -d 'test this channel only, once; 1 is the first' -r -f
complete -c speaker-test -s w -l wavfile -d 'the file that -t wav plays on every speaker' -r -F
complete -c speaker-test -s W -l wavdir -d 'where the spoken names for -t wav are' -r -f
complete -c speaker-test -s m -l chmap -d 'the channel map that the device is to take: FL,FR,...' -r -f
complete -c speaker-test -s S -l scale -d 'how loud a computed sound is, of full scale (usually 80)' -r -f
complete -c speaker-test -s h -l help -d 'show this help'
complete -c speaker-test -l version -d 'print the version'
complete -c speaker-test -l sweep -d 'the sound: a tone that rises from 20 Hz to 20 kHz'
complete -c speaker-test -l white -d 'the sound: white noise'
complete -c speaker-test -s X -l force-frequency -d 'take any frequency from 1 Hz on'
complete -c speaker-test -l safe -d 'play softly, a tenth of full scale; usual where the mixer is at 100 %'
complete -c speaker-test -s d -l debug -d 'show the device\'s set-up on standard error'
