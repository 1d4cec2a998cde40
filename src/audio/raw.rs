//! Raw data: frames without any header, of which only the user knows what they are.

use super::input::Input;
use super::plain::Plain;
use super::source::Spec;

/// Takes every byte as it comes.
pub fn open(input: Input, spec: Spec) -> Plain {
    Plain::new("raw data", spec, input)
}
