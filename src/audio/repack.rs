//! Samples that a file stores in another way than the device has them, without a bit lost.

/// What is done to every sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repack {
    /// Nothing.
    AsIs,
    /// Signed bytes become unsigned ones, and the other way round.
    FlipSign,
    /// 24 bits in the low bytes of little-endian 32 go to the high bytes.
    Raise,
    /// 24 bits in the high bytes of little-endian 32 go to the low bytes.
    Lower,
}

impl Repack {
    /// Repacks whole samples in place.
    pub(super) fn apply(self, samples: &mut [u8]) {
        match self {
            Repack::AsIs => {}
            Repack::FlipSign => samples.iter_mut().for_each(|sample| *sample ^= 0x80),
            Repack::Raise => each_long(samples, |sample| sample << 8),
            Repack::Lower => each_long(samples, |sample| sample >> 8),
        }
    }
}

fn each_long(samples: &mut [u8], change: impl Fn(i32) -> i32) {
    let (samples, _) = samples.as_chunks_mut::<4>();
    for sample in samples {
        *sample = change(i32::from_le_bytes(*sample)).to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repacked(repack: Repack, mut samples: Vec<u8>) -> Vec<u8> {
        repack.apply(&mut samples);
        samples
    }

    #[test]
    fn raised_samples_are_full_scale_and_lowered_ones_have_their_sign() {
        // The fourth byte of S24_LE is nobody's.
        let low = vec![1, 0, 0, 0x55, 0xff, 0xff, 0x7f, 0, 0, 0, 0x80, 0];
        let high = vec![0, 1, 0, 0, 0, 0xff, 0xff, 0x7f, 0, 0, 0, 0x80];
        assert_eq!(repacked(Repack::Raise, low), high);
        assert_eq!(repacked(Repack::Lower, high), [1, 0, 0, 0, 0xff, 0xff, 0x7f, 0, 0, 0, 0x80, 0xff]);
    }

    #[test]
    fn a_flipped_sign_keeps_the_wave() {
        assert_eq!(repacked(Repack::FlipSign, vec![0, 0x7f, 0x80, 0xff]), [0x80, 0xff, 0, 0x7f]);
        assert_eq!(repacked(Repack::AsIs, vec![1, 2]), [1, 2]);
    }
}
