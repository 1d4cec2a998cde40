//! Errors that carry the answer, on real cards: who holds a device, whose a node is, and what to type instead.

use crate::call::{Call, Outcome, Subject, subject};
use crate::cards::{Unplugged, playback_state, wait_for_playback};
use crate::sound::{Shape, Sounds, ramp};

/// Debian's user and group for nobody.
const NOBODY: u32 = 65_534;

/// The lines after the first complaint, which only ours has.
fn answers(outcome: &Outcome) -> Vec<&str> {
    let complaints = outcome.complaints();
    let first = complaints.iter().position(|line| line.starts_with("aplay: ")).expect("an error of aplay");
    complaints[first + 1..].to_vec()
}

fn hinting(device: &str) -> Call {
    Call::ours("aplay").env("ALSABOX_HINTS", "1").args(&["-D", device, "-t", "raw", "-f", "dat"])
}

fn silence_on(card: &str) -> crate::call::Running {
    let holder = Call::debian("aplay").args(&["-q", "-D", &format!("hw:{card}"), "-t", "raw"]);
    let holder = holder.args(&Shape::STEREO.options()).arg("/dev/zero").start();
    wait_for_playback(card, "RUNNING");
    holder
}

#[test]
fn a_busy_device_names_its_holder() {
    let holder = silence_on("Intel");
    let outcome = hinting("hw:Intel").args(&["-N", "/dev/zero"]).run();
    assert_eq!(outcome.code, Some(1));
    let told = answers(&outcome).join("\n");
    let who = format!("card 3 (Intel), device 0 is held by aplay (process {}, user root) since ", holder.number());
    assert!(told.starts_with(&who), "{told}");
    assert!(told.contains(": playing S16_LE, 48000 Hz, 2 channels\n"), "{told}");
    let silent = Call::ours("aplay").args(&["-D", "hw:Intel", "-N", "-t", "raw", "/dev/zero"]).run();
    assert_eq!(answers(&silent), Vec::<&str>::new(), "a script gets the one line that it has always got");
}

#[test]
fn a_user_without_the_group_is_told_how_to_join_it() {
    let outcome = hinting("hw:3").arg("/dev/zero").by_user(NOBODY).run();
    let told = answers(&outcome).join("\n");
    let whose =
        "/dev/snd/pcmC3D0p belongs to root and group audio (rw-rw----); you are nobody, with the groups nogroup\n";
    assert!(told.starts_with(whose), "{told}");
    assert!(told.ends_with("join the group, then log in again: sudo usermod -aG audio nobody"), "{told}");
    let list = Call::ours("aplay").env("ALSABOX_HINTS", "1").arg("-l").by_user(NOBODY).run();
    let told = answers(&list).join("\n");
    assert!(
        told.starts_with("the kernel has cards (Dummy, Loopback, VirMIDI, Intel, I82801AAICH, Audio), but you may not")
    );
}

#[test]
fn a_format_that_the_card_lacks_comes_with_the_command_that_plays_it() {
    let sounds = Sounds::new();
    let file = sounds.wav("ramp.wav", &ramp(0, 480));
    let file = file.to_str().expect("a plain path");
    let outcome = Call::ours("aplay")
        .env("ALSABOX_HINTS", "1")
        .args(&["-D", "hw:Audio", "-f", "S32_LE", "-c2", "-t", "raw", file])
        .run();
    let told = answers(&outcome);
    assert_eq!(told[..2], ["Available formats:", "- S16_LE"]);
    let way_out = format!("aplay -D plughw:Audio -f S32_LE -c2 -t raw {file}");
    assert_eq!(told[2], format!("a device that converts: {way_out}"));
    let mut words = way_out.split(' ').skip(1);
    Call::ours("aplay").args(&words.by_ref().collect::<Vec<_>>()).run().succeeded();
    let channels = Call::ours("aplay").env("ALSABOX_HINTS", "1");
    let channels = channels.args(&["-D", "hw:Audio", "-f", "S16_LE", "-c1", "-t", "raw", file]).run();
    assert_eq!(answers(&channels)[0], "the device has 2 channels");
}

#[test]
fn a_slip_in_a_name_is_answered() {
    let told = |device: &str| answers(&hinting(device).arg("/dev/zero").run()).join("\n");
    assert!(told("hw:Intle").starts_with("did you mean 'hw:Intel'? the cards are 0 (Dummy), 1 (Loopback), "));
    assert_eq!(told("hw:Intel,7"), "card 3 (Intel) plays on the devices 0 (Generic Analog)");
    assert!(told("hw:VirMIDI").starts_with("card 2 (VirMIDI) does not play; these cards do: 0 (Dummy), "));
    assert!(told("plughv:0").starts_with("did you mean 'plughw:0'?"));
}

#[test]
fn a_held_midi_port_names_its_holder() {
    let holder = Call::debian("amidi").args(&["-p", "hw:VirMIDI,0,0", "-d"]).start();
    let open = || std::fs::read_to_string("/proc/asound/VirMIDI/midi0").unwrap_or_default();
    crate::call::wait_until("the port is open", || open().contains("Owner PID"));
    let outcome = Call::ours("amidi").env("ALSABOX_HINTS", "1").args(&["-p", "@VirMIDI,0,0", "-d"]).run();
    let who = format!("card 2 (VirMIDI), device 0 is held by amidi (process {}, user root) since ", holder.number());
    assert!(outcome.stderr.contains(&who), "{}", outcome.stderr);
}

/// Numbers are free again when a card is gone; names are not given to another.
#[test]
fn a_card_is_found_by_its_stable_names_also_after_it_was_pulled() {
    if subject() == Subject::Debian {
        return;
    }
    let sounds = Sounds::new();
    let file = sounds.wav("ramp.wav", &ramp(0, 480));
    let names = [
        "@usb:46f4:0002",
        "@usb:46F4:0002:1-0000:00:06.0-1,0",
        "@path:pci-0000:00:06.0-usb-0:1:1.0",
        "@Audio",
        "plug:@Audio",
    ];
    let play = |name: &str| Call::aplay().args(&["-q", "-D", name]).arg(&file).run();
    names.iter().for_each(|name| drop(play(name).succeeded()));
    Call::amixer().args(&["-c", "@usb:46f4:0002", "scontrols"]).run().succeeded();
    let unplugged = Unplugged::new();
    let gone = play("@usb:46f4:0002");
    let expected =
        "aplay: no card is '@usb:46f4:0002'; the cards are @Dummy, @Loopback, @VirMIDI, @Intel, @I82801AAICH\n";
    assert_eq!((gone.code, gone.stderr.as_str()), (Some(1), expected));
    drop(unplugged);
    names.iter().for_each(|name| drop(play(name).succeeded()));
    assert_eq!(playback_state("Audio"), "closed");
}
