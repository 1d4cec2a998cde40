//! Names of cards that stay when numbers change: `@usb:VID:PID[:SERIAL]`, `@path:PATH` and `@ID`.
//!
//! A name that fits several cards is refused with the names that tell them apart: none is ever chosen by chance.

use super::place::{Place, UsbProduct, places};
use std::borrow::Cow;
use std::fmt;
use std::path::Path;

/// Why a stable name leads to no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfound {
    /// No card has it. The names that there are.
    Nobody {
        /// The name.
        wanted: String,
        /// The names of the cards there are.
        there: Vec<String>,
    },
    /// Several have it. Their own names.
    Several {
        /// The name.
        wanted: String,
        /// What each of them is called alone.
        named: Vec<String>,
    },
}

impl fmt::Display for Unfound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfound::Nobody { wanted, there } if there.is_empty() => write!(f, "no card is '{wanted}': there is none"),
            Unfound::Nobody { wanted, there } => {
                write!(f, "no card is '{wanted}'; the cards are {}", there.join(", "))
            }
            Unfound::Several { wanted, named } => {
                write!(f, "{} cards are '{wanted}': say {}", named.len(), named.join(" or "))
            }
        }
    }
}

impl std::error::Error for Unfound {}

/// The number of the card that has this stable name.
///
/// # Errors
/// No card has it, or several.
pub fn find_stable(name: &str) -> Result<i32, Unfound> {
    find_among(name, &places(Path::new("/")))
}

/// The name of a PCM or control device, with a stable name in it replaced by its card's number: `@PCH` is `hw:0`,
/// `@PCH,3` is `hw:0,3`, `plug:@PCH` is `plughw:0`, and `dmix:@PCH` is `dmix:0`. Other names stay as they are.
///
/// # Errors
/// No card has the stable name, or several.
pub fn plain_name(name: &str) -> Result<Cow<'_, str>, Unfound> {
    let Some((plugin, stable)) = split(name) else { return Ok(Cow::Borrowed(name)) };
    named_among(plugin, stable, &places(Path::new("/"))).map(Cow::Owned)
}

/// The plug-in and the stable name in `name`, if there is one.
fn split(name: &str) -> Option<(&str, &str)> {
    let at = name.find('@')?;
    let plugin = match &name[..at] {
        "" => "hw",
        "plug:" => "plughw",
        before => before.strip_suffix(':')?,
    };
    let is_word = plugin.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_word && !plugin.is_empty()).then_some((plugin, &name[at..]))
}

