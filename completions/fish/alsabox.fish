# alsabox: made by 'make docs' from the options' definitions and completions/src.

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

complete -c alsabox -l list -d 'list the applets'
complete -c alsabox -l list-full -d 'list the applets with the folder that each belongs into'
complete -c alsabox -s h -l help -d 'show this help, or that of the APPLET named after it'
complete -c alsabox -l version -d 'print the version'
complete -c alsabox -l install -d 'link every applet into DIR'
complete -c alsabox -s s -l symbolic -d 'with --install: symbolic links, not hard ones'
complete -c alsabox -l force -d 'with --install: replace files that are not ours'
complete -c alsabox -n __fish_use_subcommand -f -a aconnect -d 'link ports of the MIDI sequencer, and list them'
complete -c alsabox -n __fish_use_subcommand -f -a alsabox-who -d 'show who plays and records, on which device and how'
complete -c alsabox -n __fish_use_subcommand -f -a alsactl -d 'save, restore and watch the state of sound cards'
complete -c alsabox -n __fish_use_subcommand -f -a alsamixer -d 'set the levels and switches of a card on a full screen'
complete -c alsabox -n __fish_use_subcommand -f -a amidi -d 'send and receive raw MIDI'
complete -c alsabox -n __fish_use_subcommand -f -a amixer -d 'show and set the levels and switches of a card'
complete -c alsabox -n __fish_use_subcommand -f -a aplay -d 'play sound files'
complete -c alsabox -n __fish_use_subcommand -f -a aplaymidi -d 'play Standard MIDI Files'
complete -c alsabox -n __fish_use_subcommand -f -a arecord -d 'record sound files, with a VU meter'
complete -c alsabox -n __fish_use_subcommand -f -a arecordmidi -d 'record Standard MIDI Files'
complete -c alsabox -n __fish_use_subcommand -f -a aseqdump -d 'show the events of the MIDI sequencer'
complete -c alsabox -n __fish_use_subcommand -f -a caps -d 'what a device can do: formats, channels, rates, buffers'
complete -c alsabox -n __fish_use_subcommand -f -a cards -d 'show the sound cards: names that stay, devices, levels, who uses them'
complete -c alsabox -n __fish_use_subcommand -f -a default -d 'show and set the card that programs use'
complete -c alsabox -n __fish_use_subcommand -f -a doctor -d 'say why nothing is heard, and mend it'
complete -c alsabox -n __fish_use_subcommand -f -a speaker-test -d 'a sound on one speaker after the other'
complete -c alsabox -n __fish_use_subcommand -f -a vol -d 'show and set the volume of the card that plays'
complete -c alsabox -n 'not __fish_use_subcommand' -f -a '(__fish_complete_subcommand)'
