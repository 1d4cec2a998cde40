//! Runs a command line in a fresh folder, with the tools of one of the two.
//!
//! Both see the same: an own HOME whose `.asoundrc` makes `default` silent, the sounds as `s/`, no variable of the
//! caller's. What no two processes can share, the numbers of C lines and addresses, is taken out of the messages.

use crate::sounds;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// When a command line counts as hung, in seconds.
const HUNG_S: &str = "60";
/// timeout(1)'s exit code for it.
const HUNG_CODE: i32 = 124;

/// How bash begins to tell that a signal ended a process, with its number.
const BASH_ON_A_KILLED_JOB: &str = "environment: line ";

/// Functions that command lines may use.
const PRELUDE: &str = include_str!("prelude.bash");
const ASOUNDRC: &str = include_str!("asoundrc");

/// The tools that are compared.
const TOOLS: [&str; 4] = ["alsactl", "amixer", "aplay", "speaker-test"];

/// A home folder with the tools of one of the two in `bin`.
pub(crate) struct World {
    home: TempDir,
}

impl World {
    pub(crate) fn ours() -> World {
        World::with(|_| PathBuf::from(env!("CARGO_BIN_EXE_alsabox")))
    }

    pub(crate) fn debians() -> World {
        World::with(|tool| {
            let folder = if tool == "alsactl" { "/usr/sbin" } else { "/usr/bin" };
            let path = Path::new(folder).join(tool);
            assert!(path.exists(), "Debian's {tool} is missing: apt-get install alsa-utils");
            path
        })
    }

    fn with(tool: impl Fn(&str) -> PathBuf) -> World {
        let home = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        fs::create_dir(home.path().join("bin")).unwrap();
        for name in TOOLS {
            symlink(tool(name), home.path().join("bin").join(name)).unwrap();
        }
        fs::write(home.path().join(".asoundrc"), ASOUNDRC).unwrap();
        World { home }
    }
}

/// What a command line did.
#[derive(PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// Runs it.
///
/// # Panics
/// When it hangs.
pub(crate) fn run(world: &World, line: &str) -> Outcome {
    let dir = TempDir::new_in(world.home.path()).unwrap();
    symlink(sounds::dir(), dir.path().join("s")).unwrap();
    let home = world.home.path();
    let mut command = Command::new("/usr/bin/timeout");
    command.args(["-k", "1", HUNG_S, "/bin/bash", "-c", &format!("{PRELUDE}\n{line}")]);
    command.current_dir(dir.path()).stdin(Stdio::null()).env_clear();
    command.env("PATH", format!("{}/bin:/usr/bin:/bin", home.display())).env("HOME", home).env("LC_ALL", "C");
    let output = command.output().unwrap();
    assert_ne!(output.status.code(), Some(HUNG_CODE), "hangs: {line}\n{}", String::from_utf8_lossy(&output.stderr));
    Outcome {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: comparable(&String::from_utf8_lossy(&output.stderr)),
        code: output.status.code(),
        files: files(dir.path()),
    }
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).unwrap().map(Result::unwrap);
    let regular = entries.filter(|entry| entry.file_type().unwrap().is_file());
    regular.map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap())).collect()
}

fn comparable(stderr: &str) -> String {
    let lines = stderr.split_inclusive('\n').filter(|line| !line.starts_with(BASH_ON_A_KILLED_JOB));
    lines.map(|line| without_address(&without_c_line(line))).collect()
}

/// `aplay: main:831: text` becomes `aplay: text`.
fn without_c_line(line: &str) -> String {
    let is_c_line = |place: &str| {
        place.split_once(':').is_some_and(|(function, line)| {
            !function.contains(' ') && !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let of_tool = line.split_once(": ").filter(|(tool, _)| TOOLS.contains(tool));
    match of_tool.and_then(|(tool, rest)| Some((tool, rest.split_once(": ")?))) {
        Some((tool, (place, text))) if is_c_line(place) => format!("{tool}: {text}"),
        _ => line.to_owned(),
    }
}

/// `mmap_area[0] = 0x7f…,0,16 (16)` becomes `mmap_area[0] = ADDRESS,0,16 (16)`.
fn without_address(line: &str) -> String {
    match line.split_once(" = 0x") {
        Some((area, rest)) if area.starts_with("mmap_area[") => {
            format!("{area} = ADDRESS{}", rest.trim_start_matches(|letter: char| letter.is_ascii_hexdigit()))
        }
        _ => line.to_owned(),
    }
}
