//! Raw data: no header at all.

use super::plain::{Header, Length};
use crate::audio::repack::Repack;

/// The header that is none.
pub(super) struct Raw;

impl Header for Raw {
    fn bytes(&self, _data: Length) -> Vec<u8> {
        Vec::new()
    }

    fn repack(&self) -> Repack {
        Repack::AsIs
    }
}
