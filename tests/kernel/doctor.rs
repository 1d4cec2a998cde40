//! Scenes that silence a machine, made for real: the doctor's verdict, its fix applied as it is written, and the tone
//! heard where QEMU writes what the cards were given.

use crate::amixer::bed::Kept;
use crate::call::{Call, Outcome, Running, wait_until};
use crate::cards::{Unplugged, open_mixer, qemu_wav, wait_for_playback};
use crate::default::{Home, assert_default_sounds_on};
use crate::sound::{Sounds, left_of_growing_wav, share_of_tone, tone};
use rustix::process::Signal;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A user whose `default` is this card, named plainly.
fn home_with(card: &str) -> Home {
    let home = Home::new();
    let text =
        format!("pcm.!default {{ type plug slave.pcm \"hw:{card},0\" }}\nctl.!default {{ type hw card {card} }}\n");
    fs::write(home.path(".asoundrc"), text).expect("a file");
    home
}

fn doctor(home: &Home, words: &[&str]) -> Outcome {
    home.call(Call::ours("doctor").args(words)).run()
}

/// What a rule finds: its texts with their fixes.
#[track_caller]
fn findings(home: &Home, rule: &str) -> Vec<(String, String)> {
    let outcome = doctor(home, &["--json"]);
    of_rule(&outcome, rule)
}

