//! Scales of a volume: raw, percent of the raw range, and the mapped percent that follows the ear.
//!
//! The mapped scale is the one alsamixer draws: linear in dB where the range is small, otherwise the cube root of the
//! amplitude. Every percentage is rounded as C's `rint` rounds, halves to the even side.

/// Which percentage is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Of the raw range.
    #[default]
    Raw,
    /// Of the range as it is heard.
    Mapped,
}

/// A range, from and to inclusively.
pub type Range = (i64, i64);

/// The level of a muted step, in hundredths of a dB.
pub const SILENCE: i64 = -9_999_999;

/// A range of at most 24 dB is even in dB.
const MOST_LINEAR_CENTIBEL: i64 = 2400;

/// Where a share of the mapped scale lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// At this raw volume, because the card tells no dB. Not rounded yet.
    Raw(f64),
    /// At this level in hundredths of a dB. Not rounded yet.
    Centibel(f64),
}

/// The percentage of a raw volume in its range. A range of one value shows that value, as alsa-utils does.
pub fn raw_percent(volume: i64, (min, max): Range) -> i64 {
    if max == min {
        return volume;
    }
    (100.0 * (volume as f64 - min as f64) / (max as f64 - min as f64)).round_ties_even() as i64
}

/// The raw distance that a percentage covers; a percentage above nothing covers at least one step.
pub fn raw_share(percent: f64, (min, max): Range) -> i64 {
    let share = (percent * (max as f64 - min as f64) / 100.0).round_ties_even() as i64;
    if percent > 0.0 && share == 0 && max > min { 1 } else { share }
}

/// The place of a volume on the mapped scale, 0 to 1.
pub fn mapped(volume: i64, range: Range, level: Option<i64>, levels: Option<Range>) -> f64 {
    match (level, usable(levels)) {
        (Some(level), Some((min, max))) if max - min <= MOST_LINEAR_CENTIBEL => {
            (level - min) as f64 / (max - min) as f64
        }
        (Some(level), Some((min, max))) => {
            let floor = floor(min, max);
            (amplitude(level - max) - floor) / (1.0 - floor)
        }
        _ if range.0 == range.1 => 0.0,
        _ => (volume as f64 - range.0 as f64) / (range.1 as f64 - range.0 as f64),
    }
}

/// The mapped place in percent.
pub fn mapped_percent(place: f64) -> i64 {
    (100.0 * place).round_ties_even() as i64
}

/// What has to be set for a place on the mapped scale.
pub fn target(place: f64, range: Range, levels: Option<Range>) -> Target {
    match usable(levels) {
        Some((min, max)) if max - min <= MOST_LINEAR_CENTIBEL => {
            Target::Centibel(place * (max - min) as f64 + min as f64)
        }
        Some((min, max)) => {
            let floor = floor(min, max);
            Target::Centibel(6000.0 * (place * (1.0 - floor) + floor).log10() + max as f64)
        }
        None => Target::Raw(place * (range.1 as f64 - range.0 as f64) + range.0 as f64),
    }
}

/// `-16.50`
pub fn decibel(centibel: i64) -> String {
    let sign = if centibel < 0 { "-" } else { "" };
    let centibel = centibel.unsigned_abs();
    format!("{sign}{}.{:02}", centibel / 100, centibel % 100)
}

fn usable(levels: Option<Range>) -> Option<Range> {
    levels.filter(|(min, max)| min < max)
}

/// The cube root of the amplitude at this many hundredths of a dB below full level.
fn amplitude(centibel: i64) -> f64 {
    10f64.powf(centibel as f64 / 6000.0)
}

/// What the least level contributes, so that it maps to nothing. Silence does so by itself.
fn floor(min: i64, max: i64) -> f64 {
    if min == SILENCE { 0.0 } else { amplitude(min - max) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_percentages_are_those_of_alsa_utils() {
        assert_eq!(raw_percent(65, (0, 87)), 75);
        assert_eq!(raw_percent(44, (0, 87)), 51);
        assert_eq!(raw_percent(0, (-50, 100)), 33);
        assert_eq!(raw_percent(3, (3, 3)), 3);
        assert_eq!(raw_share(50.0, (0, 87)), 44);
        assert_eq!(raw_share(5.0, (-50, 100)), 8);
    }

    #[test]
    fn a_small_share_is_a_step_and_a_fraction_counts() {
        assert_eq!(raw_share(0.1, (0, 3)), 1);
        assert_eq!(raw_share(0.0, (0, 3)), 0);
        assert_eq!(raw_share(1.0, (3, 3)), 0);
        assert_eq!(raw_share(12.4, (0, 1000)), 124);
    }

    #[test]
    fn the_mapped_scale_is_alsamixers() {
        let seen = |volume, range, level, levels| mapped_percent(mapped(volume, range, Some(level), Some(levels)));
        assert_eq!(seen(46, (0, 74), -2800, (-7400, 0)), 30);
        assert_eq!(seen(62, (0, 74), -1200, (-7400, 0)), 61);
        assert_eq!(seen(240, (0, 256), -50, (-12799, 800)), 72);
        assert_eq!(seen(25, (0, 50), -300, (-1200, 600)), 50);
        assert_eq!(mapped_percent(mapped(1, (0, 3), None, None)), 33);
        assert_eq!(mapped(3, (3, 3), None, None), 0.0);
    }

    #[test]
    fn a_place_and_its_target_are_the_same_level() {
        for levels in [(-7400, 0), (-1200, 600), (SILENCE, 1000)] {
            for percent in [10, 50, 99] {
                let Target::Centibel(level) = target(f64::from(percent) / 100.0, (0, 100), Some(levels)) else {
                    panic!("no dB");
                };
                let place = mapped(0, (0, 100), Some(level.round() as i64), Some(levels));
                assert_eq!(mapped_percent(place), i64::from(percent), "{levels:?}");
            }
        }
        assert_eq!(target(0.5, (0, 100), None), Target::Raw(50.0));
    }
}
