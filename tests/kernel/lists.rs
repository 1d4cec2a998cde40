//! Lists and dumps, on every card byte for byte those of Debian's aplay.

use crate::call::{Call, Outcome, Subject, subject};
use crate::cards::PLAYING;
use crate::sound::{Shape, Sounds, ramp};
use std::process::Stdio;

#[track_caller]
fn assert_like_debian(with: impl Fn(Call) -> Call) -> Outcome {
    let ours = with(Call::aplay()).run();
    let debians = with(Call::debian("aplay")).run();
    assert_same_text(&ours.text(), &debians.text());
    ours
}

/// Tells the first line that differs rather than two long texts.
#[track_caller]
fn assert_same_text(ours: &str, debians: &str) {
    let differs = ours.lines().zip(debians.lines()).find(|(ours, debians)| ours != debians);
    assert!(ours == debians, "first difference {differs:?}; ours:\n{ours}\nDebian's:\n{debians}");
}

#[test]
fn lists_of_devices_are_debians() {
    let outcome = assert_like_debian(|aplay| aplay.arg("-l"));
    let list = String::from_utf8(outcome.stdout).expect("card names are UTF-8");
    for card in PLAYING {
        assert!(list.contains(&format!(": {card} [")), "{card} is not in {list}");
    }
}

#[test]
fn lists_of_names_are_debians() {
    let outcome = assert_like_debian(|aplay| aplay.arg("-L"));
    let list = String::from_utf8(outcome.stdout).expect("card names are UTF-8");
    for card in PLAYING {
        assert!(list.contains(&format!("\nhw:CARD={card},DEV=0\n")), "{card} is not in {list}");
    }
    assert_like_debian(|aplay| aplay.args(&["-L", "-l"]));
}

#[test]
fn setups_of_every_card_are_debians() {
    let sounds = Sounds::new();
    let file = sounds.wav("ramp.wav", &ramp(0, 480));
    for card in PLAYING {
        let device = format!("hw:{card}");
        let outcome = assert_like_debian(|aplay| aplay.args(&["-v", "-D", &device]).arg(&file));
        assert!(outcome.stderr.contains("Its setup is:"), "{}", outcome.stderr);
    }
}

#[test]
fn setups_through_the_plug_plugin_are_debians() {
    let sounds = Sounds::new();
    let shape = Shape { format: "S16_LE", channels: 1, rate: 11025 };
    let file = sounds.raw("mono.raw", &[1; 960]);
    for card in ["Intel", "Audio"] {
        let device = format!("plughw:{card}");
        let options = ["-v", "-t", "raw", "-D", &device];
        assert_like_debian(|aplay| aplay.args(&options).args(&shape.options()).arg(&file));
    }
}

#[test]
fn possible_parameters_of_every_card_are_debians() {
    let sounds = Sounds::new();
    let file = sounds.wav("ramp.wav", &ramp(0, 480));
    for card in PLAYING {
        let device = format!("hw:{card}");
        let outcome = assert_like_debian(|aplay| aplay.args(&["--dump-hw-params", "-D", &device]).arg(&file));
        assert!(outcome.stderr.contains("HW Params of device"), "{}", outcome.stderr);
    }
}

/// As scripts ask for them: a format that the card has not ends the call.
#[test]
fn possible_parameters_before_a_refusal_are_debians() {
    for card in ["Intel", "I82801AAICH", "Audio"] {
        let device = format!("hw:{card}");
        let outcome = assert_like_debian(|aplay| aplay.args(&["--dump-hw-params", "-D", &device, "/dev/zero"]));
        assert!(outcome.stderr.contains("HW Params of device"), "{}", outcome.stderr);
    }
}

/// Debian's waits for a sound on its input, which here never comes; ours prints the same text and ends.
#[test]
fn possible_parameters_need_no_sound() {
    for card in PLAYING {
        let device = format!("hw:{card}");
        let debians =
            Call::debian("aplay").args(&["--dump-hw-params", "-fFLOAT64_LE", "-D", &device, "/dev/zero"]).run();
        let dump = debians.stderr.split_inclusive('\n').filter(|line| !line.starts_with("Playing "));
        let dump: String = dump.take_while(|line| !line.starts_with("aplay: ")).collect();
        assert!(dump.starts_with("HW Params of device"), "{dump}");
        if subject() == Subject::Ours {
            let outcome = Call::aplay().args(&["--dump-hw-params", "-D", &device]).stdin(Stdio::piped()).run();
            assert_same_text(&outcome.succeeded().stderr, &dump);
        }
    }
}

#[test]
fn refusals_of_every_card_are_debians() {
    let sounds = Sounds::new();
    let file = sounds.raw("noise.raw", &[1; 4800]);
    for card in PLAYING {
        let device = format!("hw:{card}");
        for options in
            [["-fFLOAT64_LE", "-c2", "-r48000"], ["-fS16_LE", "-c77", "-r48000"], ["-fS16_LE", "-c2", "-r3000"]]
        {
            let outcome =
                assert_like_debian(|aplay| aplay.args(&["-t", "raw", "-D", &device]).args(&options).arg(&file));
            println!("{card} {options:?}: {}", outcome.stderr);
        }
    }
}
