//! alsamixer on a screen of its own: ours, and Debian's beside it.

use crate::call::Call;
use crate::screen::Screen;

/// Whose alsamixer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Ours,
    Debian,
    /// Debian's, with lines in Unicode instead of another character set.
    DebianUnicode,
}

/// Starts it with the terminal as its controlling one.
pub(crate) fn start(program: Program, words: &[&str], size: (u16, u16)) -> Screen {
    let call = match program {
        Program::Ours => Call::ours("alsamixer"),
        Program::Debian => Call::debian("alsamixer"),
        // The emulator knows no other character set.
        Program::DebianUnicode => Call::debian("alsamixer").env("NCURSES_NO_UTF8_ACS", "1"),
    };
    start_call(&call.args(words), size)
}

pub(crate) fn start_call(call: &Call, size: (u16, u16)) -> Screen {
    let setsid = Call::debian("setsid").arg("-c").args(&call.words()).envs_of(call);
    Screen::start(setsid.env("HOME", "/nonexistent").command(), size)
}
