//! What follows a finished file: a word when its type could hold no more, and the command of `--exec`.
//!
//! Commands run beside the recording and are waited for at its end.

use crate::applets::aplay::job::Job;
use crate::audio::rotation::{Cause, Finished, Told};
use crate::device::error::reason_of;
use crate::ui::Printer;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// The commands that run.
#[derive(Clone)]
pub(super) struct Aftermath {
    name: &'static str,
    printer: Printer,
    exec: Option<String>,
    running: Arc<Mutex<Vec<(String, Child)>>>,
}

impl Aftermath {
    pub(super) fn new(job: &Job) -> Aftermath {
        Aftermath { name: job.name, printer: job.printer, exec: job.keep.exec.clone(), running: Arc::default() }
    }

    /// To be told of each file.
    pub(super) fn told(&self) -> Told {
        let aftermath = self.clone();
        Box::new(move |finished| aftermath.follow(&finished))
    }

    fn follow(&self, finished: &Finished) {
        let file = finished.path.display().to_string();
        if finished.cause == Cause::Length {
            self.printer.note(&format!("{}: {file} is full; going on in the next file", self.name));
        }
        let Some(command) = &self.exec else { return };
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", command, self.name]).arg(&finished.path).stdin(Stdio::null());
        match shell.spawn() {
            Ok(child) => self.running.lock().unwrap_or_else(PoisonError::into_inner).push((file, child)),
            Err(error) => self.complain(&file, &reason_of(&error)),
        }
    }

    /// Waits for the commands; whether all did well.
    pub(super) fn wait(&self) -> bool {
        let running = std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner));
        let did_well = |(file, mut child): (String, Child)| match child.wait() {
            Ok(status) if status.success() => true,
            Ok(status) => {
                self.complain(&file, &status.to_string());
                false
            }
            Err(error) => {
                self.complain(&file, &reason_of(&error));
                false
            }
        };
        running.into_iter().map(did_well).filter(|well| !well).count() == 0
    }

    fn complain(&self, file: &str, what: &str) {
        self.printer.error(&format!("{}: {file}: the command for it failed: {what}", self.name));
    }
}
