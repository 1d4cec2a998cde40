//! A card as a paragraph, with everything that is known of it (`-v`).

use super::look::{Card, Device, Row};
use super::shown::level;
use crate::diagnose::moment;
use crate::diagnose::unavailable::spans;

/// The lines of a card.
pub(super) fn paragraph(card: &Card) -> String {
    let Card { number, id, name, long_name, stable_name, path, bus, .. } = card;
    let mut lines = vec![format!("card {number}: {id} [{name}]"), format!("  {long_name}")];
    lines.push(format!("  stable name: {stable_name}"));
    lines.push(match path.as_str() {
        "" => format!("  bus: {bus}"),
        path => format!("  bus: {bus}, @path:{path}"),
    });
    if !card.default.is_empty() {
        lines.push(format!("  default for {}", card.default.join(" and ")));
    }
    lines.extend(card.levels.iter().map(|of| format!("  {} level: {} {}", of.direction, of.control, level(of))));
    lines.extend(card.used_by.iter().map(|row| {
        let since = row.since.map(|seconds| format!(" since {}", moment::words(seconds))).unwrap_or_default();
        let who = match (&row.command, row.pid, &row.user) {
            (Some(command), Some(pid), Some(user)) => format!("{command} (process {pid}, user {user})"),
            (_, Some(pid), _) => format!("process {pid}"),
            _ => "a process that cannot be seen from here".to_owned(),
        };
        format!("  {} of device {} is used by {who}{since}", row.direction, row.device)
    }));
    let pcms = |devices: &[Device], direction: &str| -> Vec<String> {
        devices.iter().flat_map(|device| pcm(*number, device, direction)).collect()
    };
    lines.extend(pcms(&card.playback, "playback"));
    lines.extend(pcms(&card.capture, "capture"));
    lines.extend(card.midi.iter().map(|midi| format!("  hw:{number},{} MIDI: {}", midi.device, midi.name)));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn pcm(card: i32, device: &Device, direction: &str) -> Vec<String> {
    let Device { device: number, name, subdevices, .. } = device;
    let many = if *subdevices > 1 { format!(", {subdevices} subdevices") } else { String::new() };
    let mut lines = vec![format!("  hw:{card},{number} {direction}: {name}{many}")];
    lines.extend(device.verified.iter().flatten().map(row));
    lines.extend(device.error.iter().map(|error| format!("    cannot be asked: {error}")));
    lines
}

fn row(row: &Row) -> String {
    let channels =
        if row.channels == [1] { "1 channel".to_owned() } else { format!("{} channels", spans(&row.channels)) };
    let rates: Vec<String> = row.rates.iter().map(u32::to_string).collect();
    let rates = match (row.any_rate, row.rates.first(), row.rates.last()) {
        (true, Some(first), Some(last)) => format!("any rate from {first} to {last} Hz"),
        _ => format!("{} Hz", rates.join(", ")),
    };
    format!("    {}; {channels}; {rates}", row.formats.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::shown::tests::card;
    use super::*;

    #[test]
    fn a_paragraph_has_every_pcm_with_what_it_proved() {
        let expected = "\
card 0: PCH [HDA Intel PCH]
  HDA Intel PCH at 0xdf420000 irq 132
  stable name: @PCH
  bus: pci, @path:pci-0000:00:1b.0
  default for playback
  playback level: Master 74% -12.00dB off
  hw:0,0 playback: ALC269 Analog
    S16_LE, S32_LE; 2 channels; 44100, 48000 Hz
  hw:0,3 playback: ALC269 Analog
";
        assert_eq!(paragraph(&card()), expected);
    }

    #[test]
    fn a_range_without_gaps_is_one_and_a_busy_pcm_says_so() {
        let any = Row {
            formats: vec!["U8".to_owned()],
            channels: vec![1, 2, 3],
            rates: vec![4000, 8000, 192_000],
            any_rate: true,
        };
        assert_eq!(row(&any), "    U8; 1-3 channels; any rate from 4000 to 192000 Hz");
        let busy =
            Device { error: Some("Device or resource busy".to_owned()), verified: None, ..card().playback[0].clone() };
        assert_eq!(pcm(0, &busy, "capture")[1], "    cannot be asked: Device or resource busy");
    }
}
