//! `vol --watch`: a line now and after every change, until the card or the reader goes away.

use super::card::Card;
use super::job::Job;
use super::shown::{Shown, show};
use crate::cli::Exit;
use crate::device::wait::{Woken, wait};
use crate::os::process;
use crate::ui::Printer;
use anyhow::anyhow;
use std::os::fd::AsFd;

pub(super) fn watch(mut card: Card, job: &Job, out: &Printer) -> anyhow::Result<Exit> {
    process::survive_closed_pipe();
    card.refresh()?;
    show(&card, job, out)?;
    let mut last = Shown::of(&card);
    loop {
        match wait(card.mixer.descriptors(), std::io::stdout().as_fd())? {
            Woken::OutputClosed => return Ok(Exit::FAILURE),
            Woken::Gone => return Err(anyhow!("{} has gone away", card.title())),
            Woken::Ready => card.refresh()?,
        }
        // A wake-up may be about another control.
        let now = Shown::of(&card);
        if now != last {
            show(&card, job, out)?;
            last = now;
        }
    }
}
