//! `Noise.wav`: a wave on a beach.

const LENGTH_FRAMES: usize = 62_400;
const SWELL_FRAMES: usize = 16_000;
const FADE_FRAMES: usize = 30_000;

/// Pink noise, its rumble and hiss taken away, that comes and goes like a wave on a beach.
pub(crate) fn noise() -> Vec<i16> {
    let mut white = White(0x616c_7361_626f_7821);
    let mut pink = Pink::default();
    let mut rumble = 0.0;
    let mut softened = 0.0;
    let mut frames: Vec<f64> = Vec::with_capacity(LENGTH_FRAMES);
    for frame in 0..LENGTH_FRAMES {
        let sample = pink.next(white.next());
        rumble += 0.008 * (sample - rumble);
        softened += 0.6 * (sample - rumble - softened);
        frames.push(softened * loudness(frame));
    }
    crate::at_peak(&frames)
}

fn loudness(frame: usize) -> f64 {
    let left = LENGTH_FRAMES - 1 - frame;
    smooth(frame as f64 / SWELL_FRAMES as f64) * smooth(left as f64 / FADE_FRAMES as f64)
}

/// From 0 to 1 without a corner at either end.
fn smooth(part: f64) -> f64 {
    let part = part.min(1.0);
    part * part * (3.0 - 2.0 * part)
}

/// Marsaglia's xorshift.
struct White(u64);

impl White {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// Paul Kellet's filter: white noise in, -3 dB an octave out.
#[derive(Default)]
struct Pink([f64; 7]);

impl Pink {
    fn next(&mut self, white: f64) -> f64 {
        const POLES: [(f64, f64); 6] = [
            (0.99886, 0.0555179),
            (0.99332, 0.0750759),
            (0.96900, 0.1538520),
            (0.86650, 0.3104856),
            (0.55000, 0.5329522),
            (-0.7616, -0.0168980),
        ];
        let last = self.0[6];
        self.0[6] = white * 0.115926;
        let mut sum = last + white * 0.5362;
        for (state, (keep, take)) in self.0.iter_mut().zip(POLES) {
            *state = keep * *state + take * white;
            sum += *state;
        }
        sum
    }
}
