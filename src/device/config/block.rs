//! The marked block that makes a card the default, put into a configuration file's text and taken out again.
//!
//! Everything outside the marks is kept to the byte; the block stands last, because the last definition wins.

const BEGIN: &str = "# >>> alsabox default >>> (written by `default set`, taken out by `default unset`)";
const BEGIN_MARK: &str = "# >>> alsabox default >>>";
const END: &str = "# <<< alsabox default <<<";

/// Which device becomes the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The card's id.
    pub card: String,
    /// The device, where it is not the card's own choice.
    pub device: Option<u32>,
    /// Whether several programs share it.
    pub sharing: Sharing,
}

/// Whether several programs can use a device at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// They are mixed.
    Mixed,
    /// One has it for itself: what cannot be mixed still plays.
    Alone,
}

/// The block's lines, without its marks.
fn definition(target: &Target) -> String {
    let Target { card, device, sharing } = target;
    let pcm = match (device, sharing) {
        (None, _) => format!("    type empty\n    slave.pcm \"sysdefault:CARD={card}\"\n"),
        (Some(device), Sharing::Alone) => format!("    type plug\n    slave.pcm \"hw:CARD={card},DEV={device}\"\n"),
        (Some(device), Sharing::Mixed) => {
            let half = |name: &str, plugin: &str| {
                format!("    {name}.pcm {{ type plug slave.pcm \"{plugin}:CARD={card},DEV={device}\" }}\n")
            };
            format!("    type asym\n{}{}", half("playback", "dmix"), half("capture", "dsnoop"))
        }
    };
    let device = device.map(|device| format!("defaults.pcm.!device {device}\n")).unwrap_or_default();
    let cards = format!("defaults.pcm.!card \"{card}\"\ndefaults.ctl.!card \"{card}\"\n{device}");
    format!("{cards}pcm.!default {{\n{pcm}}}\nctl.!default {{\n    type hw\n    card \"{card}\"\n}}\n")
}

/// The text with the block for this target, and without an older one.
pub fn with_block(text: &str, target: &Target) -> String {
    let mut kept = without_block(text);
    if !kept.is_empty() && !kept.ends_with('\n') {
        kept.push('\n');
    }
    format!("{kept}{BEGIN}\n{}{END}\n", definition(target))
}

/// The text without the block. One that somebody has cut the end of reaches to the end of the text.
pub fn without_block(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            line if line.starts_with(BEGIN_MARK) => inside = true,
            line if inside && line == END => inside = false,
            _ if inside => {}
            _ => kept.push_str(line),
        }
    }
    kept
}

/// Whether the block is there.
pub fn has_block(text: &str) -> bool {
    text.lines().any(|line| line.trim().starts_with(BEGIN_MARK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_kept_and_the_block_is_never_there_twice() {
        let target = |card: &str, device| Target { card: card.to_owned(), device, sharing: Sharing::Mixed };
        let own = "# mine\npcm.x { type null }";
        let once = with_block(own, &target("PCH", None));
        let twice = with_block(&once, &target("USB", Some(3)));
        assert!(once.starts_with("# mine\npcm.x { type null }\n# >>> alsabox default"), "{once}");
        assert!(!twice.contains("PCH") && twice.contains("dmix:CARD=USB,DEV=3"), "{twice}");
        assert_eq!(twice.matches(BEGIN_MARK).count(), 1);
        assert_eq!(without_block(&twice), "# mine\npcm.x { type null }\n");
        assert!(has_block(&twice) && !has_block(own));
        let followed = format!("{once}pcm.y {{ type null }}\n");
        assert_eq!(without_block(&followed), "# mine\npcm.x { type null }\npcm.y { type null }\n");
    }

    #[test]
    fn every_block_is_one_that_alsa_lib_can_read() {
        let dir = tempfile::tempdir().unwrap();
        for (device, sharing) in [(None, Sharing::Mixed), (Some(3), Sharing::Mixed), (Some(3), Sharing::Alone)] {
            let path = dir.path().join("rc");
            let target = Target { card: "vc4-hdmi".to_owned(), device, sharing };
            std::fs::write(&path, with_block("", &target)).unwrap();
            let read = super::super::read_file(&path).unwrap();
            assert_eq!(read.text_at("ctl.default.card").unwrap(), "vc4-hdmi");
            assert_eq!(read.text_at("defaults.pcm.card").unwrap(), "vc4-hdmi");
            assert!(read.text_at("pcm.default.type").is_some());
        }
    }
}
