//! What is recorded: whole interleaved frames go in, a valid file comes out, whatever ends the recording.

use std::io;

/// Where recorded frames go.
pub trait Sink {
    /// Takes whole interleaved frames.
    ///
    /// # Errors
    /// A failing write; what came before stays in the file.
    fn write(&mut self, frames: &[u8]) -> io::Result<()>;

    /// Brings the file on the disk up to date, header included; called about once a second.
    ///
    /// # Errors
    /// A failing write.
    fn keep_current(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Goes on in a new file, where that has a meaning.
    ///
    /// # Errors
    /// The old file cannot be finished, or the new one not be made.
    fn next_file(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Frames that still fit; `None` when there is no limit.
    fn room_frames(&self) -> Option<u64> {
        None
    }

    /// Writes what is left and makes the header true. Called once, also after a failed write.
    ///
    /// # Errors
    /// A failing write.
    fn finish(&mut self) -> io::Result<()>;
}
