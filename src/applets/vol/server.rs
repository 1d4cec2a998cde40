//! What to type where a sound server has the volume: that server's own tool, with the same wish.

use super::job::Wanted;
use crate::device::config::Server;
use crate::device::pcm::Direction;
use crate::mixer::wish::{Amount, From, Unit};

/// The answer to a wish that only the server can fulfil.
pub(super) fn answer(server: Server, direction: Direction, wanted: Wanted) -> String {
    let name = server.name();
    match server {
        Server::PulseAudio => {
            format!("default is {name}, which has a volume of its own: {}\n{CARD}", pactl(direction, wanted))
        }
        Server::PipeWire => {
            format!("default is {name}, which has a volume of its own: {}\n{CARD}", wpctl(direction, wanted))
        }
        Server::Jack => format!("default is {name}, which leaves the volume to its programs\n{CARD}"),
    }
}

const CARD: &str = "The volume of a card below it: vol -c CARD";

fn pactl(direction: Direction, wanted: Wanted) -> String {
    let (kind, device) = match direction {
        Direction::Playback => ("sink", "@DEFAULT_SINK@"),
        Direction::Capture => ("source", "@DEFAULT_SOURCE@"),
    };
    let mute = |word: &str| format!("pactl set-{kind}-mute {device} {word}");
    match wanted {
        Wanted::Show => format!("pactl get-{kind}-volume {device}"),
        Wanted::Mute => mute("1"),
        Wanted::Unmute => mute("0"),
        Wanted::Toggle => mute("toggle"),
        Wanted::Volume(amount) => format!("pactl set-{kind}-volume {device} {}", signed(amount)),
    }
}

/// pactl has the sign before the number.
fn signed(Amount { value, unit, from }: Amount) -> String {
    let sign = match from {
        From::Zero => "",
        From::Up => "+",
        From::Down => "-",
    };
    format!("{sign}{value}{}", if unit == Unit::Decibel { "dB" } else { "%" })
}

/// wpctl knows no decibels; it has the sign after the number.
fn wpctl(direction: Direction, wanted: Wanted) -> String {
    let device = match direction {
        Direction::Playback => "@DEFAULT_AUDIO_SINK@",
        Direction::Capture => "@DEFAULT_AUDIO_SOURCE@",
    };
    let volume = |text: &str| format!("wpctl set-volume {device} {text}");
    match wanted {
        Wanted::Show => format!("wpctl get-volume {device}"),
        Wanted::Mute => format!("wpctl set-mute {device} 1"),
        Wanted::Unmute => format!("wpctl set-mute {device} 0"),
        Wanted::Toggle => format!("wpctl set-mute {device} toggle"),
        Wanted::Volume(Amount { value, unit: Unit::Decibel, from: From::Zero }) => {
            volume(&format!("{:.2}", 10f64.powf(value / 60.0)))
        }
        Wanted::Volume(Amount { unit: Unit::Decibel, from, .. }) => {
            volume(if from == From::Up { "5%+" } else { "5%-" })
        }
        Wanted::Volume(Amount { value, from, .. }) => match from {
            From::Zero => volume(&format!("{value}%")),
            From::Up => volume(&format!("{value}%+")),
            From::Down => volume(&format!("{value}%-")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_wish_is_written_as_the_servers_tool_wants_it() {
        let amount = |value, unit, from| Wanted::Volume(Amount { value, unit, from });
        let step = amount(5.0, Unit::Percent, From::Up);
        assert_eq!(pactl(Direction::Playback, step), "pactl set-sink-volume @DEFAULT_SINK@ +5%");
        assert_eq!(wpctl(Direction::Playback, step), "wpctl set-volume @DEFAULT_AUDIO_SINK@ 5%+");
        let level = amount(-20.0, Unit::Decibel, From::Zero);
        assert_eq!(pactl(Direction::Capture, level), "pactl set-source-volume @DEFAULT_SOURCE@ -20dB");
        // PipeWire's scale is the cube root of the amplitude.
        assert_eq!(wpctl(Direction::Playback, level), "wpctl set-volume @DEFAULT_AUDIO_SINK@ 0.46");
        assert_eq!(pactl(Direction::Playback, Wanted::Toggle), "pactl set-sink-mute @DEFAULT_SINK@ toggle");
        let jack = answer(Server::Jack, Direction::Playback, Wanted::Show);
        assert!(jack.starts_with("default is JACK, which leaves"), "{jack}");
    }
}
