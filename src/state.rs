//! The state of cards: saved, restored, initialized. Knows no option and prints nothing.
//!
//! What one bad entry or one bad card says never stops the others.

pub mod rules;
