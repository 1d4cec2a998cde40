//! Channels in another order: the file's put where the device has their speakers.

/// A new order of channels: the device's channel `n` gets the file's channel `places[n]`.
#[derive(Debug, Clone, Copy)]
pub struct Reorder {
    places: [u8; Reorder::LIMIT],
    channels: usize,
}

impl Reorder {
    /// The most channels that can be reordered.
    pub const LIMIT: usize = 64;

    /// From the place in a device's frame of each channel of the file; `None` when nothing changes, or for more
    /// channels than the limit.
    pub fn from_places(places: &[usize]) -> Option<Reorder> {
        let channels = places.len();
        let is_identity = places.iter().enumerate().all(|(channel, place)| channel == *place);
        if is_identity || channels > Reorder::LIMIT || places.iter().any(|place| *place >= channels) {
            return None;
        }
        let mut order = Reorder { places: [0; Reorder::LIMIT], channels };
        for (channel, place) in places.iter().enumerate() {
            order.places[*place] = channel as u8;
        }
        Some(order)
    }

    /// Puts these frames in the new order.
    pub fn apply(&self, frames: &mut [u8], frame_bytes: usize) {
        let sample_bytes = frame_bytes / self.channels;
        let mut old = [0u8; Reorder::LIMIT * 8];
        for frame in frames.chunks_exact_mut(frame_bytes) {
            let old = &mut old[..frame_bytes];
            old.copy_from_slice(frame);
            for (sample, from) in frame.chunks_exact_mut(sample_bytes).zip(self.places) {
                sample.copy_from_slice(&old[usize::from(from) * sample_bytes..][..sample_bytes]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_put_in_the_devices_order() {
        let order = Reorder::from_places(&[1, 0, 2]).unwrap();
        let mut frames = *b"aAxbBy";
        order.apply(&mut frames, 3);
        assert_eq!(&frames, b"AaxBby");
        assert!(Reorder::from_places(&[0, 1]).is_none());
    }
}
