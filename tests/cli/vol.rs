//! vol from outside, on a machine without cards: the words it refuses, and what it says of a sound server.

use crate::case::Case;

const HINT: &str = "Try `vol --help' for more information.\n";

#[test]
fn wrong_words_are_named_before_a_card_is_looked_for() {
    let table = [
        (&["loud"][..], "'loud' is neither a volume (40%, 5%+, -20dB, 3dB-) nor mute, unmute or toggle"),
        (&["-10%"], "'-10%' is less than nothing; a step down is 10%-"),
        (&["120%"], "'120%' is more than 100%"),
        (&["fade", "3"], "fade needs to know where to: vol 30% fade 5"),
        (&["30%", "fade"], "fade needs its seconds: vol 30% fade 5"),
        (&["30%", "fade", "-1"], "fade '-1': seconds, from 0 to 3600"),
        (&["30%", "40%"], "unexpected '40%': one volume, then fade SECONDS"),
        (&["cap"], "'cap' is neither a volume (40%, 5%+, -20dB, 3dB-) nor mute, unmute or toggle"),
        (&["--max", "200"], "--max '200': percent, from 0 to 100"),
        (
            &["--format", "{loud}"],
            "--format: {loud} is no field; there are name index raw percent mapped db switch item",
        ),
    ];
    for (words, error) in table {
        Case::new("vol").args(words).stderr(format!("vol: {error}\n{HINT}")).exit(1).run();
    }
    Case::new("vol").args(["-c", "Nope"]).stderr("vol: there is no card 'Nope'\n").exit(1).run();
}

/// The tests' own `default` is null, whose control device is card 0.
#[test]
fn a_sound_server_is_named_with_its_tool() {
    let with = |kind: &str, words: &[&str], error: &str| {
        let config = format!("pcm.!default {{ type {kind} }}\nctl.!default {{ type {kind} }}\n");
        let case = Case::new("vol").file("alsa.conf", config).args(words);
        let path = case.dir().join("alsa.conf");
        case.env("ALSA_CONFIG_PATH", path).stderr_has(error).exit(1).run();
    };
    with(
        "pulse",
        &["5%+"],
        "vol: default is PulseAudio, which has a volume of its own: pactl set-sink-volume @DEFAULT_SINK@ +5%\n",
    );
    with(
        "pipewire",
        &["-C", "mute"],
        "default is PipeWire, which has a volume of its own: wpctl set-mute @DEFAULT_AUDIO_SOURCE@ 1\n",
    );
    with("jack", &[], "default is JACK, which leaves the volume to its programs\n");
}

#[test]
fn a_default_that_is_no_card_is_said() {
    Case::new("vol").stderr_has("vol: default is card 0, which is not there").exit(1).run();
    let case = Case::new("vol").file("alsa.conf", "pcm.!default { type plug slave.pcm nowhere }\n");
    let path = case.dir().join("alsa.conf");
    case.env("ALSA_CONFIG_PATH", path).stderr_has("vol: default cannot be used: ").exit(1).run();
}
