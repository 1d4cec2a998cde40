//! `alsactl daemon`: stores the cards' changes from time to time, and whatever is not stored yet when it ends.
//!
//! A change is in the file at most one period after it was made, if the file can be written at all.

use super::failure::Failure;
use super::job::{Options, Order, Start};
use super::{job, pid_file::PidFile, restore, store};
use crate::cli::Exit;
use crate::device::error::reason_of;
use crate::os::clock::{Clock, now};
use crate::os::signal_queue::SignalQueue;
use crate::os::{poll, process};
use crate::state::cards::Cards;
use crate::ui::Printer;
use rustix::process::setpriority_process;
use std::time::Duration;

const SIGNALS: [i32; 5] = [libc::SIGTERM, libc::SIGINT, libc::SIGABRT, libc::SIGUSR1, libc::SIGUSR2];

/// Runs the daemon until a signal ends it.
pub(super) fn run(start: Start, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    let _pid_file = PidFile::claim(&options.pid_file)?;
    yield_to_others(options)?;
    let signals = SignalQueue::open(&SIGNALS)?;
    if start == Start::Restore {
        let restored = restore::run(&job::Cards::All, job::After::Nothing, options, out);
        restored.inspect_err(|error| out.error(&format!("alsactl: {error:#}"))).ok();
    }
    let mut daemon = Daemon { options, out, cards: Cards::all()?, due_s: None };
    daemon.follow(&signals)
}

/// Lets whatever else runs go first, as far as that was asked for.
fn yield_to_others(options: &Options) -> anyhow::Result<()> {
    if options.sched_idle {
        process::yield_to_all().map_err(|error| refused("--sched-idle", &error))?;
    }
    if let Some(nice) = options.nice {
        setpriority_process(None, nice).map_err(|errno| refused("--nice", &errno.into()))?;
    }
    Ok(())
}

fn refused(what: &str, error: &std::io::Error) -> anyhow::Error {
    Failure::new(error.raw_os_error().unwrap_or(libc::EPERM), format!("{what}: {}", reason_of(error))).into()
}

struct Daemon<'a> {
    options: &'a Options,
    out: &'a Printer,
    cards: Cards,
    /// When what has changed is to be stored.
    due_s: Option<i64>,
}

impl Daemon<'_> {
    fn follow(&mut self, signals: &SignalQueue) -> anyhow::Result<Exit> {
        loop {
            self.cards.wait(&[poll::readable(signals.descriptor())], self.left())?;
            let mut has_changed = false;
            self.cards.take(|_| {
                has_changed = true;
                anyhow::Ok(())
            })?;
            if has_changed {
                self.due_s = self.due_s.or_else(|| Some(self.after_a_period()));
            }
            while let Some(signal) = signals.take() {
                match signal {
                    libc::SIGUSR1 => self.cards.look_for_new()?,
                    libc::SIGUSR2 => return self.store(),
                    _ if self.due_s.is_some() => return self.store(),
                    _ => return Ok(Exit::SUCCESS),
                }
            }
            if self.due_s.is_some_and(|due_s| due_s <= now(Clock::Monotonic).0) {
                self.due_s = None;
                if let Err(error) = self.store() {
                    // Told, and tried again: the disk may have room by then.
                    self.out.error(&format!("alsactl: {error:#}"));
                    self.due_s = Some(self.after_a_period());
                }
            }
        }
    }

    fn after_a_period(&self) -> i64 {
        now(Clock::Monotonic).0 + i64::try_from(self.options.period_s).unwrap_or(i64::MAX)
    }

    /// How long to wait at most.
    fn left(&self) -> Option<Duration> {
        let left_s = self.due_s? - now(Clock::Monotonic).0;
        Some(Duration::from_secs(u64::try_from(left_s).unwrap_or(0)))
    }

    /// An error is a file that is not written; what a card did not give is told and no reason to write it again.
    fn store(&self) -> anyhow::Result<Exit> {
        let numbers: Vec<i32> = self.cards.iter().filter_map(|card| card.number).collect();
        if numbers.is_empty() {
            return Ok(Exit::SUCCESS);
        }
        store::store(&numbers, self.options, self.out)
    }
}

/// Tells the daemon that runs.
pub(super) fn kill(order: Order, options: &Options) -> anyhow::Result<Exit> {
    let signal = match order {
        Order::Quit => libc::SIGTERM,
        Order::Rescan => libc::SIGUSR1,
        Order::SaveAndQuit => libc::SIGUSR2,
    };
    match super::pid_file::holder(&options.pid_file)? {
        Some(pid) => {
            let signal = rustix::process::Signal::from_named_raw(signal).ok_or(rustix::io::Errno::INVAL)?;
            rustix::process::kill_process(pid, signal)?;
        }
        // What is not there has quit.
        None if order == Order::Quit => {}
        None => return Err(Failure::new(libc::ESRCH, "no daemon is running").into()),
    }
    Ok(Exit::SUCCESS)
}
