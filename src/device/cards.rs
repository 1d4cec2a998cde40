//! The cards that the kernel has, by number.

use super::error::{Error, Result};

/// The numbers of the cards, in order. Parses no configuration.
///
/// # Errors
/// The kernel's card list cannot be read.
pub fn numbers() -> Result<Vec<i32>> {
    let cards = alsa::card::Iter::new().map(|card| card.map(|card| card.get_index()));
    cards.collect::<std::result::Result<_, _>>().map_err(|error| Error::new("card list", error.errno()))
}
