//! `-l` and `-L`: the cards with their devices, and the names that the configuration offers.
//!
//! Scripts cut these lines into pieces: every blank counts.

use super::hints as answers;
use crate::device::ctl::{CardInfo, Ctl, PcmAddress, PcmInfo};
use crate::device::pcm::Direction;
use crate::device::{Error, Kind, Result, cards, hints};
use crate::ui::Printer;
use std::fmt::Write;

/// `-L`
pub(super) fn names(printer: &Printer, direction: Direction) -> anyhow::Result<()> {
    let mut text = String::new();
    for hint in hints::pcms(direction)? {
        writeln!(text, "{}", hint.name)?;
        if let Some(description) = hint.description {
            writeln!(text, "    {}", description.replace('\n', "\n    "))?;
        }
    }
    printer.text(&text)
}

/// `-l`. That there is no card is said on stderr and is no error; a card that does not answer is skipped.
pub(super) fn devices(printer: &Printer, name: &str, direction: Direction) -> anyhow::Result<()> {
    let cards = cards::numbers()?;
    if cards.is_empty() {
        printer.error(&format!("{name}: no soundcards found..."));
        answers::no_cards(printer);
        return Ok(());
    }
    let word = match direction {
        Direction::Playback => "PLAYBACK",
        Direction::Capture => "CAPTURE",
    };
    let mut text = format!("**** List of {word} Hardware Devices ****\n");
    for card in cards {
        let listed = Ctl::open(&format!("hw:{card}")).and_then(|ctl| list_card(&mut text, card, &ctl, direction));
        if let Err(Error { doing, errno }) = listed {
            printer.error(&format!("{name}: {}", Error::new(format!("{doing} ({card})"), errno)));
        }
    }
    printer.text(&text)
}

fn list_card(text: &mut String, card: i32, ctl: &Ctl, direction: Direction) -> Result<()> {
    let names = ctl.card_info()?;
    for device in ctl.pcm_devices()? {
        let address = |subdevice| PcmAddress { device, subdevice, direction };
        let info = match ctl.pcm_info(address(0)) {
            Ok(info) => info,
            Err(error) if error.kind() == Kind::Missing => continue,
            Err(error) => return Err(error),
        };
        let CardInfo { id, name, .. } = &names;
        let PcmInfo { id: pcm_id, name: pcm_name, subdevices, subdevices_free, .. } = &info;
        let lines = format!(
            "card {card}: {id} [{name}], device {device}: {pcm_id} [{pcm_name}]\n  \
             Subdevices: {subdevices_free}/{subdevices}\n"
        );
        text.push_str(&lines);
        for subdevice in 0..*subdevices {
            let name = ctl.pcm_info(address(subdevice))?.subdevice_name;
            text.push_str(&format!("  Subdevice #{subdevice}: {name}\n"));
        }
    }
    Ok(())
}
