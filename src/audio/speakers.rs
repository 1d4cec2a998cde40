//! Who stands where: the speakers of a stream, in the order in which they are tested, each with its name.
//!
//! A channel has the name that the device's map gives it; without a map, the one of ALSA's usual order.

use crate::device::chmap::ChannelMap;

/// A speaker under test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Its channel in the stream, from 0.
    pub channel: u32,
    /// What it is called.
    pub name: String,
    /// The files that may hold its spoken name, the best first; none for a speaker without one.
    pub files: Vec<String>,
}

/// What ALSA's usual order calls its channels.
const USUAL_NAMES: [&str; 8] =
    ["Front Left", "Front Right", "Rear Left", "Rear Right", "Center", "LFE", "Side Left", "Side Right"];

/// Clockwise, as seen from above, by the short names of positions; then those overhead and the ones without a place.
const CLOCKWISE: [&str; 24] = [
    "FL", "FLC", "FC", "FRC", "FR", "FRW", "SR", "RR", "RRC", "RC", "RLC", "RL", "SL", "FLW", "LFE", "TFL", "TFC",
    "TFR", "TSR", "TRR", "TRC", "TRL", "TSL", "TC",
];

/// The speakers of a stream in the order of their test.
pub fn in_order(channels: u32, map: Option<&ChannelMap>) -> Vec<Speaker> {
    match map.filter(|map| map.channels() == channels as usize) {
        Some(map) => of_map(map),
        None => usual_order(channels).into_iter().map(usual).collect(),
    }
}

/// Upstream goes round the listener for the layouts that it knows.
fn usual_order(channels: u32) -> Vec<u32> {
    match channels {
        4 => vec![0, 1, 3, 2],
        6 => vec![0, 4, 1, 3, 2, 5],
        8 => vec![0, 4, 1, 7, 3, 2, 6, 5],
        other => (0..other).collect(),
    }
}

fn usual(channel: u32) -> Speaker {
    let name = USUAL_NAMES.get(channel as usize).map_or(format!("Channel {}", channel + 1), |name| (*name).to_owned());
    Speaker { channel, files: files(&name), name }
}

fn of_map(map: &ChannelMap) -> Vec<Speaker> {
    let mut placed: Vec<(usize, Speaker)> = (0..)
        .zip(map.position_names())
        .map(|(channel, (name, short))| {
            let place = CLOCKWISE.iter().position(|position| *position == short).unwrap_or(CLOCKWISE.len());
            (place, Speaker { channel, files: files(&name), name })
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, speaker)| speaker).collect()
}

/// Debian's set has no file for the woofer; upstream takes another one's.
fn files(name: &str) -> Vec<String> {
    let own = format!("{}.wav", name.replace(' ', "_"));
    match name {
        "Center" | "Mono" => vec!["Front_Center.wav".to_owned()],
        "LFE" => vec![own, "Rear_Center.wav".to_owned()],
        "Unused" | "Unknown" => Vec::new(),
        _ => vec![own],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(channels: u32, map: Option<&str>) -> Vec<String> {
        let map = map.map(|map| ChannelMap::parse(map).unwrap());
        let speakers = in_order(channels, map.as_ref());
        speakers.iter().map(|speaker| format!("{} {}", speaker.channel, speaker.name)).collect()
    }

    #[test]
    fn without_a_map_the_order_is_upstreams() {
        assert_eq!(shown(2, None), ["0 Front Left", "1 Front Right"]);
        let six = ["0 Front Left", "4 Center", "1 Front Right", "3 Rear Right", "2 Rear Left", "5 LFE"];
        assert_eq!(shown(6, None), six);
        assert_eq!(shown(8, None)[3], "7 Side Right");
        assert_eq!(shown(10, None)[8..], ["8 Channel 9", "9 Channel 10"]);
    }

    #[test]
    fn a_map_gives_each_channel_its_name_and_goes_round_the_listener() {
        let wanted = ["0 Front Left", "2 Front Center", "1 Front Right", "5 Side Right", "4 Side Left", "3 LFE"];
        assert_eq!(shown(6, Some("FL,FR,FC,LFE,SL,SR")), wanted);
        assert_eq!(shown(2, Some("FR,FL")), ["1 Front Left", "0 Front Right"]);
        assert_eq!(shown(3, Some("FL,FR")), ["0 Front Left", "1 Front Right", "2 Rear Left"]);
    }

    #[test]
    fn every_channel_has_its_turn_once() {
        for channels in 1..=32 {
            let mut tested: Vec<u32> = in_order(channels, None).iter().map(|speaker| speaker.channel).collect();
            tested.sort_unstable();
            assert_eq!(tested, (0..channels).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_woofer_has_a_file_of_its_own_before_debians() {
        assert_eq!(files("LFE"), ["LFE.wav", "Rear_Center.wav"]);
        assert_eq!(files("Side Left"), ["Side_Left.wav"]);
        assert!(files("Unused").is_empty());
    }
}
