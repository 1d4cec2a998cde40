//! `default set` beside Debian's aplay: what it sets is where that plays, and what does not open is taken back.

use crate::call::{Call, Outcome, wait_until};
use crate::cards::{open_mixer, qemu_wav};
use crate::sound::{Sounds, left_of_growing_wav, share_of_tone, tone};
use std::fs;
use std::path::PathBuf;

/// A user's home of this test.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Home {
        Home(tempfile::tempdir().expect("the guest has a /tmp"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn call(&self, call: Call) -> Call {
        call.env("HOME", self.0.path()).env("XDG_CONFIG_HOME", self.path(".config"))
    }

    fn default(&self, words: &[&str]) -> Outcome {
        self.call(Call::ours("default").args(words)).run()
    }
}

/// Debian's aplay plays a tone on `default`, and this card gives it.
#[track_caller]
pub(crate) fn assert_default_sounds_on(home: &Home, card: &str, hz: f64) {
    let sounds = Sounds::new();
    let file = sounds.wav("tone.wav", &tone(hz, 48000));
    home.call(Call::debian("aplay").args(&["-q"]).arg(file)).run().succeeded();
    wait_until(&format!("{card} gave {hz} Hz"), || share_of_tone(&left_of_growing_wav(&qemu_wav(card)), hz) > 0.9);
}

#[test]
fn debians_aplay_plays_on_the_card_that_was_set() {
    let home = Home::new();
    fs::write(home.path(".asoundrc"), "# mine\npcm.mine { type null }\n").expect("a file");
    for (word, card, hz) in [("Intel", "Intel", 1310.0), ("4,0", "I82801AAICH", 1410.0), ("hw:Audio", "Audio", 1510.0)]
    {
        open_mixer(card);
        home.default(&["set", word]).succeeded();
        assert_default_sounds_on(&home, card, hz);
        let text = fs::read_to_string(home.path(".asoundrc")).expect("the file");
        assert!(text.starts_with("# mine\npcm.mine { type null }\n# >>> alsabox default"), "{text}");
        let shown = String::from_utf8(home.default(&[]).stdout).expect("text");
        assert!(shown.contains(&format!("({card}, ")) && shown.contains(".asoundrc:"), "{shown}");
    }
    home.default(&["unset"]).succeeded();
    assert_eq!(fs::read_to_string(home.path(".asoundrc")).expect("the file"), "# mine\npcm.mine { type null }\n");
}

#[test]
fn what_another_file_overrules_is_taken_back() {
    let home = Home::new();
    fs::write(home.path(".asoundrc"), "# mine\n").expect("a file");
    fs::create_dir_all(home.path(".config/alsa")).expect("a folder");
    fs::write(home.path(".config/alsa/asoundrc"), "pcm.!default { type null }\n").expect("a file");
    let outcome = home.default(&["set", "Intel"]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.text());
    assert!(outcome.stderr.contains(".config/alsa/asoundrc (pcm.default) has the last word"), "{}", outcome.text());
    assert_eq!(fs::read_to_string(home.path(".asoundrc")).expect("the file"), "# mine\n");
}

#[test]
fn a_file_that_is_wrong_is_not_made_longer() {
    let home = Home::new();
    fs::write(home.path(".asoundrc"), "pcm.!default {\n").expect("a file");
    let outcome = home.default(&["set", "Intel"]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.text());
    assert!(outcome.stderr.contains(".asoundrc:1:14: a bracket { is opened here"), "{}", outcome.text());
    assert_eq!(fs::read_to_string(home.path(".asoundrc")).expect("the file"), "pcm.!default {\n");
}

#[test]
fn the_whole_machine_has_a_file_of_its_own() {
    let home = Home::new();
    home.default(&["--system", "set", "Intel"]).succeeded();
    let shown = String::from_utf8(home.default(&[]).stdout).expect("text");
    home.default(&["--system", "unset"]).succeeded();
    assert!(shown.contains("/etc/asound.conf:4 (pcm.default)") && shown.contains("(Intel, HDA Intel)"), "{shown}");
    assert!(!PathBuf::from("/etc/asound.conf").exists());
}
