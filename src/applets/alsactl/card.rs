//! Which cards a command is about, and how it opens them.

use super::failure::Failure;
use super::job::{Cards, Options};
use crate::device::cards;
use crate::device::ctl::Ctl;

/// The numbers of the cards; none is an error, unless it is to be ignored.
pub(super) fn numbers(wanted: &Cards, options: &Options) -> anyhow::Result<Vec<i32>> {
    match wanted {
        Cards::One(word) => Ok(vec![find(word)?]),
        Cards::All => {
            let numbers = cards::present();
            match numbers.is_empty() && !options.ignore_no_cards {
                true => Err(Failure::new(libc::ENODEV, "No soundcards found...").into()),
                false => Ok(numbers),
            }
        }
    }
}

/// The number of the card that a word means.
pub(super) fn find(word: &str) -> anyhow::Result<i32> {
    let card = word.strip_prefix("hw:").unwrap_or(word);
    let card = card.strip_prefix("CARD=").unwrap_or(card);
    let number = number_in_device_file(card).or_else(|| cards::find(card));
    number.ok_or_else(|| Failure::new(libc::ENODEV, format!("Cannot find soundcard '{word}'...")).into())
}

/// The 3 of `/dev/snd/pcmC3D0p`.
fn number_in_device_file(word: &str) -> Option<i32> {
    let node = word.strip_prefix("/dev/snd/")?;
    let card = ["control", "pcm", "midi", "hw"].iter().find_map(|kind| node.strip_prefix(kind)?.strip_prefix('C'))?;
    let digits = card.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(card.len());
    let number: i32 = card[..digits].parse().ok()?;
    cards::present().contains(&number).then_some(number)
}

/// Opens a card's control device.
pub(super) fn open(number: i32) -> anyhow::Result<Ctl> {
    Ctl::open(&format!("hw:{number}")).map_err(|error| {
        let text = format!("Cannot open control of card {number}: {}", error.reason());
        Failure::new(error.errno, text).into()
    })
}
