//! The kernel's own log, from the ring that it keeps.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;

/// Longer than any record.
const RECORD_BYTES: usize = 8192;

/// The lines that the ring holds, without their time; `None` where we may not read it.
pub fn lines() -> Option<Vec<String>> {
    let mut ring = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open("/dev/kmsg").ok()?;
    let mut lines = Vec::new();
    let mut record = vec![0; RECORD_BYTES];
    loop {
        match ring.read(&mut record) {
            Ok(0) => break,
            Ok(length) => lines.extend(text(&String::from_utf8_lossy(&record[..length]))),
            // A record that was overwritten while we read is passed over.
            Err(error) if error.kind() == ErrorKind::BrokenPipe || error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    Some(lines)
}

/// `6,339,5140900,-;TEXT`, with more lines about the device below.
fn text(record: &str) -> Option<String> {
    Some(record.lines().next()?.split_once(';')?.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_its_first_line_without_its_head() {
        let record = "6,339,5140900,-;snd_hda_intel 0000:00:1b.0: no codecs; giving up\n SUBSYSTEM=pci\n";
        assert_eq!(text(record).unwrap(), "snd_hda_intel 0000:00:1b.0: no codecs; giving up");
    }
}
