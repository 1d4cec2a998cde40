//! Programs under test and their witnesses: started, watched, signalled, and never waited for without a limit.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Long enough for an emulated machine on a busy host; nothing that works comes near it.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// Whose aplay is tested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Ours,
    Debian,
}

/// The subject of this run.
pub(crate) fn subject() -> Subject {
    match std::env::var_os("ALSABOX_TEST_HOST") {
        Some(value) if !value.is_empty() => Subject::Debian,
        _ => Subject::Ours,
    }
}

/// A program with its arguments, about to be started.
pub(crate) struct Call {
    command: Command,
    /// The tool, of a call of ours.
    applet: Option<String>,
}

impl Call {
    /// The aplay that is tested.
    pub(crate) fn aplay() -> Call {
        Call::tested("aplay")
    }

    /// The amixer that is tested.
    pub(crate) fn amixer() -> Call {
        Call::tested("amixer")
    }

    /// The alsactl that is tested.
    pub(crate) fn alsactl() -> Call {
        Call::tested("alsactl")
    }

    /// The arecord that is tested.
    pub(crate) fn arecord() -> Call {
        Call::tested("arecord")
    }

    fn tested(tool: &str) -> Call {
        match subject() {
            Subject::Ours => Call::ours(tool),
            Subject::Debian => Call::debian(tool),
        }
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Call {
        self.command.env(name, value);
        self
    }

    /// One of our tools, whoever is tested.
    pub(crate) fn ours(tool: &str) -> Call {
        let mut call = Call::new(env!("CARGO_BIN_EXE_alsabox"));
        call.command.arg0(tool);
        call.applet = Some(tool.to_owned());
        call
    }

    /// One of Debian's tools.
    pub(crate) fn debian(tool: &str) -> Call {
        let dir = if tool == "alsactl" { "/usr/sbin" } else { "/usr/bin" };
        Call::new(&format!("{dir}/{tool}"))
    }

    /// A call of the tested or of Debian's `tool` under `strace`, which writes the calls of `filter` into `log`.
    /// Cargo's library folders are no part of it.
    pub(crate) fn traced(tool: &str, call: Call, filter: &str, log: &Path) -> Call {
        let mut traced = Call::debian("strace");
        traced.command.args(["-f", "-ttt", "-E", "LD_LIBRARY_PATH", "-e", filter, "-o"]).arg(log);
        if call.command.get_program() == OsStr::new(env!("CARGO_BIN_EXE_alsabox")) {
            traced.command.arg(env!("CARGO_BIN_EXE_alsabox")).arg(tool);
        } else {
            traced.command.arg(call.command.get_program());
        }
        traced.command.args(call.command.get_args());
        traced.envs_of(&call)
    }

    fn new(program: &str) -> Call {
        assert!(
            std::env::var_os("ALSABOX_GUEST").is_some(),
            "this test needs the guest's sound cards; `cargo test --test kernel` boots it (the runner of .cargo/config.toml)"
        );
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Call { command, applet: None }
    }

    /// The program and its words, for another program that runs it.
    pub(crate) fn words(&self) -> Vec<std::ffi::OsString> {
        let program = self.command.get_program();
        let is_ours = program == OsStr::new(env!("CARGO_BIN_EXE_alsabox"));
        let applet = self.applet.as_ref().filter(|_| is_ours).map(std::ffi::OsString::from);
        let arguments = self.command.get_args().map(ToOwned::to_owned);
        std::iter::once(program.to_owned()).chain(applet).chain(arguments).collect()
    }

    /// With what the other call adds to the environment.
    pub(crate) fn envs_of(mut self, call: &Call) -> Call {
        self.command.envs(call.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        self
    }

    /// For who starts it in a way of his own.
    pub(crate) fn command(self) -> Command {
        self.command
    }

    pub(crate) fn arg(mut self, word: impl AsRef<OsStr>) -> Call {
        self.command.arg(word);
        self
    }

    pub(crate) fn args(mut self, words: &[impl AsRef<OsStr>]) -> Call {
        self.command.args(words);
        self
    }

    /// What the program reads; without this it reads an empty input.
    pub(crate) fn stdin(mut self, input: impl Into<Stdio>) -> Call {
        self.command.stdin(input);
        self
    }

    /// Where the output goes instead of being collected.
    pub(crate) fn stdout(mut self, output: impl Into<Stdio>) -> Call {
        self.command.stdout(output);
        self
    }

    /// Runs it as this user, who is in no group but the one of the same number.
    pub(crate) fn by_user(mut self, uid: u32) -> Call {
        // The standard library drops root's groups with its number.
        self.command.uid(uid).gid(uid);
        self
    }

    /// Starts the program and waits until it ends.
    pub(crate) fn run(self) -> Outcome {
        self.start().wait()
    }

    pub(crate) fn start(mut self) -> Running {
        let words = format!("{:?}", self.command);
        let mut child = self.command.spawn().unwrap_or_else(|error| panic!("{words}: {error}"));
        let stdout = match child.stdout.take() {
            Some(pipe) => Output::collect(pipe),
            None => Output::collect(std::io::empty()),
        };
        let stderr = Output::collect(child.stderr.take().expect("stderr is piped"));
        Running { child, words, stdout, stderr }
    }
}

/// A started program. Dropped before it ended, it is killed.
pub(crate) struct Running {
    child: Child,
    words: String,
    stdout: Output,
    stderr: Output,
}

impl Running {
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap_or_else(|error| panic!("{}: {error}", self.words));
    }

    /// The letter that /proc has for its state.
    pub(crate) fn state(&self) -> Option<char> {
        state_of(self.child.id())
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("the child can be waited for").is_some()
    }

    pub(crate) fn stdout_len(&self) -> usize {
        self.stdout.seen.bytes.lock().expect("no reader panicked").len()
    }

    /// Waits until that many bytes of output have come.
    pub(crate) fn wait_for_stdout(&self, len: usize) {
        self.stdout.wait_for(&self.words, |bytes| bytes.len() >= len);
    }

    /// Waits until this text is in the output.
    pub(crate) fn wait_for_stdout_text(&self, text: &str) {
        self.stdout.wait_for(&self.words, |bytes| String::from_utf8_lossy(bytes).contains(text));
    }

    /// Waits until this text is in the output behind that mark.
    pub(crate) fn wait_for_stdout_behind(&self, mark: &str, text: &str) {
        let is_there = |output: &str| output.split_once(mark).is_some_and(|(_, behind)| behind.contains(text));
        self.stdout.wait_for(&self.words, |bytes| is_there(&String::from_utf8_lossy(bytes)));
    }

    /// Waits until this text is in the messages.
    pub(crate) fn wait_for_stderr(&self, text: &str) {
        self.stderr.wait_for(&self.words, |bytes| String::from_utf8_lossy(bytes).contains(text));
    }

    pub(crate) fn wait(mut self) -> Outcome {
        if !self.has_ended() && !self.ends_in_time() {
            let stderr = self.stderr.seen.bytes.lock().expect("no reader panicked").clone();
            panic!("{} has not ended after {LIMIT:?}; it said: {}", self.words, String::from_utf8_lossy(&stderr));
        }
        let status = self.child.wait().expect("the child can be waited for");
        Outcome {
            words: std::mem::take(&mut self.words),
            code: status.code(),
            stdout: self.stdout.all(),
            stderr: String::from_utf8(self.stderr.all()).expect("messages are UTF-8"),
        }
    }

    fn ends_in_time(&self) -> bool {
        let pidfd = pidfd_open(self.pid(), PidfdFlags::empty()).expect("the kernel has pidfds");
        let limit = Timespec { tv_sec: LIMIT.as_secs() as i64, tv_nsec: 0 };
        poll(&mut [PollFd::new(&pidfd, PollFlags::IN)], Some(&limit)).expect("pidfds can be polled") > 0
    }

    /// The process's number.
    pub(crate) fn number(&self) -> u32 {
        self.child.id()
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.child.kill().expect("the child can be killed");
            self.child.wait().expect("the child can be waited for");
        }
    }
}

