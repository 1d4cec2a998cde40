//! Sound hardware on PCI and USB, with the driver that has it, or with the modules that would.

use super::kernel::module_dir;
use super::tree::Tree;
use crate::device::cards::place::Bus;

/// A device that calls itself a sound card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hardware {
    /// The bus.
    pub bus: Bus,
    /// Its place there, "0000:00:1b.0" or "1-1:1.0".
    pub place: String,
    /// What it calls itself, on USB.
    pub name: Option<String>,
    /// The driver that has it.
    pub driver: Option<String>,
    /// The modules that know it, in the kernel's list; only where no driver has it.
    pub modules: Vec<String>,
}

/// All of it.
pub fn read(tree: &Tree) -> Vec<Hardware> {
    let pci = tree.names("sys/bus/pci/devices").into_iter().filter_map(|name| pci(tree, name));
    let usb = tree.names("sys/bus/usb/devices").into_iter().filter_map(|name| usb(tree, name));
    pci.chain(usb).collect()
}

/// Class 4 is multimedia; 0 in it is video.
fn pci(tree: &Tree, place: String) -> Option<Hardware> {
    let dir = format!("sys/bus/pci/devices/{place}");
    let class = tree.line(&format!("{dir}/class"))?;
    let is_sound = ["0x0401", "0x0403"].iter().any(|sound| class.starts_with(sound));
    is_sound.then(|| hardware(tree, Bus::Pci, place, &dir, None))
}

/// Interface class 1, subclass 1 is control of sound, which each sound device has once.
fn usb(tree: &Tree, place: String) -> Option<Hardware> {
    let dir = format!("sys/bus/usb/devices/{place}");
    let is = |file: &str| tree.line(&format!("{dir}/{file}")).as_deref() == Some("01");
    if !is("bInterfaceClass") || !is("bInterfaceSubClass") {
        return None;
    }
    let device = place.split(':').next().unwrap_or_default();
    let name = tree.line(&format!("sys/bus/usb/devices/{device}/product"));
    Some(hardware(tree, Bus::Usb, place, &dir, name))
}

fn hardware(tree: &Tree, bus: Bus, place: String, dir: &str, name: Option<String>) -> Hardware {
    let driver = tree.link(&format!("{dir}/driver")).and_then(|link| Some(link.rsplit('/').next()?.to_owned()));
    let alias = tree.line(&format!("{dir}/modalias")).filter(|_| driver.is_none());
    let modules = alias.map(|alias| modules(tree, &alias)).unwrap_or_default();
    Hardware { bus, place, name, driver, modules }
}

/// The modules whose pattern the alias fits, each once.
fn modules(tree: &Tree, alias: &str) -> Vec<String> {
    let release = tree.line("proc/sys/kernel/osrelease").unwrap_or_default();
    let list = tree.text(&format!("{}/modules.alias", module_dir(&release))).unwrap_or_default();
    let entries = list.lines().filter_map(|line| line.strip_prefix("alias ")?.rsplit_once(' '));
    let fitting = entries.filter(|(pattern, _)| fits(pattern.as_bytes(), alias.as_bytes()));
    let mut modules: Vec<String> = fitting.map(|(_, module)| module.to_owned()).collect();
    modules.sort();
    modules.dedup();
    modules
}

/// Whether a shell pattern of `*`, `?` and sets fits. It goes back to the last star only, which is enough.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match step(&pattern[at..], text[from]) {
            Step::Star => {
                star = Some((at + 1, from));
                at += 1;
            }
            Step::Fits(length) => {
                at += length;
                from += 1;
            }
            Step::Not => {
                let Some((after, tried)) = star else { return false };
                star = Some((after, tried + 1));
                (at, from) = (after, tried + 1);
            }
        }
    }
    pattern[at..].iter().all(|letter| *letter == b'*')
}

enum Step {
    Star,
    /// So many letters of the pattern stand for this one of the text.
    Fits(usize),
    Not,
}

fn step(pattern: &[u8], letter: u8) -> Step {
    match pattern {
        [b'*', ..] => Step::Star,
        [b'?', ..] => Step::Fits(1),
        [b'[', set @ ..] => match set.iter().position(|end| *end == b']') {
            Some(end) if is_in(&set[..end], letter) => Step::Fits(end + 2),
            _ => Step::Not,
        },
        [same, ..] if *same == letter => Step::Fits(1),
        _ => Step::Not,
    }
}

fn is_in(set: &[u8], letter: u8) -> bool {
    match set {
        [from, b'-', to, rest @ ..] => (*from..=*to).contains(&letter) || is_in(rest, letter),
        [one, rest @ ..] => *one == letter || is_in(rest, letter),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    #[test]
    fn patterns_of_module_aliases_fit_as_in_a_shell() {
        let fits = |pattern: &str, text: &str| super::fits(pattern.as_bytes(), text.as_bytes());
        assert!(fits("pci:v00008086d00009D71sv*sd*bc*sc*i*", "pci:v00008086d00009D71sv000017AAsd1bc04sc03i80"));
        assert!(fits("usb:v*p*d*dc*dsc*dp*ic01isc01ip*in*", "usb:v46F4p0002d0000dc00dsc00dp00ic01isc01ip00in00"));
        assert!(fits("usb:v0582p00[0-5a]*", "usb:v0582p004x") && fits("a?c*", "abc"));
        assert!(!fits("usb:v0582p00[0-5a]*", "usb:v0582p007x") && !fits("abc", "ab") && !fits("ab", "abc"));
    }

    #[test]
    fn hardware_without_a_driver_names_the_modules_for_it() {
        let world = World::new(
            "-- proc/sys/kernel/osrelease --\n6.1.0\n\
             -- lib/modules/6.1.0/modules.alias --\nalias pci:v00008086d*sv*sd*bc04sc03i00* snd_hda_intel\nalias pci:v00001002d* radeon\n\
             -- sys/bus/pci/devices/0000:00:1b.0/class --\n0x040300\n\
             -- sys/bus/pci/devices/0000:00:1b.0/modalias --\npci:v00008086d0000293Esv1AF4sd1100bc04sc03i00\n\
             -- sys/bus/pci/devices/0000:01:00.0/class --\n0x040000\n\
             -- sys/bus/usb/devices/1-1/product --\nMicrophone\n\
             -- sys/bus/usb/devices/1-1:1.0/bInterfaceClass --\n01\n-- sys/bus/usb/devices/1-1:1.0/bInterfaceSubClass --\n01\n\
             -- sys/bus/usb/devices/1-1:1.0/driver -> ../../../bus/usb/drivers/snd-usb-audio --\n",
        );
        let found = read(&world.tree);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].driver.as_ref(), found[0].modules.as_slice()), (None, &["snd_hda_intel".to_owned()][..]));
        assert_eq!(found[1].name.as_deref(), Some("Microphone"));
        assert_eq!(found[1].driver.as_deref(), Some("snd-usb-audio"));
    }
}
