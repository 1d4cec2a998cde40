//! One run of the binary in a temporary folder of its own, and what is expected of it.
//!
//! What a test does not expect must be empty: no output goes unnoticed because nobody looked. The world of a run is
//! fixed: its folder (on the binary's file system, so that hard links work) is HOME, alsa-lib reads only
//! `tests/cli/alsa.conf`, and no variable of the caller's gets in.

use crate::running::Running;
use assert_cmd::cargo::cargo_bin;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// When a run counts as hung. No test measures time; this only ends one that would never end.
pub(crate) const HUNG: Duration = Duration::from_secs(60);

/// The only configuration of alsa-lib.
pub(crate) const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/alsa.conf");

enum Text {
    Exactly(String),
    Containing(Vec<String>),
}

impl Text {
    fn check(&self, stream: &str, got: &[u8], run: &str) {
        let got = String::from_utf8_lossy(got);
        match self {
            Text::Exactly(wanted) => {
                assert!(got == *wanted, "{run}\n--- {stream} wanted\n{wanted}\n--- {stream} got\n{got}");
            }
            Text::Containing(parts) => {
                for part in parts {
                    assert!(
                        got.contains(part),
                        "{run}\n--- {stream} wanted somewhere\n{part}\n--- {stream} got\n{got}"
                    );
                }
            }
        }
    }

    fn add(&mut self, part: &str) {
        match self {
            Text::Containing(parts) => parts.push(part.to_owned()),
            Text::Exactly(_) => *self = Text::Containing(vec![part.to_owned()]),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    Exit(i32),
    Signal(i32),
}

impl From<ExitStatus> for End {
    fn from(status: ExitStatus) -> End {
        match status.code() {
            Some(code) => End::Exit(code),
            None => End::Signal(status.signal().unwrap_or_default()),
        }
    }
}

/// A run and its expectations: by default exit code 0 and nothing on stdout and stderr.
#[must_use = "nothing happens before run()"]
pub(crate) struct Case {
    dir: TempDir,
    name: String,
    args: Vec<OsString>,
    env: Vec<(String, OsString)>,
    before: Option<String>,
    stdin: Vec<u8>,
    stdout: Text,
    stderr: Text,
    end: End,
}

impl Case {
    /// The binary called as `name`: an applet, or `alsabox` itself.
    pub(crate) fn new(name: &str) -> Case {
        Case {
            dir: TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder"),
            name: name.to_owned(),
            args: Vec::new(),
            env: Vec::new(),
            before: None,
            stdin: Vec::new(),
            stdout: Text::Exactly(String::new()),
            stderr: Text::Exactly(String::new()),
            end: End::Exit(0),
        }
    }

    /// The words after the name.
    pub(crate) fn args<W: AsRef<OsStr>>(mut self, words: impl IntoIterator<Item = W>) -> Case {
        self.args.extend(words.into_iter().map(|word| word.as_ref().to_owned()));
        self
    }

    /// A file in the folder that the run starts in.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Case {
        fs::write(self.dir.path().join(name), bytes).expect("a file for the test");
        self
    }

    /// A variable of the run's environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Case {
        self.env.push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// What a shell does to itself before it becomes the run: `exec 2>&-`, `ulimit -v 100000`.
    pub(crate) fn after(mut self, shell_command: &str) -> Case {
        self.before = Some(shell_command.to_owned());
        self
    }

    /// What the run reads on stdin; nothing by default.
    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Case {
        self.stdin = bytes.into();
        self
    }

    /// All of stdout.
    pub(crate) fn stdout(mut self, text: impl Into<String>) -> Case {
        self.stdout = Text::Exactly(text.into());
        self
    }

    /// All of stderr.
    pub(crate) fn stderr(mut self, text: impl Into<String>) -> Case {
        self.stderr = Text::Exactly(text.into());
        self
    }

    /// A part of stdout; may be given several times.
    pub(crate) fn stdout_has(mut self, part: &str) -> Case {
        self.stdout.add(part);
        self
    }

    /// A part of stderr; may be given several times.
    pub(crate) fn stderr_has(mut self, part: &str) -> Case {
        self.stderr.add(part);
        self
    }

    /// The exit code.
    pub(crate) fn exit(mut self, code: i32) -> Case {
        self.end = End::Exit(code);
        self
    }

    /// The run's folder.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The command as it will be run, for a test that does more with it than `run`: it must see the folder alive.
    pub(crate) fn command(&self) -> Command {
        let mut command = match &self.before {
            None => Command::new(binary()),
            Some(before) => self.shell(before),
        };
        command.arg0(&self.name).args(&self.args).current_dir(self.dir());
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.dir()).env("LC_ALL", "C");
        command.env("ALSA_CONFIG_PATH", CONFIG);
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    fn shell(&self, before: &str) -> Command {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(format!("{before}; exec \"$0\" {} \"$@\"", self.name)).arg(binary());
        shell
    }

    /// Starts it, to be watched and signalled.
    pub(crate) fn start(self) -> Running {
        let mut command = self.command();
        command.stdin(Stdio::null());
        Running::start(command, self.dir)
    }

    /// Starts it with this as its standard input.
    pub(crate) fn start_reading(self, stdin: impl Into<Stdio>) -> Running {
        let mut command = self.command();
        command.stdin(stdin);
        Running::start(command, self.dir)
    }

    /// Runs it and compares.
    ///
    /// # Panics
    /// When anything is not as expected.
    #[track_caller]
    pub(crate) fn run(self) -> Done {
        let run = format!("{} {:?}", self.name, self.args);
        let mut command = assert_cmd::Command::from_std(self.command());
        let output = command.write_stdin(self.stdin).timeout(HUNG).output().expect("the binary runs");
        self.stderr.check("stderr", &output.stderr, &run);
        self.stdout.check("stdout", &output.stdout, &run);
        assert_eq!(End::from(output.status), self.end, "{run}: how it ended");
        Done { dir: self.dir, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// What a run left behind.
pub(crate) struct Done {
    dir: TempDir,
    /// All of stdout.
    pub(crate) stdout: String,
    /// All of stderr.
    pub(crate) stderr: String,
}

impl Done {
    /// Where a file of that name is in the run's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The bytes of a file in the run's folder.
    #[track_caller]
    pub(crate) fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

/// The binary under test.
pub(crate) fn binary() -> PathBuf {
    cargo_bin!("alsabox").to_path_buf()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}
