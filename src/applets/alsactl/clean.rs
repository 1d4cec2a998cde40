//! `alsactl clean`: removes the elements that programs have made, all of a card's or those that a filter names.

use super::card;
use super::failure::{Failure, exit_of};
use super::job::{Cards, Options};
use crate::cli::Exit;
use crate::device::ctl::{Ctl, ElemId};
use crate::mixer::identifier::parse_control;
use crate::ui::Printer;

/// Cleans the cards.
pub(super) fn run(cards: &Cards, filters: &[String], options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    let filters = filters.iter().map(|text| parse(text)).collect::<anyhow::Result<Vec<ElemId>>>()?;
    let mut exit = Exit::SUCCESS;
    for number in card::numbers(cards, options)? {
        let ctl = card::open(number)?;
        for id in
            ctl.elems()?.into_iter().filter(|id| filters.is_empty() || filters.iter().any(|wanted| is(wanted, id)))
        {
            if let Err(error) = remove(&ctl, &id) {
                out.error(&format!("alsactl: card {number}: cannot remove {id}: {error:#}"));
                exit = exit_of(&error);
            }
        }
    }
    Ok(exit)
}

fn parse(text: &str) -> anyhow::Result<ElemId> {
    parse_control(text).ok_or_else(|| Failure::new(libc::EINVAL, format!("Wrong control identifier: {text}")).into())
}

/// Whether a filter means this element: by its number, or else by everything but that.
fn is(wanted: &ElemId, id: &ElemId) -> bool {
    match wanted.numid {
        0 => *wanted == id.without_number(),
        numid => numid == id.numid,
    }
}

/// A driver's own elements are left alone.
fn remove(ctl: &Ctl, id: &ElemId) -> anyhow::Result<()> {
    if ctl.elem_info(id)?.access.user {
        ctl.remove_elem(id)?;
    }
    Ok(())
}
