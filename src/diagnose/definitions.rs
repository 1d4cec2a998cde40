//! What is wrong with the definitions of a configuration file that reads well: types and cards that are not there.

use crate::device::tree::Tree;
use serde::Serialize;

/// Something to know about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The definition: `pcm.default`.
    pub key: String,
    /// Whether it makes the definition useless.
    pub weight: Weight,
    /// What it is.
    pub text: String,
}

/// How much a remark weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// It may be as it should.
    Warning,
    /// It cannot work.
    Error,
}

/// What is to be known of the machine.
pub struct Machine<'a> {
    /// Whether a plugin of this type is there.
    pub has_plugin: &'a dyn Fn(&str) -> bool,
    /// Whether a card of this number or id is there.
    pub has_card: &'a dyn Fn(&str) -> bool,
    /// How to come by a plugin.
    pub remedy: &'a dyn Fn(&str) -> String,
}

/// The remarks about a file's PCMs and control devices.
pub fn remarks(file: &Tree<'_>, machine: &Machine<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for section in ["pcm", "ctl"] {
        for (name, node) in file.at(section).map(Tree::children).unwrap_or_default() {
            look(&format!("{section}.{name}"), node, file, machine, &mut remarks);
        }
    }
    remarks
}

fn look(key: &str, node: &Tree<'_>, file: &Tree<'_>, machine: &Machine<'_>, remarks: &mut Vec<Remark>) {
    let mut remark = |weight, text| remarks.push(Remark { key: key.to_owned(), weight, text });
    if let Some(kind) = node.text_at("type") {
        let defined = file.at(&format!("pcm_type.{kind}")).or(file.at(&format!("ctl_type.{kind}"))).is_some();
        if !defined && !(machine.has_plugin)(&kind) {
            let remedy = (machine.remedy)(&kind);
            remark(Weight::Error, format!("there is no plugin of the type '{kind}': {remedy}"));
        }
        let card = node.text_at("card").filter(|card| kind == "hw" && !card.starts_with('$'));
        if let Some(card) = card.filter(|card| !(machine.has_card)(card)) {
            remark(Weight::Warning, format!("card '{card}' is not there at present"));
        }
    } else if key.matches('.').count() == 1 && node.children().iter().all(|(id, _)| id != "@func") && !is_name(node) {
        remark(Weight::Error, "it has no type".to_owned());
    }
    for (id, member) in node.children() {
        let leads_on = matches!(id.as_ref(), "slave" | "pcm" | "playback" | "capture" | "slaves" | "child");
        if leads_on || key.ends_with(".slaves") {
            look(&format!("{key}.{id}"), member, file, machine, remarks);
        }
    }
}

/// `pcm.default "other"` is another name.
fn is_name(node: &Tree<'_>) -> bool {
    node.text().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::config::read_file;

    fn of(text: &str) -> Vec<(String, Weight, String)> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rc");
        std::fs::write(&path, text).unwrap();
        let machine = Machine {
            has_plugin: &|kind| ["plug", "hw", "asym"].contains(&kind),
            has_card: &|card| card == "PCH",
            remedy: &|kind| format!("get {kind}"),
        };
        remarks(&read_file(&path).unwrap(), &machine).into_iter().map(|one| (one.key, one.weight, one.text)).collect()
    }

    #[test]
    fn missing_types_plugins_and_cards_are_named_where_they_are() {
        assert_eq!(of("pcm.a { type plug slave.pcm { type hw card PCH } }\npcm.b a\nctl.c { type hw card PCH }"), []);
        let plugin = of("pcm.a { type plug slave.pcm { type wide } }");
        assert_eq!(
            plugin,
            [("pcm.a.slave.pcm".into(), Weight::Error, "there is no plugin of the type 'wide': get wide".into())]
        );
        let card = of("pcm.a { type asym playback.pcm { type hw card USB } }");
        assert_eq!(card, [("pcm.a.playback.pcm".into(), Weight::Warning, "card 'USB' is not there at present".into())]);
        assert_eq!(of("pcm.a { slave.pcm hw }"), [("pcm.a".into(), Weight::Error, "it has no type".into())]);
        assert_eq!(of("pcm_type.wide { lib x }\npcm.a { type wide }"), []);
    }
}
