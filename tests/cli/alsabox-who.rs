//! alsabox-who: its names and its words. What it shows of real cards is in the kernel tier.

use crate::case::Case;

#[test]
fn after_alsabox_its_short_name_will_do() {
    for words in [["who", "--help"], ["alsabox-who", "--help"]] {
        Case::new("alsabox").args(words).stdout_has("Show the open PCM and MIDI streams").run();
    }
}

#[test]
fn a_card_that_is_not_there_is_named() {
    let case = Case::new("alsabox-who").args(["-c", "NoSuchCard"]).exit(1);
    case.stderr("alsabox-who: there is no card 'NoSuchCard'\n").run();
    let stable = Case::new("alsabox-who").args(["-c", "@usb:ffff:ffff"]).exit(1);
    stable.stderr_has("alsabox-who: no card is '@usb:ffff:ffff'").run();
    Case::new("alsabox-who").args(["x"]).exit(1).stderr("alsabox-who: 'x': no word is meant here\n").run();
}
