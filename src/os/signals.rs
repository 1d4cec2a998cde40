//! Signals as flags: a handler only stores, the loops look.
//!
//! The first SIGINT or SIGTERM asks for the end and starts a timer whose signal interrupts every blocking call, again
//! and again, so that none can slip in between the look and the wait. The second one has its default action.

use std::ffi::CStr;
use std::io;
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

static STOP: AtomicI32 = AtomicI32::new(0);
static NEXT_FILE: AtomicBool = AtomicBool::new(false);
static LAST_ACT: OnceLock<fn()> = OnceLock::new();
static AT_STOP: OnceLock<fn()> = OnceLock::new();

/// How often a call that blocks on is interrupted once the end is asked for.
const NUDGE_US: i32 = 50_000;

/// The signal that asked for the end, if one did.
pub fn stop() -> Option<i32> {
    match STOP.load(Ordering::Relaxed) {
        0 => None,
        signal => Some(signal),
    }
}

/// From now on SIGINT and SIGTERM ask for the end.
///
/// # Errors
/// The kernel refuses a handler.
pub fn catch_stop() -> io::Result<()> {
    install(libc::SIGALRM, nudged)?;
    install(libc::SIGINT, asked_to_stop)?;
    install(libc::SIGTERM, asked_to_stop)
}

/// Signals that would end a recording unfinished ask for the end, too.
///
/// # Errors
/// The kernel refuses a handler.
pub fn catch_every_stop() -> io::Result<()> {
    catch_stop()?;
    [libc::SIGHUP, libc::SIGQUIT, libc::SIGPIPE].iter().try_for_each(|signal| install(*signal, asked_to_stop))
}

/// From now on SIGUSR1 asks for a new file.
///
/// # Errors
/// The kernel refuses a handler.
pub fn catch_next_file() -> io::Result<()> {
    install(libc::SIGUSR1, asked_for_next_file)
}

/// Whether a new file was asked for since the last look.
pub fn take_next_file() -> bool {
    NEXT_FILE.load(Ordering::Relaxed) && NEXT_FILE.swap(false, Ordering::Relaxed)
}

/// Ends the process as a closed pipe ends one that knows nothing of it.
pub fn die_of_closed_pipe() {
    dying(libc::SIGPIPE);
}

/// Has `act` run before a signal kills the process; it must be async-signal-safe.
///
/// # Errors
/// The kernel refuses a handler.
pub fn catch_death(act: fn()) -> io::Result<()> {
    LAST_ACT.get_or_init(|| act);
    [libc::SIGHUP, libc::SIGQUIT, libc::SIGPIPE, libc::SIGABRT].iter().try_for_each(|signal| install(*signal, dying))
}

/// The exit code that tells of a signal, as a shell tells of it.
pub fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// Has `act` run when a signal asks for the end; it must be async-signal-safe.
pub fn at_stop(act: fn()) {
    AT_STOP.get_or_init(|| act);
}

/// What a tool says at its end where a signal asked for that.
pub fn last_words() -> Option<String> {
    stop().map(|signal| format!("Aborted by signal {}...", name(signal)))
}

/// The name of a signal as strsignal(3) has it ("Interrupt").
fn name(signal: i32) -> String {
    // SAFETY: strsignal returns a string that is valid until its next call; it is copied, and one thread calls it.
    unsafe {
        let text = libc::strsignal(signal);
        if text.is_null() { signal.to_string() } else { CStr::from_ptr(text).to_string_lossy().into_owned() }
    }
}

/// Without SA_RESTART: a call that blocks ends with EINTR.
fn install(signal: i32, handler: extern "C" fn(i32)) -> io::Result<()> {
    // SAFETY: a zeroed sigaction is valid, with an empty mask; the handlers below are async-signal-safe.
    let code = unsafe {
        let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
        action.sa_sigaction = handler as usize;
        libc::sigaction(signal, &action, null_mut())
    };
    if code == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

extern "C" fn nudged(_signal: i32) {}

extern "C" fn asked_for_next_file(_signal: i32) {
    NEXT_FILE.store(true, Ordering::Relaxed);
}

extern "C" fn dying(signal: i32) {
    if let Some(act) = LAST_ACT.get() {
        act();
    }
    // SAFETY: both are async-signal-safe; the signal is delivered again when the handler returns.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

extern "C" fn asked_to_stop(signal: i32) {
    if STOP.swap(signal, Ordering::Relaxed) != 0 {
        return dying(signal);
    }
    if let Some(act) = AT_STOP.get() {
        act();
    }
    let period = libc::timeval { tv_sec: 0, tv_usec: NUDGE_US.into() };
    let timer = libc::itimerval { it_interval: period, it_value: period };
    // SAFETY: setitimer is one system call on a local value, and the handlers share no errno with a check.
    unsafe {
        let errno = libc::__errno_location();
        let kept = *errno;
        libc::setitimer(libc::ITIMER_REAL, &timer, null_mut());
        *errno = kept;
    }
}