#[track_caller]
fn of_rule(outcome: &Outcome, rule: &str) -> Vec<(String, String)> {
    let line = outcome.stdout.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let shown: Value = serde_json::from_slice(line).unwrap_or_else(|error| panic!("{error}: {}", outcome.text()));
    let checks = shown["checks"].as_array().expect("checks").iter();
    let found =
        checks.filter(|check| check["rule"] == rule).flat_map(|check| check["findings"].as_array().expect("findings"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    found.map(|finding| (text(&finding["text"]), text(&finding["fix"]))).collect()
}

/// Applies a fix as a person types it, with our tools.
#[track_caller]
fn applied(home: &Home, fix: &str) {
    let tools = Sounds::new();
    let words = ["--install", "-s"];
    let bin = tools.path("bin");
    fs::create_dir_all(&bin).expect("a folder");
    Call::ours("alsabox").args(&words).arg(&bin).run().succeeded();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    home.call(Call::debian("bash").args(&["-c", fix])).env("PATH", path).run().succeeded();
}

#[test]
fn a_muted_card_is_mended_as_it_says() {
    for (card, hz) in [("Intel", 1720.0), ("I82801AAICH", 1820.0)] {
        let (home, _kept) = (home_with(card), Kept::new(card));
        let stages: &[&str] = if card == "Intel" { &["Master"] } else { &["Master", "PCM"] };
        for stage in stages {
            Call::debian("amixer").args(&["-q", "-c", card, "sset", stage, "0", "mute"]).run().succeeded();
        }
        let before = doctor(&home, &[]);
        assert_eq!(before.code, Some(2), "{}", before.text());
        let verdict = "FAIL: nothing is heard: 'Master' of card ";
        assert!(String::from_utf8_lossy(&before.stdout).starts_with(verdict), "{}", before.text());
        for rule in ["main-switch", "main-volume", "chain-switches", "chain-volumes"] {
            for (_, fix) in findings(&home, rule) {
                applied(&home, &fix);
            }
        }
        let after = doctor(&home, &[]);
        assert_ne!(after.code, Some(2), "{}", after.text());
        assert_default_sounds_on(&home, card, hz);
    }
}

/// Where levels are saved.
const STATE_FILE: &str = "/var/lib/alsa/asound.state";

#[test]
fn the_doctor_mends_what_it_may() {
    let (home, _kept) = (home_with("I82801AAICH"), Kept::new("I82801AAICH"));
    for stage in ["Master", "PCM"] {
        Call::debian("amixer").args(&["-q", "-c", "I82801AAICH", "sset", stage, "0", "mute"]).run().succeeded();
    }
    let asked = doctor(&home, &["--fix"]);
    assert_eq!(asked.code, Some(2), "nobody said yes: {}", asked.text());
    for folder in ["/var/lib/alsa", "/run/lock"] {
        fs::create_dir_all(folder).expect("the guest's files can be changed");
    }
    let outcome = doctor(&home, &["--fix=yes"]);
    let saved = fs::read_to_string(STATE_FILE).unwrap_or_default();
    let _ = fs::remove_file(STATE_FILE);
    assert_ne!(outcome.code, Some(2), "{}", outcome.text());
    assert!(saved.contains("state.I82801AAICH {"), "{}", outcome.text());
    assert!(outcome.stderr.contains("done: amixer -c I82801AAICH sset 'PCM' unmute"), "{}", outcome.text());
    let levels = Call::debian("amixer").args(&["-c", "I82801AAICH", "sget", "Master"]).run().succeeded();
    assert!(String::from_utf8_lossy(&levels.stdout).contains("[-21.00dB] [on]"), "{}", levels.text());
    assert_default_sounds_on(&home, "I82801AAICH", 1920.0);
}

/// Whoever runs it is nobody, with these groups.
fn as_nobody(groups: &str, program: Call, words: &[&str]) -> Call {
    let call = Call::debian("setpriv").args(&["--reuid=65534", "--regid=65534", groups]);
    call.args(&program.words()).args(words)
}

#[test]
fn a_user_without_the_group_is_told_which() {
    let (home, _kept) = (home_with("Intel"), Kept::new("Intel"));
    open_mixer("Intel");
    Call::debian("chmod").args(&["-R", "a+rX"]).arg(home.path("")).run().succeeded();
    let outcome = home.call(as_nobody("--clear-groups", Call::ours("doctor"), &["--json"])).run();
    assert_eq!(outcome.code, Some(2), "{}", outcome.text());
    let found = of_rule(&outcome, "permissions");
    let [(text, fix)] = &found[..] else { panic!("{found:?}") };
    assert!(text.starts_with("you may not open the sound devices"), "{text}");
    assert_eq!(fix, "join the group, then log in again: sudo usermod -aG audio nobody");
    // What a new login gives.
    let outcome = home.call(as_nobody("--groups=29", Call::ours("doctor"), &["--json"])).run();
    assert_ne!(outcome.code, Some(2), "{}", outcome.text());
    let sounds = Sounds::new();
    let file = sounds.wav("tone.wav", &tone(2320.0, 48000));
    Call::debian("chmod").args(&["-R", "a+rX"]).arg(sounds.path("")).run().succeeded();
    let words = ["-q", &file.display().to_string()];
    home.call(as_nobody("--groups=29", Call::debian("aplay"), &words)).run().succeeded();
    wait_until("the tone is heard", || share_of_tone(&left_of_growing_wav(&qemu_wav("Intel")), 2320.0) > 0.9);
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let home = home_with("Intel");
    open_mixer("Intel");
    let good = fs::read_to_string(home.path(".asoundrc")).expect("the file");
    fs::write(home.path(".asoundrc"), good.replace("0\" }", "0\"")).expect("the file");
    let outcome = doctor(&home, &[]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.text());
    let text = String::from_utf8_lossy(&outcome.stdout).into_owned();
    assert!(text.starts_with("FAIL: nothing is heard: "), "{text}");
    assert!(text.contains(".asoundrc is wrong, and makes every name of a device unknown\n"), "{text}");
    assert!(text.contains(".asoundrc:1:"), "{text}");
    fs::write(home.path(".asoundrc"), good).expect("the file");
    assert_ne!(doctor(&home, &[]).code, Some(2));
    assert_default_sounds_on(&home, "Intel", 2020.0);
}

#[test]
fn who_has_the_device_is_named_and_can_be_ended() {
    let home = home_with("Intel");
    open_mixer("Intel");
    let mut holder: Running = Call::debian("aplay").args(&["-q", "-D", "hw:Intel", "-f", "cd", "/dev/zero"]).start();
    wait_for_playback("Intel", "RUNNING");
    let found = findings(&home, "device-busy");
    let [(text, fix)] = &found[..] else { panic!("{found:?}") };
    assert_eq!(text, "card 3 (Intel), device 0 is taken: others get 'Device or resource busy'");
    let command = fix.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(command, _)| command);
    applied(&home, command.unwrap_or_else(|| panic!("{fix}")));
    wait_until("the holder has ended", || holder.has_ended());
    assert_eq!(findings(&home, "device-busy"), []);
    assert_default_sounds_on(&home, "Intel", 2120.0);
}

#[test]
fn a_card_that_was_pulled_out_is_replaced_by_another() {
    let home = home_with("Audio");
    open_mixer("Intel");
    let plug = Unplugged::new();
    wait_until("the card is gone", || !Path::new("/proc/asound/Audio").exists());
    let outcome = doctor(&home, &[]);
    let text = String::from_utf8_lossy(&outcome.stdout).into_owned();
    assert_eq!(outcome.code, Some(2), "{text}");
    assert!(text.starts_with("FAIL: nothing is heard: default is card Audio, which is not there\n"), "{text}");
    let found = findings(&home, "default-route");
    assert!(found[0].1.starts_with("default set Dummy (or Loopback, Intel, "), "{found:?}");
    applied(&home, "default set Intel");
    assert_ne!(doctor(&home, &[]).code, Some(2));
    assert_default_sounds_on(&home, "Intel", 2220.0);
    drop(plug);
}

#[test]
fn the_tone_comes_through_a_loopback_and_not_through_silence() {
    let home = Home::new();
    let heard = doctor(&home, &["--listen", "-c", "Loopback,0", "--record-from", "plughw:Loopback,1", "--json"]);
    assert_eq!(heard.code, Some(0), "{}", heard.text());
    let shown: Value = serde_json::from_slice(&heard.stdout).expect("JSON");
    let level = shown["level_db"].as_f64().expect("a level");
    assert!((level + 26.0).abs() < 0.5 && shown["heard"] == true && shown["delay_ms"].is_number(), "{shown}");
    let silent = doctor(&home, &["--listen", "-c", "Dummy"]);
    assert_eq!(silent.code, Some(2), "{}", silent.text());
    assert!(
        String::from_utf8_lossy(&silent.stdout).starts_with("FAIL: nothing of the tone came through"),
        "{}",
        silent.text()
    );
}

#[test]
fn a_report_of_this_machine_says_the_same_elsewhere() {
    let (home, _kept) = (home_with("Intel"), Kept::new("Intel"));
    Call::debian("amixer").args(&["-q", "-c", "Intel", "sset", "Master", "37", "mute"]).run().succeeded();
    let report: PathBuf = home.path("report");
    let written = doctor(&home, &[&format!("--report={}", report.display())]);
    let verdict = "FAIL: nothing is heard: 'Master' of card 3 (Intel) is switched off\n";
    assert!(String::from_utf8_lossy(&written.stdout).starts_with(verdict), "{}", written.text());
    open_mixer("Intel");
    let elsewhere = doctor(&home, &["--from", &report.display().to_string()]);
    assert!(String::from_utf8_lossy(&elsewhere.stdout).starts_with(verdict), "{}", elsewhere.text());
    assert_ne!(doctor(&home, &[]).code, Some(2));
}

#[test]
fn looking_makes_no_sound_and_changes_nothing() {
    let (home, _kept) = (home_with("Intel"), Kept::new("Intel"));
    let before = crate::amixer::bed::State::of("Intel");
    doctor(&home, &[]);
    doctor(&home, &["capture"]);
    doctor(&home, &["midi"]);
    assert_eq!(before.difference(&crate::amixer::bed::State::of("Intel")), None);
    let player = Call::aplay().args(&["-D", "hw:Intel", "-f", "cd", "/dev/zero"]).start();
    wait_for_playback("Intel", "RUNNING");
    doctor(&home, &[]);
    player.signal(Signal::INT);
    assert_eq!(player.wait().complaints().last(), Some(&"Aborted by signal Interrupt..."));
}
