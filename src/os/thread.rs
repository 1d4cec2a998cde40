//! Threads that do a side's work: no signal is ever delivered to them, so that the thread which waits gets them all.

use std::io;
use std::mem::MaybeUninit;
use std::os::unix::thread::JoinHandleExt;
use std::ptr::null_mut;
use std::thread::{Builder, JoinHandle};

/// Enough for system calls; nothing here recurses.
const STACK_BYTES: usize = 64 * 1024;

/// Runs `work` on a thread of this name.
///
/// # Errors
/// The kernel refuses a thread.
pub fn spawn_without_signals<W>(name: &str, work: W) -> io::Result<JoinHandle<()>>
where
    W: FnOnce() + Send + 'static,
{
    // A new thread inherits the mask, so there is no moment in which it could take a signal.
    let kept = block_all();
    let thread = Builder::new().name(name.to_owned()).stack_size(STACK_BYTES).spawn(work);
    restore(&kept);
    thread
}

/// Ends the call in which this thread blocks, if it does, as the timer of `signals` ends those of the main thread.
pub fn interrupt<T>(thread: &JoinHandle<T>) {
    // SAFETY: the handle is not joined, so the thread's id is valid, ended or not; the signal has a handler, for the
    // caller was asked to stop.
    unsafe { libc::pthread_kill(thread.as_pthread_t() as libc::pthread_t, libc::SIGALRM) };
}

fn block_all() -> libc::sigset_t {
    let mut all = MaybeUninit::<libc::sigset_t>::zeroed();
    let mut kept = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: both sets are valid when zeroed and are written by the calls; SIG_BLOCK has no other way to fail.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_BLOCK, all.as_ptr(), kept.as_mut_ptr());
        kept.assume_init()
    }
}

fn restore(kept: &libc::sigset_t) {
    // SAFETY: the set was filled by the kernel.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, kept, null_mut()) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    fn is_blocked(signal: i32) -> bool {
        let mut mask = MaybeUninit::<libc::sigset_t>::zeroed();
        // SAFETY: the set is written by the call that asks for the mask.
        unsafe {
            libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), mask.as_mut_ptr());
            libc::sigismember(mask.as_ptr(), signal) == 1
        }
    }

    #[test]
    fn the_thread_takes_no_signals_and_its_parent_still_does() {
        let (tell, told) = channel();
        let work = move || tell.send([libc::SIGINT, libc::SIGTERM, libc::SIGALRM].map(is_blocked)).unwrap();
        spawn_without_signals("test", work).unwrap().join().unwrap();
        assert_eq!(told.recv().unwrap(), [true; 3]);
        assert!(!is_blocked(libc::SIGINT));
    }
}
