//! A started run: its messages as they come, signals to it, and how it ends.
//!
//! Nothing here sleeps: a test waits for a message or for the end, and a run that gives neither is killed and fails.

use crate::case::{End, HUNG};
use rustix::process::{Pid, Signal, kill_process};
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;
use tempfile::TempDir;

/// A started run. Dropped before its end, it is killed.
pub(crate) struct Running {
    child: Child,
    dir: TempDir,
    pieces: Receiver<Vec<u8>>,
    stderr: Vec<u8>,
    deadline: Instant,
}

impl Running {
    pub(crate) fn start(mut command: Command, dir: TempDir) -> Running {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let mut from = child.stderr.take().expect("stderr is piped");
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = from.read(&mut piece) {
                if sender.send(piece[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Running { child, dir, pieces, stderr: Vec::new(), deadline: Instant::now() + HUNG }
    }

    /// Waits until this stands so often in the messages.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str, times: usize) {
        while self.said().matches(text).count() < times {
            assert!(self.more(), "it ended or hung without {times} times {text:?}: {:?}", self.said());
        }
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it still runs");
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Where a file of that name is in the run's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Waits for its end and gives it with all of stderr; the folder stays for as long as `self`.
    #[track_caller]
    pub(crate) fn end(&mut self) -> (End, String) {
        while self.more() {}
        assert!(Instant::now() < self.deadline, "it hangs: {:?}", self.said());
        (self.child.wait().expect("it can be waited for").into(), self.said())
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Takes in what comes next; `false` when nothing more comes.
    fn more(&mut self) -> bool {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match self.pieces.recv_timeout(left) {
            Ok(piece) => self.stderr.extend(piece),
            Err(_) => return false,
        }
        true
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
