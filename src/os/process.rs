//! The process itself: the name that killall and pidof see, and SIGPIPE's action.

use std::ffi::{CString, OsStr};

/// Sets the name that `killall`, `pidof` and `ps -o comm` show.
pub fn set_name(name: &str) {
    let Ok(name) = CString::new(name) else { return };
    // SAFETY: PR_SET_NAME reads at most 16 bytes of a NUL-terminated string.
    unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
}

/// Gives SIGPIPE back its default action, so that `aplay -L | head -1` ends quietly.
pub fn die_on_closed_pipe() {
    // SAFETY: installs the default action; no handler of ours is involved.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
}

/// Makes a write to a closed pipe an error, for tools whose end has a meaning of its own.
pub fn survive_closed_pipe() {
    // SAFETY: ignores a signal; no handler of ours is involved.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

/// Sets a variable of the environment. Only for a process that has one thread so far.
pub fn set_variable(name: &OsStr, value: &OsStr) {
    // SAFETY: no other thread reads the environment: tools that call this start none before.
    unsafe { std::env::set_var(name, value) };
}
