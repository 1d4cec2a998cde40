//! cards and who on real cards: what they show is there, and what is there they show.

use crate::call::{Call, Outcome, Subject, subject};
use crate::cards::{Unplugged, wait_for_capture, wait_for_playback};
use crate::sound::Shape;
use serde_json::{Value, json};

fn values(outcome: &Outcome) -> Vec<Value> {
    let value: Value = serde_json::from_slice(&outcome.stdout).expect("JSON");
    value.as_array().expect("an array").clone()
}

fn cards(words: &[&str]) -> Vec<Value> {
    values(&Call::ours("cards").arg("--json").args(words).run().succeeded())
}

fn strings<'a>(values: &'a [Value], key: &str) -> Vec<&'a str> {
    values.iter().map(|value| value[key].as_str().expect("a string")).collect()
}

#[test]
fn cards_shows_all_six_with_their_devices_and_levels() {
    if subject() == Subject::Debian {
        return;
    }
    let all = cards(&[]);
    let names = ["@Dummy", "@Loopback", "@VirMIDI", "@Intel", "@I82801AAICH", "@usb:46f4:0002"];
    assert_eq!(strings(&all, "stable_name"), names);
    assert_eq!(strings(&all, "bus"), ["virtual", "virtual", "virtual", "pci", "pci", "usb"]);
    assert_eq!(all[0]["default"], json!(["playback", "capture"]));
    assert_eq!(all[3]["default"], json!([]));
    let devices = |card: usize, key: &str| all[card][key].as_array().expect("a list").len();
    assert_eq!(
        [devices(1, "playback"), devices(4, "capture"), devices(5, "capture"), devices(2, "midi")],
        [2, 2, 0, 4]
    );
    Call::debian("amixer").args(&["-q", "-c", "Intel", "sset", "Master", "50%", "unmute"]).run().succeeded();
    let level = &cards(&[])[3]["levels"][0];
    assert_eq!((level["control"].as_str(), &level["on"]), (Some("Master"), &json!(true)));
    assert_eq!(level["db"], json!(-37.0));
    let _unplugged = Unplugged::new();
    assert_eq!(strings(&cards(&[]), "stable_name"), names[..5]);
}

/// The short way to the card of default is taken only while nothing names another one.
#[test]
fn the_star_follows_every_definition_of_default() {
    if subject() == Subject::Debian {
        return;
    }
    let home = tempfile::TempDir::new().expect("a folder");
    let star = |variables: &[(&str, &str)]| -> Vec<String> {
        let call = Call::ours("cards").arg("--json").env("HOME", home.path());
        let call = variables.iter().fold(call, |call, (name, value)| call.env(name, value));
        let all = values(&call.run().succeeded());
        let stars = all.iter().filter(|card| card["default"] != json!([]));
        stars.map(|card| format!("{} {}", card["id"].as_str().expect("an id"), card["default"])).collect()
    };
    let both = |id: &str| vec![format!("{id} [\"playback\",\"capture\"]")];
    assert_eq!(star(&[]), both("Dummy"));
    assert_eq!(star(&[("ALSA_CARD", "Intel")]), both("Intel"));
    let define = |text: &str| std::fs::write(home.path().join(".asoundrc"), text).expect("a file");
    define("defaults.pcm.card 3\n");
    assert_eq!(star(&[]), both("Intel"));
    define("pcm.!default { type asym playback.pcm \"hw:5\" capture.pcm \"hw:3\" }\n");
    assert_eq!(star(&[]), [r#"Intel ["capture"]"#, r#"Audio ["playback"]"#]);
}

#[test]
fn what_cards_verifies_is_more_than_the_hull() {
    if subject() == Subject::Debian {
        return;
    }
    let all = cards(&["-v"]);
    let row = &all[3]["playback"][0]["verified"][0];
    assert_eq!((&row["formats"], &row["channels"]), (&json!(["S16_LE"]), &json!([2])));
    let rates = row["rates"].as_array().expect("a list");
    assert!(rates.contains(&json!(44_100)) && !rates.contains(&json!(64_000)), "{rates:?}");
    let text = String::from_utf8(Call::ours("cards").arg("-v").run().succeeded().stdout).expect("text");
    assert!(text.contains("\n  hw:5,0 playback: USB Audio\n    S16_LE; 2 channels; 48000 Hz\n"), "{text}");
}

#[test]
fn who_shows_each_open_stream_and_cards_its_process() {
    if subject() == Subject::Debian {
        return;
    }
    let silence = Call::debian("aplay").args(&["-q", "-D", "hw:Intel", "-t", "raw"]).args(&Shape::STEREO.options());
    let player = silence.arg("/dev/zero").start();
    let recorder =
        Call::debian("arecord").args(&["-q", "-D", "hw:Dummy", "-t", "raw", "-f", "dat", "/dev/null"]).start();
    wait_for_playback("Intel", "RUNNING");
    wait_for_capture("Dummy", "RUNNING");
    let open = values(&Call::ours("alsabox-who").arg("--json").run().succeeded());
    let seen: Vec<Value> =
        open.iter().map(|row| json!([row["id"], row["direction"], row["pid"], row["command"], row["rate"]])).collect();
    let expected = [
        json!(["Dummy", "capture", recorder.number(), "arecord", 48_000]),
        json!(["Intel", "playback", player.number(), "aplay", 48_000]),
    ];
    assert_eq!(seen, expected);
    let started = open[0]["since"].as_u64().expect("a time");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock").as_secs();
    assert!(now.abs_diff(started) < 600, "{started}, and now it is {now}");
    let only = values(&Call::ours("alsabox-who").args(&["--json", "-c", "@Intel"]).run().succeeded());
    assert_eq!(strings(&only, "id"), ["Intel"]);
    let used = &cards(&[])[3]["used_by"][0];
    assert_eq!(used["pid"], json!(player.number()));
    let text = String::from_utf8(Call::ours("alsabox-who").run().succeeded().stdout).expect("text");
    assert!(text.starts_with("CARD   DEVICE  STREAM ") && text.lines().count() == 3, "{text}");
}

#[test]
fn who_fails_when_nobody_plays() {
    if subject() == Subject::Debian {
        return;
    }
    let nobody = Call::ours("alsabox-who").run();
    assert_eq!((nobody.code, nobody.stdout.as_slice(), nobody.stderr.as_str()), (Some(1), &b""[..], ""));
    let nobody = Call::ours("alsabox-who").arg("--json").run();
    assert_eq!((nobody.code, nobody.stdout.as_slice()), (Some(1), &b"[]\n"[..]));
}

#[test]
fn cards_that_may_not_be_opened_are_shown_with_the_reason() {
    if subject() == Subject::Debian {
        return;
    }
    const NOBODY: u32 = 65_534;
    // A card that was plugged in again has nodes that no udev has given to the group.
    let as_udev = "chgrp audio /dev/snd/*C* && chmod 660 /dev/snd/*C*";
    Call::debian("sh").args(&["-c", as_udev]).run().succeeded();
    let outcome = Call::ours("cards").by_user(NOBODY).run();
    assert_eq!(outcome.code, Some(1));
    assert_eq!(String::from_utf8_lossy(&outcome.stdout).lines().count(), 7);
    assert!(outcome.stderr.contains("cards: join the group, then log in again: sudo usermod -aG audio nobody"));
}
