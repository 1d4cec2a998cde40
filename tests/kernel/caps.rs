//! caps on real cards: what it lists Debian's aplay can play, what it does not list Debian's aplay is refused.

use crate::call::{Call, Outcome, Subject, subject};
use serde_json::Value;

fn combinations(card: &str) -> Vec<Value> {
    let outcome = Call::ours("caps").args(&["--json", "playback", "-D"]).arg(format!("hw:{card}")).run().succeeded();
    let text = String::from_utf8(outcome.stdout).expect("JSON is UTF-8");
    let hardware = text.lines().next().expect("a table for the hardware, then one for plughw");
    assert_eq!(text.lines().count(), 2);
    let table: Value = serde_json::from_str(hardware).expect("JSON");
    table["combinations"].as_array().expect("a list").clone()
}

/// One frame of silence; aplay warns where the card has another rate than the one asked for.
fn play(card: &str, format: &str, channels: &Value, rate: &Value) -> Outcome {
    let words = ["-t", "raw", "-s", "1", "/dev/zero", "-D"];
    let shape = [format!("-f{format}"), format!("-c{channels}"), format!("-r{rate}")];
    Call::debian("aplay").args(&words).arg(format!("hw:{card}")).args(&shape).run()
}

#[test]
fn what_is_listed_is_played() {
    if subject() == Subject::Debian {
        return;
    }
    for card in ["Dummy", "Intel", "Audio"] {
        let listed = combinations(card);
        assert!(!listed.is_empty());
        for one in &listed {
            let rates = one["rates"].as_array().expect("a list");
            for rate in [rates.iter().find(|rate| rate.as_u64() >= Some(8000)), rates.last()].into_iter().flatten() {
                let format = one["format"].as_str().expect("a name");
                let outcome = play(card, format, &one["channels"], rate);
                assert_eq!((outcome.code, outcome.complaints()), (Some(0), vec![]), "{card} {one} {rate}");
            }
        }
    }
}

/// The card has every number up to 32, not only those that are usual.
#[test]
fn each_number_of_channels_is_found() {
    let outcome = Call::ours("aplay")
        .env("ALSABOX_HINTS", "1")
        .args(&["-D", "hw:Loopback", "-fS16_LE", "-c33", "/dev/zero"])
        .run();
    assert!(outcome.stderr.contains("\nthe device has 1-32 channels\n"), "{}", outcome.stderr);
}

#[test]
fn what_is_not_listed_is_refused() {
    if subject() == Subject::Debian {
        return;
    }
    let listed = combinations("Intel");
    let formats: Vec<&str> = listed.iter().filter_map(|one| one["format"].as_str()).collect();
    assert_eq!(
        (formats.as_slice(), &listed[0]["channels"], &listed[0]["any_rate"]),
        (&["S16_LE"][..], &2.into(), &false.into())
    );
    let (two, rate) = (2.into(), 48_000.into());
    assert_eq!(play("Intel", "U8", &two, &rate).code, Some(1));
    assert_eq!(play("Intel", "S16_LE", &1.into(), &rate).code, Some(1));
    assert!(!listed[0]["rates"].as_array().expect("a list").contains(&8000.into()));
    assert!(play("Intel", "S16_LE", &two, &8000.into()).stderr.contains("rate is not accurate"));
}

#[test]
fn a_device_that_is_held_is_said() {
    if subject() == Subject::Debian {
        return;
    }
    let holder = Call::debian("aplay").args(&["-q", "-fdat", "-D", "hw:Audio", "/dev/zero"]).start();
    crate::cards::wait_for_playback("Audio", "RUNNING");
    let outcome = Call::ours("caps").args(&["-D", "hw:Audio", "playback"]).run();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("caps: hw:Audio playback: Device or resource busy"), "{}", outcome.stderr);
    drop(holder);
}
