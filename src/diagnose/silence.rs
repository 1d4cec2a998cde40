//! Why an input is silent, as far as the mixer of its card tells: switches, volumes and the chosen input.

use crate::mixer::element::{Choice, Element, Side};

/// The reasons that a card's elements give, each with the command that changes it. The card is named as `-c` takes it.
pub fn reasons(card: &str, elements: &[Element]) -> Vec<String> {
    let groups = exclusive_reasons(card, elements);
    let own = elements.iter().flat_map(|element| element_reasons(card, element));
    groups.into_iter().chain(own).collect()
}

fn element_reasons(card: &str, element: &Element) -> Vec<String> {
    let name = quoted(element);
    let capture = element.capture.as_ref();
    let is_off = element.capture_group.is_none() && capture.is_some_and(is_off);
    let off = is_off.then(|| format!("capture of {name} is off: amixer -c {card} sset {name} cap"));
    let is_low = capture.is_some_and(is_at_least_volume);
    let low = is_low.then(|| format!("the volume of {name} is 0%: amixer -c {card} sset {name} 80%"));
    let input = element.choice.as_ref().filter(|_| chooses_input(element));
    off.into_iter().chain(low).chain(input.and_then(|choice| other_inputs(card, &name, choice))).collect()
}

/// Of a group of switches one chooses the input.
fn exclusive_reasons(card: &str, elements: &[Element]) -> Option<String> {
    let group: Vec<&Element> = elements.iter().filter(|element| element.capture_group.is_some()).collect();
    let on = group.iter().find(|element| element.capture.as_ref().is_some_and(|side| !is_off(side)));
    match (on, group.first()) {
        (Some(on), Some(_)) => {
            let other = group.iter().find(|element| element.name != on.name)?;
            let (on, other) = (quoted(on), quoted(other));
            Some(format!("the input is {on}; another one: amixer -c {card} sset {other} cap"))
        }
        (None, Some(first)) => {
            let first = quoted(first);
            Some(format!("no input is chosen: amixer -c {card} sset {first} cap"))
        }
        _ => None,
    }
}

fn other_inputs(card: &str, name: &str, choice: &Choice) -> Option<String> {
    let chosen = *choice.chosen.first()? as usize;
    let (now, other) =
        (choice.items.get(chosen)?, choice.items.iter().enumerate().find(|(item, _)| *item != chosen)?.1);
    Some(format!("the input is '{now}'; another one: amixer -c {card} sset {name} '{other}'"))
}

fn chooses_input(element: &Element) -> bool {
    let name = element.name.to_ascii_lowercase();
    ["source", "input", "mic select"].iter().any(|word| name.contains(word))
}

fn is_off(side: &Side) -> bool {
    let mut switches = side.channels.iter().filter_map(|channel| channel.on).peekable();
    switches.peek().is_some() && switches.all(|on| !on)
}

fn is_at_least_volume(side: &Side) -> bool {
    let Some((least, _)) = side.range else { return false };
    let mut volumes = side.channels.iter().filter_map(|channel| channel.volume).peekable();
    volumes.peek().is_some() && volumes.all(|volume| volume.raw == least)
}

fn quoted(element: &Element) -> String {
    match element.index {
        0 => format!("'{}'", element.name),
        index => format!("'{}',{index}", element.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::mixer::Channel;
    use crate::mixer::element::{ChannelState, Volume};

    fn element(name: &str, on: Option<bool>, raw: Option<i64>) -> Element {
        let volume = raw.map(|raw| Volume { raw, percent: raw, mapped_percent: raw, centibel: None });
        let channels = Channel::all().take(1).map(|channel| ChannelState { channel, volume, on }).collect();
        let capture = Some(Side { range: raw.map(|_| (0, 100)), levels: None, mono: true, channels });
        Element {
            name: name.to_owned(),
            index: 0,
            capabilities: vec![],
            capture_group: None,
            common_volume: false,
            common_switch: false,
            playback: None,
            capture,
            choice: None,
        }
    }

    #[test]
    fn a_switch_and_a_volume_are_named_with_their_remedy() {
        let told = reasons("PCH", &[element("Capture", Some(false), Some(0))]);
        let expected = [
            "capture of 'Capture' is off: amixer -c PCH sset 'Capture' cap",
            "the volume of 'Capture' is 0%: amixer -c PCH sset 'Capture' 80%",
        ];
        assert_eq!(told, expected);
        assert_eq!(reasons("PCH", &[element("Capture", Some(true), Some(50))]), Vec::<String>::new());
    }

    #[test]
    fn of_a_group_of_switches_the_chosen_one_is_named() {
        let in_group = |name, on| Element { capture_group: Some(0), ..element(name, Some(on), None) };
        let told = reasons("0", &[in_group("Mic", true), in_group("Line", false)]);
        assert_eq!(told, ["the input is 'Mic'; another one: amixer -c 0 sset 'Line' cap"]);
        let told = reasons("0", &[in_group("Mic", false)]);
        assert_eq!(told, ["no input is chosen: amixer -c 0 sset 'Mic' cap"]);
    }

    #[test]
    fn an_enumerated_source_is_named() {
        let choice = Choice { items: vec!["Mic".to_owned(), "Line".to_owned()], chosen: vec![0] };
        let source = Element { capture: None, choice: Some(choice), ..element("Input Source", None, None) };
        let told = reasons("0", &[source]);
        assert_eq!(told, ["the input is 'Mic'; another one: amixer -c 0 sset 'Input Source' 'Line'"]);
    }
}
