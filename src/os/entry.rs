//! How the process begins: at C's `main`, where glibc allows it, with all three standard streams open.
//!
//! Rust's own beginning reads /proc/self/maps for a stack guard, a tenth of all that `--version` costs. What else it
//! does and a tool needs, the open streams, is done here.

use std::ffi::c_int;

/// Makes a function `fn() -> u8` the whole of the process; it gives the exit code.
#[macro_export]
macro_rules! entry {
    ($run:path) => {
        #[cfg(target_env = "gnu")]
        #[unsafe(no_mangle)]
        extern "C" fn main(_count: ::std::ffi::c_int, _words: *const *const ::std::ffi::c_char) -> ::std::ffi::c_int {
            $crate::os::entry::open_streams();
            $run().into()
        }

        #[cfg(not(target_env = "gnu"))]
        fn main() -> ::std::process::ExitCode {
            $run().into()
        }
    };
}

// What std asks of libgcc for the backtrace of a panic, from its archive: loading libgcc_s costs a twentieth of
// `--version`. Tests, which unwind, share the library with everybody else.
#[cfg(all(target_env = "gnu", panic = "abort", not(target_feature = "crt-static")))]
#[link(name = "gcc_eh")]
unsafe extern "C" {}

/// Opens what the caller closed of the standard streams, so that no file or device gets a stream's number.
pub fn open_streams() {
    for stream in 0..=2 as c_int {
        // SAFETY: both are system calls on numbers and a static path; the lowest free number is the stream's.
        unsafe {
            if libc::fcntl(stream, libc::F_GETFD) == -1 {
                libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
            }
        }
    }
}
