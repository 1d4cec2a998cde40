//! The emulated cards were really given the sound: QEMU writes what reaches them into WAV files.

use crate::call::{Call, wait_until};
use crate::cards::{open_mixer, qemu_wav};
use crate::sound::{Sounds, left_of_growing_wav, share_of_tone, tone};

#[track_caller]
fn assert_card_sounds(card: &str, hz: f64) {
    let sounds = Sounds::new();
    let file = sounds.wav("tone.wav", &tone(hz, 48000));
    open_mixer(card);
    let heard = || share_of_tone(&left_of_growing_wav(&qemu_wav(card)), hz);
    let before = heard();
    assert!(before < 0.1, "{card} gave {hz} Hz before it was played ({before:.2})");
    Call::aplay().args(&["-q", "-D"]).arg(format!("hw:{card}")).arg(file).run().succeeded();
    // QEMU writes in pieces, so the last of the tone may still be on its way.
    wait_until(&format!("{card} gave {hz} Hz"), || heard() > 0.9);
}

#[test]
fn intel_hda_gives_the_tone() {
    assert_card_sounds("Intel", 440.0);
}

#[test]
fn ac97_gives_the_tone() {
    assert_card_sounds("I82801AAICH", 550.0);
}

#[test]
fn usb_gives_the_tone() {
    assert_card_sounds("Audio", 660.0);
}
