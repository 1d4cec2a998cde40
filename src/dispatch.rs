//! From argv[0] or argv[1] to an applet; prints the one final error and picks the exit code.

use std::process::ExitCode;

/// Runs the applet that the process was called as.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
