//! A device lacks the format, rate or channels: what it has, and the same command on a device that converts.

/// What a device has instead of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer<'a> {
    /// Other formats, which the error has listed already.
    Formats,
    /// These numbers of channels.
    Channels(&'a [u32]),
    /// These rates.
    Rates(&'a [u32]),
}

/// What there is, and the way out.
pub fn lines(offer: Offer<'_>, name: &str, words: &[String]) -> Vec<String> {
    let there = match offer {
        Offer::Formats => None,
        Offer::Channels(channels) => Some(format!("the device has {} channels", spans(channels))),
        Offer::Rates(rates) => Some(format!("the device has the rates {}", listed(rates))),
    };
    let converting = converting(name);
    let way_out = format!("a device that converts: {}", command(words, name, &converting));
    there.into_iter().chain([way_out]).collect()
}

/// The device that converts for this one.
pub fn converting(name: &str) -> String {
    match name.strip_prefix("hw:") {
        Some(card) => format!("plughw:{card}"),
        None if name.starts_with('@') || !name.contains([':', ',', '{']) => format!("plug:{name}"),
        None => format!("plug:'{name}'"),
    }
}

/// The command of `words` with another device.
fn command(words: &[String], device: &str, other: &str) -> String {
    let at = words.iter().rposition(|word| word.ends_with(device) && !device.is_empty());
    let mut words = words.to_vec();
    match at.filter(|at| *at > 0) {
        Some(at) => {
            let kept = words[at].len() - device.len();
            words[at].replace_range(kept.., other);
        }
        None => drop(words.splice(1.min(words.len())..1.min(words.len()), ["-D".to_owned(), other.to_owned()])),
    }
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_=+:,./@%".contains(letter);
    match word {
        "" => "''".to_owned(),
        word if word.chars().all(is_plain) => word.to_owned(),
        word => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// 44100, 48000, 96000
fn listed(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// 1-3, 6
pub fn spans(numbers: &[u32]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let text = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    spans.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(offer: Offer<'_>, name: &str, words: &[&str]) -> Vec<String> {
        lines(offer, name, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_same_command_converts_wherever_its_device_stands() {
        let way_out = |name, words: &[&str]| told(Offer::Formats, name, words).join("\n");
        assert_eq!(
            way_out("hw:0,3", &["aplay", "-D", "hw:0,3", "a song.wav"]),
            "a device that converts: aplay -D plughw:0,3 'a song.wav'"
        );
        assert_eq!(way_out("hw:0", &["aplay", "-qDhw:0", "x"]), "a device that converts: aplay -qDplughw:0 x");
        assert_eq!(way_out("@PCH", &["aplay", "--device=@PCH"]), "a device that converts: aplay --device=plug:@PCH");
        assert_eq!(way_out("default", &["aplay", "x.wav"]), "a device that converts: aplay -D plug:default x.wav");
        assert_eq!(
            way_out("front:0", &["aplay", "-D", "front:0", "x"]),
            "a device that converts: aplay -D 'plug:'\\''front:0'\\''' x"
        );
    }

    #[test]
    fn what_there_is_comes_first() {
        let channels = told(Offer::Channels(&[1, 2, 3, 6]), "hw:0", &["aplay", "-Dhw:0"]);
        assert_eq!(channels[0], "the device has 1-3, 6 channels");
        let rates = told(Offer::Rates(&[44_100, 48_000]), "hw:0", &["aplay", "-Dhw:0"]);
        assert_eq!(rates[0], "the device has the rates 44100, 48000");
    }
}
