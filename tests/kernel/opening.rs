//! How the PCMs of a card are opened: cheaply while their names mean what they always mean, and by whoever redefined them
//! otherwise.

use crate::call::{Call, Outcome, Subject, subject};
use crate::config::{Written, places};
use crate::sound::{Sounds, ramp};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A short sound, and a home for the configuration of who plays it.
struct Player {
    home: TempDir,
    sounds: Sounds,
}

impl Player {
    fn new() -> Player {
        let sounds = Sounds::new();
        sounds.wav("ramp.wav", &ramp(0, 480));
        sounds.raw("slow.raw", &[1; 960]);
        Player { home: TempDir::new().expect("a temporary folder"), sounds }
    }

    fn play(&self, call: Call, device: &str) -> Outcome {
        let file = self.sounds.path("ramp.wav");
        call.env("HOME", self.home.path()).args(&["-v", "-D", device]).arg(file).run()
    }

    /// What both say; panics unless it is the same.
    #[track_caller]
    fn assert_same(&self, device: &str, with: impl Fn(Call) -> Call) -> String {
        let ours = self.play(with(Call::aplay()), device).text();
        assert_eq!(ours, self.play(with(Call::debian("aplay")), device).text(), "{device}");
        ours
    }
}

const TO_NULL: [(&str, &str); 4] = [
    ("hw:Intel", "pcm.!hw { @args [ CARD ] @args.CARD { type string } type null }\n"),
    (
        "hw:3,0",
        "pcm {\n !hw {\n @args [ CARD DEV ]\n @args.CARD { type string }\n @args.DEV { type integer }\n type null\n }\n}\n",
    ),
    ("plughw:Intel", "pcm.!plughw { @args [ CARD ] @args.CARD { type string } type null }\n"),
    ("plughw:CARD=Intel", "pcm.!plughw.type null\npcm.plughw { @args [ CARD ] @args.CARD { type string } }\n"),
];

#[test]
fn a_redefinition_is_honoured_wherever_it_stands() {
    let player = Player::new();
    for place in places(player.home.path()) {
        for (device, text) in TO_NULL {
            let _written = Written::new(&place, text);
            let said = player.assert_same(device, |call| call);
            assert!(said.contains("Null PCM"), "{device} in {}: {said}", place.display());
        }
    }
    for (device, _) in TO_NULL {
        let said = player.assert_same(device, |call| call);
        assert!(said.contains("Hardware PCM card 3 'HDA Intel' device 0 subdevice 0"), "{said}");
    }
}

#[test]
fn a_redefined_null_is_honoured() {
    let player = Player::new();
    let said = player.assert_same("null", |call| call);
    assert!(said.contains("Null PCM\nIts setup is:"), "{said}");
    for place in places(player.home.path()) {
        let _written = Written::new(&place, "pcm.!null { type plug slave.pcm { type null } }\n");
        let said = player.assert_same("null", |call| call);
        assert!(said.contains("Plug PCM"), "in {}: {said}", place.display());
    }
}

#[test]
fn variables_are_honoured() {
    let player = Player::new();
    let config = player.home.path().join("other.conf");
    let _written = Written::new(&config, TO_NULL[0].1);
    let said = player.assert_same("hw:Intel", |call| call.env("ALSA_CONFIG_PATH", &config));
    assert!(said.contains("Null PCM"), "{said}");
    let said = player.assert_same("hw:Loopback", |call| call.env("ALSA_PCM_DEVICE", "1"));
    assert!(said.contains("device 1 subdevice"), "{said}");
}

/// The converter of rates is looked up when parameters are set, long after the open.
#[test]
fn defaults_of_every_pcm_are_honoured() {
    let player = Player::new();
    let file = player.home.path().join(".asoundrc");
    let converted = || {
        let slow = player.sounds.path("slow.raw");
        let words = ["-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "11025"];
        let said = player.assert_same("plughw:Audio", |call| call.args(&words).arg(&slow));
        let line = said.lines().find(|line| line.starts_with("Converter: ")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("no rate was converted: {said}"))
    };
    let usual = converted();
    let _written = Written::new(&file, "defaults.pcm.rate_converter linear\n");
    assert_ne!(converted(), usual);
}

/// What desktops ship and users write about other devices costs nothing.
#[test]
fn a_plain_name_is_opened_without_the_configuration_of_others() {
    if subject() == Subject::Debian {
        return;
    }
    let player = Player::new();
    let file = player.home.path().join(".asoundrc");
    let _written = Written::new(
        &file,
        "# my default\npcm.!default {\n type plug\n slave.pcm \"hw:Intel\"\n}\nctl.!default { type hw card Intel }\n",
    );
    for device in ["hw:Intel", "hw:3,0", "plughw:CARD=Intel,DEV=0", "null"] {
        let log = player.home.path().join("log");
        let calls = |tool: &str, call: Call| {
            let call = call.env("HOME", player.home.path()).args(&["-q", "-D", device]);
            Call::traced(tool, call.arg(player.sounds.path("ramp.wav")), "all", &log).run().succeeded();
            fs::read_to_string(&log).expect("strace writes its log")
        };
        let ours = calls("aplay", Call::aplay());
        assert!(controls_opened(&ours) <= 1, "{device} opens the control devices of other cards");
        let debians = calls("aplay", Call::debian("aplay"));
        let (ours, debians) = (ours.lines().count(), debians.lines().count());
        println!("aplay -D {device}: {ours} system calls, Debian's {debians}");
        assert!(ours as f64 <= 0.75 * debians as f64, "{device}: {ours} system calls, Debian's {debians}");
    }
}

fn controls_opened(log: &str) -> usize {
    log.lines().filter(|line| line.contains("controlC") && line.contains("open")).count()
}

/// Once, and with the words of the kernel: the ordinary open is not tried after the cheap one.
#[test]
fn a_device_that_is_not_there_or_busy_is_said_as_debians_says_it() {
    let player = Player::new();
    let lines = |text: String| text.lines().filter(|line| !line.starts_with("ALSA lib")).collect::<Vec<_>>().join("\n");
    for device in ["hw:Intel,7", "plughw:3,9,1", "hw:9", "hw:nosuch", "hw:Intel,x"] {
        let [ours, debians] =
            [Call::aplay(), Call::debian("aplay")].map(|call| lines(player.play(call, device).text()));
        assert_eq!(ours, debians, "{device}");
    }
    let mut holder = fs::OpenOptions::new();
    let _held = holder.write(true).open(Path::new("/dev/snd/pcmC3D0p")).expect("the device is free");
    for device in ["hw:Intel", "plughw:Intel"] {
        let said = player.assert_same(device, |call| call);
        assert!(said.contains("Device or resource busy"), "{said}");
    }
}
