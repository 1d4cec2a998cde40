//! cards: its words. What it shows of real cards is in the kernel tier.

use crate::case::Case;

#[test]
fn a_word_that_means_nothing_is_refused() {
    Case::new("cards").args(["-v", "PCH"]).exit(1).stderr("cards: 'PCH': no word is meant here\n").run();
    let unknown = "cards: unrecognized option '--jso-n'\nTry `cards --help' for more information.\n";
    Case::new("cards").args(["--jso-n"]).exit(1).stderr(unknown).run();
}
