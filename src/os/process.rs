//! The process itself: the name that killall and pidof see, and SIGPIPE's action.

use std::ffi::{CString, OsStr};
use std::io;

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

/// Makes a write beyond the limit on files an error instead of the end.
pub fn survive_file_limit() {
    // SAFETY: ignores a signal; no handler of ours is involved.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

/// Goes into the background: another process goes on, without a terminal. It stays in its folder, so that names of files
/// keep their meaning.
///
/// # Errors
/// The kernel has no room for a process.
pub fn detach() -> io::Result<()> {
    // SAFETY: no other thread runs yet; the caller goes on in the child.
    match unsafe { libc::daemon(1, 0) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Runs only when nobody else wants to.
///
/// # Errors
/// The kernel refuses.
pub fn yield_to_all() -> io::Result<()> {
    // SAFETY: a zeroed parameter is valid, and the one that SCHED_IDLE wants.
    let code = unsafe {
        let parameter: libc::sched_param = std::mem::zeroed();
        libc::sched_setscheduler(0, libc::SCHED_IDLE, &parameter)
    };
    if code == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
