//! Where a card is plugged in, as sysfs tells it: its bus, its path and, on USB, whose product it is.
//!
//! The path is built as udev builds ID_PATH, so that it can be compared with the links of /dev/snd/by-path. Everything
//! is read below a root, which a test or a captured tree replaces.

use std::path::{Path, PathBuf};

/// How a card is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bus {
    /// USB.
    Usb,
    /// PCI and its successors.
    Pci,
    /// FireWire.
    Firewire,
    /// A part of the board, named by its device tree or firmware.
    Platform,
    /// No hardware: Dummy, Loopback and their like.
    Virtual,
    /// None of these.
    Other,
}

impl Bus {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Bus::Usb => "usb",
            Bus::Pci => "pci",
            Bus::Firewire => "firewire",
            Bus::Platform => "platform",
            Bus::Virtual => "virtual",
            Bus::Other => "other",
        }
    }
}

/// Whose product a USB device is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsbProduct {
    /// The vendor's number, four hex digits.
    pub vendor: String,
    /// The product's number, four hex digits.
    pub product: String,
    /// The serial number, if the device has one.
    pub serial: Option<String>,
}

/// A card and where it is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The card's number.
    pub number: i32,
    /// The card's id.
    pub id: String,
    /// How it is connected.
    pub bus: Bus,
    /// The path to it, "pci-0000:00:14.0-usb-0:2:1.0"; empty when sysfs does not tell.
    pub path: String,
    /// Whose product it is, for a card on USB.
    pub usb: Option<UsbProduct>,
}

/// The places of all cards, in order of their numbers. Empty where sysfs cannot be read.
pub fn places(root: &Path) -> Vec<Place> {
    let Ok(entries) = root.join("sys/class/sound").read_dir() else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let numbers = names.filter_map(|name| name.strip_prefix("card")?.parse().ok());
    let mut places: Vec<Place> = numbers.filter_map(|number| place(root, number)).collect();
    places.sort_by_key(|place| place.number);
    places
}

/// The place of one card.
pub fn place(root: &Path, number: i32) -> Option<Place> {
    let card = root.join(format!("sys/class/sound/card{number}"));
    let id = line(&card.join("id"))?;
    let devices = card.canonicalize().map(|card| devices_above(root, &card)).unwrap_or_default();
    let usb = devices.iter().find_map(|device| product(&device.dir));
    Some(Place { number, id, bus: bus(&devices), path: path(&devices), usb })
}

/// A device of sysfs, with the subsystem that it belongs to.
struct Device {
    dir: PathBuf,
    name: String,
    subsystem: String,
}

/// The devices that the card hangs on, the nearest first.
fn devices_above(root: &Path, card: &Path) -> Vec<Device> {
    let Ok(top) = root.join("sys/devices").canonicalize() else { return Vec::new() };
    let dirs = card.ancestors().skip(1).take_while(|dir| dir.starts_with(&top));
    dirs.filter_map(|dir| {
        let subsystem = dir.join("subsystem").read_link().ok()?;
        let name = dir.file_name()?.to_str()?.to_owned();
        Some(Device { dir: dir.to_owned(), name, subsystem: subsystem.file_name()?.to_str()?.to_owned() })
    })
    .collect()
}

fn bus(devices: &[Device]) -> Bus {
    let of = |device: &Device| match device.subsystem.as_str() {
        "usb" => Some(Bus::Usb),
        "pci" => Some(Bus::Pci),
        "firewire" => Some(Bus::Firewire),
        // The drivers of cards that are no hardware make themselves a device of this name.
        "platform" if device.name.starts_with("snd_") && devices.len() == 1 => Some(Bus::Virtual),
        "platform" => Some(Bus::Platform),
        _ => None,
    };
    match devices {
        [] => Bus::Virtual,
        devices => devices.iter().find_map(of).unwrap_or(Bus::Other),
    }
}

/// udev's ID_PATH: of devices in a row on one bus, only the nearest has a word in it.
fn path(devices: &[Device]) -> String {
    let mut words = Vec::new();
    let mut below = "";
    for Device { name, subsystem, .. } in devices {
        if subsystem != below {
            words.extend(word(subsystem, name));
        }
        below = subsystem;
    }
    words.reverse();
    words.join("-")
}

fn word(subsystem: &str, name: &str) -> Option<String> {
    match subsystem {
        "usb" => Some(format!("usb-0:{}", name.split_once('-')?.1)),
        "pci" | "platform" | "acpi" => Some(format!("{subsystem}-{name}")),
        _ => None,
    }
}

fn product(device: &Path) -> Option<UsbProduct> {
    let field = |name: &str| line(&device.join(name));
    let serial = field("serial").filter(|serial| !serial.is_empty());
    Some(UsbProduct { vendor: field("idVendor")?, product: field("idProduct")?, serial })
}

fn line(path: &Path) -> Option<String> {
    Some(std::fs::read_to_string(path).ok()?.trim().to_owned())
}
