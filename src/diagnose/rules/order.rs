//! Cards of one driver that change places from start to start.

use crate::device::cards::place::Bus;
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Card;

/// Two cards of one driver without a fixed number or id.
pub fn unstable(facts: &Facts, _: Question) -> Vec<Finding> {
    let cards = &facts.snapshot.cards;
    let mut drivers: Vec<&str> =
        cards.iter().map(|card| card.driver.as_str()).filter(|driver| !driver.is_empty()).collect();
    drivers.sort_unstable();
    drivers.dedup();
    drivers.into_iter().filter_map(|driver| of_driver(facts, driver)).collect()
}

fn of_driver(facts: &Facts, driver: &str) -> Option<Finding> {
    let same: Vec<&Card> = facts.snapshot.cards.iter().filter(|card| card.driver == driver).collect();
    let module = module_of(driver)?;
    if same.len() < 2 || facts.options.pins(module) {
        return None;
    }
    let names: Vec<String> = same.iter().map(|card| format!("{} ({})", card.number, card.id)).collect();
    let finding = Finding::warn(format!(
        "cards {} have one driver, and may change places at the next start",
        names.join(" and ")
    ));
    let finding = finding.seen(format!("no index= or id= for {module} in /etc/modprobe.d, and no rule of udev"));
    Some(finding.mended_by(match same.iter().find(|card| card.place.bus == Bus::Usb) {
        Some(card) => rule(card, facts),
        None => options(module, &same),
    }))
}

fn module_of(driver: &str) -> Option<&'static str> {
    match driver {
        "USB-Audio" => Some("snd-usb-audio"),
        "HDA-Intel" => Some("snd-hda-intel"),
        _ => None,
    }
}

/// A card's id by the port that it is plugged into.
fn rule(card: &Card, facts: &Facts) -> String {
    let end = format!("/sound/card{}", card.number);
    let home = facts.homes.iter().find_map(|home| home.strip_suffix(&end)).unwrap_or_default();
    let port = home.rsplit('/').next().unwrap_or_default();
    let Card { id, .. } = card;
    format!(
        "in /etc/udev/rules.d/85-sound-names.rules: SUBSYSTEM==\"sound\", KERNEL==\"card*\", \
         DEVPATH==\"*/{port}/*\", ATTR{{id}}=\"{id}\"; then name it by its id (default set {id})"
    )
}

fn options(module: &str, cards: &[&Card]) -> String {
    let numbers: Vec<String> = cards.iter().map(|card| card.number.to_string()).collect();
    let ids: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    format!("in /etc/modprobe.d/sound.conf: options {module} index={} id={}", numbers.join(","), ids.join(","))
}
