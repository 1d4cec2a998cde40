//! Why a system call failed, in strerror(3)'s words alone: scripts and people know them without std's number.

use std::io;

/// The reason, "No such file or directory".
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let Some(errno) = error.raw_os_error() else { return text };
    text.trim_end_matches(&format!(" (os error {errno})")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_left_out() {
        let missing = io::Error::from_raw_os_error(libc::ENOENT);
        assert_eq!(reason(&missing), "No such file or directory");
        assert_eq!(reason(&io::Error::other("of its own")), "of its own");
    }
}