/// The letter that /proc has for the state of a process.
pub(crate) fn state_of(process: u32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// What a program wrote, collected while it runs so that it never blocks on us.
struct Output {
    seen: Arc<Seen>,
    reader: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Seen {
    bytes: Mutex<Vec<u8>>,
    grown: Condvar,
}

impl Output {
    fn collect(mut from: impl Read + Send + 'static) -> Output {
        let seen = Arc::new(Seen::default());
        let ours = Arc::clone(&seen);
        let reader = std::thread::spawn(move || {
            let mut piece = [0; 65536];
            while let Ok(len @ 1..) = from.read(&mut piece) {
                ours.bytes.lock().expect("no other thread panicked").extend_from_slice(&piece[..len]);
                ours.grown.notify_all();
            }
        });
        Output { seen, reader: Some(reader) }
    }

    fn wait_for(&self, words: &str, has_come: impl Fn(&[u8]) -> bool) {
        let bytes = self.seen.bytes.lock().expect("no reader panicked");
        let waited = self.seen.grown.wait_timeout_while(bytes, LIMIT, |bytes| !has_come(bytes));
        let (bytes, limit) = waited.expect("no reader panicked");
        assert!(!limit.timed_out(), "{words}: after {LIMIT:?} only {} bytes came", bytes.len());
    }

    fn all(&mut self) -> Vec<u8> {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("no reader panicked");
        }
        std::mem::take(&mut self.seen.bytes.lock().expect("no reader panicked"))
    }
}

/// What a program did.
pub(crate) struct Outcome {
    words: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The same outcome, after a check that the exit code is 0.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Outcome {
        assert_eq!(self.code, Some(0), "{}: {}", self.words, self.stderr);
        self
    }

    /// Exit code, stdout and stderr as one text, without the C functions and lines of Debian's error messages.
    pub(crate) fn text(&self) -> String {
        let stdout = String::from_utf8_lossy(&self.stdout);
        format!("exit {:?}\n--- stdout\n{stdout}--- stderr\n{}", self.code, without_c_lines(&self.stderr))
    }

    /// The lines of stderr without the banner that tells what is played.
    pub(crate) fn complaints(&self) -> Vec<&str> {
        self.stderr.lines().filter(|line| !line.starts_with("Playing ")).collect()
    }
}

/// `aplay: main:831: text` becomes `aplay: text`.
pub(crate) fn without_c_lines(stderr: &str) -> String {
    let strip = |line: &str| match line.strip_prefix("aplay: ").and_then(|rest| rest.split_once(": ")) {
        Some((place, text)) if is_c_line(place) => format!("aplay: {text}"),
        _ => line.to_owned(),
    };
    stderr.split_inclusive('\n').map(strip).collect()
}

fn is_c_line(place: &str) -> bool {
    place.split_once(':').is_some_and(|(function, line)| {
        !function.contains(' ') && !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Waits for a state of the machine that sends no event: a file of /proc or /sys, or a file that QEMU writes.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "after {LIMIT:?} still not true: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
