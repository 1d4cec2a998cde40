//! The `alsabox` binary: everything happens in the library's dispatch.

use std::process::ExitCode;

fn main() -> ExitCode {
    alsabox::dispatch::main()
}
