//! A full-screen program on a terminal of its own, and what a terminal emulator shows of it.
//!
//! Nothing here waits without a limit, and a program does not outlive the test.

#![allow(clippy::unwrap_used)]
#![allow(dead_code)] // Each tier has its own use for it.

use crate::pty::Pty;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use std::io::Read;
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Long enough for an emulated machine on a busy host; nothing that works comes near it.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) struct Screen {
    child: Child,
    pty: Arc<Pty>,
    seen: Arc<Seen>,
    follower: Option<Follower>,
}

struct Seen {
    parser: Mutex<(vt100::Parser, usize)>,
    changed: Condvar,
}

/// How a program has ended.
pub(crate) struct End {
    /// `None` where a signal has killed it.
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
}

impl Screen {
    /// Starts a program on it. Below `setsid -c` the terminal is the program's controlling one, so that it gets the
    /// terminal's signals.
    pub(crate) fn start(mut command: Command, size: (u16, u16)) -> Screen {
        let pty = Arc::new(Pty::open(size));
        command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8");
        // On a busy host the rest of a key may be late.
        command.env("ESCDELAY", "1000");
        command.stdin(pty.line()).stdout(pty.line()).stderr(Stdio::piped());
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        // It holds the line, too.
        drop(command);
        let (columns, rows) = size;
        let parser = Mutex::new((vt100::Parser::new(cells(rows), cells(columns), 0), 0));
        let seen = Arc::new(Seen { parser, changed: Condvar::new() });
        let follower = Some(Follower::start(Arc::clone(&pty), Arc::clone(&seen)));
        Screen { child, pty, seen, follower }
    }

    pub(crate) fn press(&self, keys: &str) {
        self.pty.press(keys);
    }

    pub(crate) fn resize(&self, (columns, rows): (u16, u16)) {
        self.seen.parser.lock().unwrap().0.screen_mut().set_size(cells(rows), cells(columns));
        self.pty.resize((columns, rows));
    }

    /// Waits until the screen is like this.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, is_there: impl Fn(&vt100::Screen) -> bool) {
        let parser = self.seen.parser.lock().unwrap();
        let waited = self.seen.changed.wait_timeout_while(parser, LIMIT, |parser| !is_there(parser.0.screen()));
        let (parser, limit) = waited.unwrap();
        assert!(!limit.timed_out(), "{what} is not on the screen:\n{}", parser.0.screen().contents());
    }

    #[track_caller]
    pub(crate) fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    pub(crate) fn text(&self) -> String {
        self.screen(|screen| screen.contents())
    }

    /// How many bytes came so far.
    pub(crate) fn bytes(&self) -> usize {
        self.seen.parser.lock().unwrap().1
    }

    pub(crate) fn screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.parser.lock().unwrap().0.screen())
    }

    /// Whether keys come as a shell wants them.
    pub(crate) fn is_ordinary(&self) -> bool {
        self.pty.is_ordinary()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// The process's number.
    pub(crate) fn number(&self) -> u32 {
        self.child.id()
    }

    /// Waits for an end without words; the exit code.
    #[track_caller]
    pub(crate) fn end(self) -> Option<i32> {
        let end = self.end_with_words();
        assert_eq!(end.stderr, "");
        end.code
    }

    /// Waits for the end, and that everything is as it was.
    #[track_caller]
    pub(crate) fn end_with_words(mut self) -> End {
        let end = self.wait();
        // What was written last is read in its own time.
        self.wait_for("the ordinary screen", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        assert!(self.is_ordinary(), "the terminal's mode is not what it was");
        end
    }

    /// Takes the terminal away, as a window that is closed does, and waits for the program's end.
    #[track_caller]
    pub(crate) fn hang_up(mut self) -> End {
        self.follower.take().unwrap().stop();
        // The last one who has the person's end.
        self.pty = Arc::new(Pty::open((1, 1)));
        self.wait()
    }

    #[track_caller]
    fn wait(&mut self) -> End {
        let pidfd = pidfd_open(self.pid(), PidfdFlags::empty()).unwrap();
        let limit = Timespec { tv_sec: LIMIT.as_secs() as i64, tv_nsec: 0 };
        let ended = poll(&mut [PollFd::new(&pidfd, PollFlags::IN)], Some(&limit)).unwrap();
        assert!(ended > 0, "after {LIMIT:?} the program has not ended");
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        End { code: self.child.wait().unwrap().code(), stderr }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

/// Who keeps the emulator's screen as the program writes it.
struct Follower {
    thread: JoinHandle<()>,
    /// Closed, it ends the thread.
    life: OwnedFd,
}

impl Follower {
    fn start(pty: Arc<Pty>, seen: Arc<Seen>) -> Follower {
        let (death, life) = pipe_with(PipeFlags::CLOEXEC).unwrap();
        let thread = std::thread::spawn(move || follow(&pty, &seen, &death));
        Follower { thread, life }
    }

    fn stop(self) {
        drop(self.life);
        self.thread.join().unwrap();
    }
}

fn follow(pty: &Pty, seen: &Seen, death: &OwnedFd) {
    let mut room = [0; 65536];
    loop {
        let mut both = [PollFd::new(pty, PollFlags::IN), PollFd::new(death, PollFlags::IN)];
        poll(&mut both, None).unwrap();
        if !both[1].revents().is_empty() {
            return;
        }
        let piece = pty.read(&mut room);
        if piece.is_empty() {
            return;
        }
        let mut parser = seen.parser.lock().unwrap();
        parser.0.process(piece);
        parser.1 += piece.len();
        drop(parser);
        seen.changed.notify_all();
    }
}
