//! The cards and their devices, as the kernel lists them.

use super::streams::pcm;
use super::tree::{Tree, field};
use crate::device::cards::place::{Bus, Place, place};
use crate::device::pcm::Direction;

/// A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number, id, bus, path and product.
    pub place: Place,
    /// The same number.
    pub number: i32,
    /// The same id.
    pub id: String,
    /// The driver's word, "HDA-Intel".
    pub driver: String,
    /// The name, "HDA Intel PCH".
    pub name: String,
    /// The name with its place, "HDA Intel PCH at 0xdf420000 irq 132".
    pub long_name: String,
    /// Its PCM devices, each direction on its own.
    pub pcms: Vec<PcmDevice>,
    /// Its raw MIDI devices.
    pub midis: Vec<MidiDevice>,
}

/// A PCM device in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PcmDevice {
    /// The number.
    pub device: u32,
    /// The direction.
    pub direction: Direction,
    /// The id.
    pub id: String,
    /// The name, "ALC269VC Analog".
    pub name: String,
    /// How many streams it can have.
    pub subdevices: u32,
}

/// A raw MIDI device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MidiDevice {
    /// The number.
    pub device: u32,
    /// The name.
    pub name: String,
}

impl Card {
    /// The PCM devices of one direction.
    pub fn pcms_of(&self, direction: Direction) -> impl Iterator<Item = &PcmDevice> {
        self.pcms.iter().filter(move |pcm| pcm.direction == direction)
    }
}

/// The cards, by number: as /proc/asound lists them, or where a container covers that, as sysfs does.
pub fn read(tree: &Tree) -> Vec<Card> {
    let list = tree.text("proc/asound/cards").unwrap_or_default();
    let mut cards: Vec<Card> = list.lines().zip(list.lines().skip(1)).filter_map(|pair| listed(tree, pair)).collect();
    if cards.is_empty() {
        let numbers: Vec<i32> = tree.numbers("sys/class/sound", "card");
        cards = numbers.into_iter().filter_map(|number| Some(card(tree, place(tree.root(), number)?))).collect();
    }
    cards.sort_by_key(|card| card.number);
    cards
}

/// " 3 [Intel          ]: HDA-Intel - HDA Intel", and the long name in the next line.
fn listed(tree: &Tree, (line, next): (&str, &str)) -> Option<Card> {
    let (number, rest) = line.split_once('[')?;
    let number = number.trim().parse().ok()?;
    let (id, rest) = rest.split_once("]: ")?;
    let id = id.trim_end().to_owned();
    let (driver, name) = rest.split_once(" - ")?;
    let nowhere = Place { number, id: id.clone(), bus: Bus::Other, path: String::new(), usb: None };
    let place = place(tree.root(), number).unwrap_or(nowhere);
    let (driver, name, long_name) = (driver.to_owned(), name.trim().to_owned(), next.trim().to_owned());
    Some(Card { id, driver, name, long_name, ..card(tree, place) })
}

fn card(tree: &Tree, place: Place) -> Card {
    let (number, id) = (place.number, place.id.clone());
    let dir = format!("proc/asound/card{number}");
    let names = tree.names(&dir);
    let mut pcms: Vec<PcmDevice> = names.iter().filter_map(|name| pcm_device(tree, &dir, name)).collect();
    pcms.sort_by_key(|pcm| (pcm.device, pcm.direction == Direction::Capture));
    let mut midis: Vec<MidiDevice> = names.iter().filter_map(|name| midi_device(tree, &dir, name)).collect();
    midis.sort_by_key(|midi| midi.device);
    Card { place, number, name: id.clone(), id, driver: String::new(), long_name: String::new(), pcms, midis }
}

fn pcm_device(tree: &Tree, dir: &str, name: &str) -> Option<PcmDevice> {
    let (device, direction) = pcm(name)?;
    let info = tree.text(&format!("{dir}/{name}/info"))?;
    let text = |key: &str| field(&info, key).unwrap_or_default().to_owned();
    let subdevices = text("subdevices_count").parse().unwrap_or_default();
    Some(PcmDevice { device, direction, id: text("id"), name: text("name"), subdevices })
}

fn midi_device(tree: &Tree, dir: &str, name: &str) -> Option<MidiDevice> {
    let device = name.strip_prefix("midi")?.parse().ok()?;
    Some(MidiDevice { device, name: tree.line(&format!("{dir}/{name}")).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../../tests/trees/desk.txt");

    #[test]
    fn cards_have_their_names_places_and_devices() {
        let cards = read(&World::new(DESK).tree);
        let names: Vec<_> = cards.iter().map(|card| (card.number, card.id.as_str(), card.name.as_str())).collect();
        assert_eq!(names, [(0, "PCH", "HDA Intel PCH"), (1, "Piano", "Piano - Grand"), (2, "Mic", "USB Mic")]);
        assert_eq!(cards[0].long_name, "HDA Intel PCH at 0xdf420000 irq 132");
        let devices: Vec<_> = cards[0].pcms.iter().map(|pcm| (pcm.device, pcm.name.as_str())).collect();
        assert_eq!(devices, [(0, "ALC269 Analog"), (3, "HDMI 0")]);
        assert_eq!(cards[1].midis, [MidiDevice { device: 0, name: "Grand Piano".to_owned() }]);
        let buses: Vec<Bus> = cards.iter().map(|card| card.place.bus).collect();
        assert_eq!(buses, [Bus::Pci, Bus::Other, Bus::Usb]);
        assert_eq!(cards[0].place.path, "pci-0000:00:1b.0");
        assert_eq!(cards[2].place.path, "pci-0000:00:14.0-usb-0:2:1.0");
        assert_eq!(cards[2].place.usb.as_ref().unwrap().serial.as_deref(), Some("A1"));
    }

    #[test]
    fn where_the_kernels_list_is_covered_sysfs_lists_the_cards() {
        let world = World::new(DESK);
        world.remove("proc/asound");
        let ids: Vec<String> = read(&world.tree).into_iter().map(|card| card.id).collect();
        assert_eq!(ids, ["PCH", "Mic"]);
    }
}