fn named_among(plugin: &str, stable: &str, places: &[Place]) -> Result<String, Unfound> {
    // A serial number may contain commas, so that what stands behind one is a device only if it is a number.
    match find_among(stable, places) {
        Ok(number) => Ok(format!("{plugin}:{number}")),
        Err(unfound) => {
            let Some((card, device)) = stable.rsplit_once(',').filter(|(_, device)| is_number(device)) else {
                return Err(unfound);
            };
            let before = named_among(plugin, card, places)?;
            Ok(format!("{before},{device}"))
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of the card that has this stable name, among these.
///
/// # Errors
/// No card has it, or several.
pub fn find_among(name: &str, places: &[Place]) -> Result<i32, Unfound> {
    let fitting: Vec<&Place> = places.iter().filter(|place| fits(name, place)).collect();
    let wanted = name.to_owned();
    match fitting.as_slice() {
        [place] => Ok(place.number),
        [] => Err(Unfound::Nobody { wanted, there: places.iter().map(|place| stable_name(place, places)).collect() }),
        several => {
            Err(Unfound::Several { wanted, named: several.iter().map(|place| stable_name(place, places)).collect() })
        }
    }
}

fn fits(name: &str, place: &Place) -> bool {
    let Some(name) = name.strip_prefix('@') else { return false };
    if let Some(wanted) = name.strip_prefix("usb:") {
        return place.usb.as_ref().is_some_and(|usb| is_product(wanted, usb));
    }
    match name.strip_prefix("path:") {
        Some(path) => !path.is_empty() && path == place.path,
        None => name == place.id,
    }
}

fn is_product(wanted: &str, usb: &UsbProduct) -> bool {
    let mut words = wanted.splitn(3, ':');
    let is = |word: Option<&str>, number: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(number));
    let product = is(words.next(), &usb.vendor) && is(words.next(), &usb.product);
    product && words.next().is_none_or(|serial| Some(serial) == usb.serial.as_deref())
}

/// The shortest name that only this card of these has, and keeps when others come or go: product and serial number on
/// USB, else the id, else the path where the kernel has numbered equal ids.
pub fn stable_name(place: &Place, places: &[Place]) -> String {
    let is_alone = |name: &str| places.iter().filter(|other| fits(name, other)).count() == 1;
    let by_path = (!place.path.is_empty()).then(|| format!("@path:{}", place.path)).filter(|name| is_alone(name));
    let by_id = format!("@{}", place.id);
    match &place.usb {
        Some(usb) => by_product(usb).into_iter().find(|name| is_alone(name)).or(by_path).unwrap_or(by_id),
        None if is_numbered(place, places) => by_path.unwrap_or(by_id),
        None => by_id,
    }
}

fn by_product(usb: &UsbProduct) -> Vec<String> {
    let product = format!("@usb:{}:{}", usb.vendor, usb.product);
    let is_plain = |serial: &&String| serial.bytes().all(|byte| byte.is_ascii_graphic());
    let full = usb.serial.as_ref().filter(is_plain).map(|serial| format!("{product}:{serial}"));
    [product].into_iter().chain(full).collect()
}

/// Whether the id differs from another card's only by the number that the kernel gave it: which one gets it depends
/// on the order in which they come up.
fn is_numbered(place: &Place, places: &[Place]) -> bool {
    let stem = |id: &str| id.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('_').to_owned();
    let own = stem(&place.id);
    places.iter().any(|other| other.number != place.number && stem(&other.id) == own)
}

#[cfg(test)]
mod tests {
    use super::super::place::Bus;
    use super::*;

    fn card(number: i32, id: &str, path: &str) -> Place {
        Place { number, id: id.to_owned(), bus: Bus::Pci, path: path.to_owned(), usb: None }
    }

    fn usb(number: i32, id: &str, path: &str, serial: Option<&str>) -> Place {
        let product =
            UsbProduct { vendor: "0d8c".to_owned(), product: "013a".to_owned(), serial: serial.map(str::to_owned) };
        Place { bus: Bus::Usb, usb: Some(product), ..card(number, id, path) }
    }

    fn desk() -> Vec<Place> {
        vec![
            card(0, "PCH", "pci-0000:00:1b.0"),
            usb(1, "Mic", "pci-0000:00:14.0-usb-0:1:1.0", Some("A1,2")),
            usb(2, "Mic_1", "pci-0000:00:14.0-usb-0:2:1.0", Some("B2")),
            usb(3, "Mic_2", "pci-0000:00:14.0-usb-0:3:1.0", Some("B2")),
        ]
    }

    #[test]
    fn a_card_is_found_by_id_by_path_and_by_product() {
        let found = |name| find_among(name, &desk());
        assert_eq!(found("@PCH"), Ok(0));
        assert_eq!(found("@path:pci-0000:00:14.0-usb-0:2:1.0"), Ok(2));
        assert_eq!(found("@usb:0D8C:013a:A1,2"), Ok(1));
        for missing in ["@pch", "@", "@path:", "@usb:", "@usb:0d8c", "@usb:0d8c:013b", "@usb:0d8c:013a:", "PCH"] {
            assert!(matches!(found(missing), Err(Unfound::Nobody { .. })), "{missing}");
        }
    }

    #[test]
    fn of_equal_cards_none_is_chosen() {
        let error = find_among("@usb:0d8c:013a:B2", &desk()).unwrap_err().to_string();
        let expected = "2 cards are '@usb:0d8c:013a:B2': say @path:pci-0000:00:14.0-usb-0:2:1.0 or \
                        @path:pci-0000:00:14.0-usb-0:3:1.0";
        assert_eq!(error, expected);
        let error = find_among("@Mike", &desk()[..2]).unwrap_err().to_string();
        assert_eq!(error, "no card is '@Mike'; the cards are @PCH, @usb:0d8c:013a");
    }

    #[test]
    fn what_a_card_is_called_finds_it_again() {
        let desk = desk();
        let names: Vec<String> = desk.iter().map(|place| stable_name(place, &desk)).collect();
        assert_eq!(names[..2], ["@PCH", "@usb:0d8c:013a:A1,2"]);
        assert_eq!(names[2], "@path:pci-0000:00:14.0-usb-0:2:1.0");
        for (place, name) in desk.iter().zip(&names) {
            assert_eq!(find_among(name, &desk), Ok(place.number));
        }
        assert_eq!(stable_name(&desk[2], &desk[..3]), "@usb:0d8c:013a:B2");
        let pair = [card(0, "Generic", "pci-0000:03:00.1"), card(1, "Generic_1", "pci-0000:03:00.6")];
        assert_eq!(stable_name(&pair[0], &pair), "@path:pci-0000:03:00.1");
    }

    #[test]
    fn a_device_follows_the_name() {
        let plain = |name| {
            let (plugin, stable) = split(name)?;
            named_among(plugin, stable, &desk()).ok()
        };
        assert_eq!(plain("@PCH").as_deref(), Some("hw:0"));
        assert_eq!(plain("@PCH,3").as_deref(), Some("hw:0,3"));
        assert_eq!(plain("@PCH,3,1").as_deref(), Some("hw:0,3,1"));
        assert_eq!(plain("plug:@usb:0d8c:013a:A1,2,0").as_deref(), Some("plughw:1,0"));
        assert_eq!(plain("dmix:@PCH").as_deref(), Some("dmix:0"));
        for other in ["hw:0", "default", "@PCH,x", "plug:'@PCH'", "tee:\"a@b\"", ":@PCH"] {
            assert_eq!(plain(other), None, "{other}");
        }
    }
}
