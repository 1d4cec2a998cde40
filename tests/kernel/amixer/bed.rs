//! Elements of every type, made through the control layer on a card that has none of its own, and the state of a
//! card to come back to.

use alsabox::device::ctl::{Ctl, ElemId, ElemInfo, ElemType, Iface, Range, Value};

/// The card that has no elements of its own.
pub(crate) const CARD: &str = "VirMIDI";

/// While it lives, the card has these elements.
pub(crate) struct Bed {
    ctl: Ctl,
    made: Vec<ElemId>,
}

/// The type, the number of values and the TLV of an element.
struct Recipe {
    kind: ElemType,
    count: u32,
    tlv: &'static [i32],
}

fn number(min: i64, max: i64) -> ElemType {
    ElemType::Integer(Range { min, max, step: 0 })
}

fn volume(max: i64, tlv: &'static [i32]) -> Recipe {
    Recipe { kind: number(0, max), count: 2, tlv }
}

fn plain(kind: ElemType, count: u32) -> Recipe {
    Recipe { kind, count, tlv: &[] }
}

const ITEMS: [&str; 3] = ["one", "two, three", "two"];

fn recipes() -> Vec<(Iface, &'static str, Recipe)> {
    use Iface::{Card, Hwdep, Mixer, Pcm, Rawmidi, Sequencer, Timer};
    let wide = ElemType::Integer64(Range { min: -5_000_000_000, max: 6_000_000_000, step: 1 });
    vec![
        (Mixer, "Both Playback Volume", plain(number(0, 100), 2)),
        (Mixer, "Both Capture Volume", plain(number(0, 50), 2)),
        (Mixer, "Both Playback Switch", plain(ElemType::Boolean, 2)),
        (Mixer, "Both Capture Switch", plain(ElemType::Boolean, 2)),
        (Mixer, "MonoCap Capture Volume", plain(number(0, 50), 1)),
        (Mixer, "StereoMono Playback Volume", plain(number(0, 50), 2)),
        (Mixer, "StereoMono Capture Volume", plain(number(0, 50), 1)),
        (Mixer, "MonoStereo Playback Volume", plain(number(0, 50), 1)),
        (Mixer, "MonoStereo Capture Volume", plain(number(0, 50), 2)),
        (Mixer, "MonoBoth Playback Volume", plain(number(0, 50), 1)),
        (Mixer, "MonoBoth Capture Volume", plain(number(0, 50), 1)),
        (Mixer, "Switch Switch", plain(ElemType::Boolean, 2)),
        (Mixer, "MonoSwitch Switch", plain(ElemType::Boolean, 1)),
        (Mixer, "Common Volume", plain(number(0, 50), 2)),
        (Mixer, "Common Switch", plain(ElemType::Boolean, 1)),
        (Mixer, "MonoCommon Volume", plain(number(0, 50), 1)),
        (Mixer, "Mixed Switch", plain(ElemType::Boolean, 2)),
        (Mixer, "Mixed Playback Volume", plain(number(0, 50), 2)),
        (Mixer, "Mixed Capture Volume", plain(number(0, 50), 2)),
        (Mixer, "Eight Playback Volume", plain(number(0, 50), 8)),
        (Mixer, "Twelve Playback Volume", plain(number(0, 50), 12)),
        (Mixer, "Stereo Enum", plain(ElemType::Enumerated(3), 2)),
        (Mixer, "Mono Capture Route", plain(ElemType::Enumerated(3), 1)),
        (Mixer, "Comma, Name Playback Volume", plain(number(0, 50), 1)),
        (Mixer, "Quote's Playback Volume", plain(number(-10, 10), 1)),
        (Mixer, "Single Playback Volume", plain(number(3, 3), 2)),
        (Mixer, "Big Playback Volume", plain(number(0, 65535), 2)),
        (Mixer, "Scale Playback Volume", volume(50, &[1, 8, -4000, 100])),
        (Mixer, "MuteScale Playback Volume", volume(50, &[1, 8, -4000, 0x1_0064])),
        (Mixer, "Linear Playback Volume", volume(50, &[2, 8, -4000, 600])),
        (Mixer, "MuteLinear Playback Volume", volume(50, &[2, 8, -9_999_999, 600])),
        (Mixer, "MinMax Playback Volume", volume(50, &[4, 8, -1200, 600])),
        (Mixer, "MuteMinMax Playback Volume", volume(50, &[5, 8, -4000, 1234])),
        (Mixer, "Range Playback Volume", volume(10, &[3, 48, 0, 4, 1, 8, -4000, 500, 5, 10, 1, 8, -2000, 400])),
        (Mixer, "Container Playback Volume", volume(10, &[0, 16, 1, 8, -4000, 500])),
        (Mixer, "Unknown Playback Volume", volume(10, &[77, 12, 1, 2, 3])),
        (Mixer, "Short Playback Volume", volume(10, &[1, 4, 1])),
        (Mixer, "Long Playback Volume", volume(10, &[1, 12, 1, 2, 3])),
        (Pcm, "Map", volume(36, &[0, 48, 257, 8, 3, 4, 258, 8, 3, 4, 259, 8, 5, 6])),
        (Pcm, "CutShort Map", volume(36, &[0, 32, 258, 8, 3, 4, 258, 16, 3, 4])),
        (Pcm, "IEC958 Playback Default", plain(ElemType::Iec958, 1)),
        (Card, "Bytes", plain(ElemType::Bytes, 5)),
        (Card, "Wide", plain(wide, 3)),
        (Hwdep, "Hwdep", plain(number(0, 1), 1)),
        (Rawmidi, "Rawmidi", plain(number(0, 1), 1)),
        (Timer, "Timer", plain(number(0, 1), 1)),
        (Sequencer, "Sequencer", plain(number(0, 1), 1)),
    ]
}

impl Bed {
    pub(crate) fn new() -> Bed {
        let ctl = Ctl::open(&format!("hw:{CARD}")).expect("the card has a control device");
        let mut bed = Bed { ctl, made: Vec::new() };
        for (iface, name, recipe) in recipes() {
            let id = ElemId { iface, name: name.to_owned(), index: 0, ..ElemId::default() };
            let items = if matches!(recipe.kind, ElemType::Enumerated(_)) { &ITEMS[..] } else { &[] };
            let made = bed.ctl.add_elem(&id, recipe.kind, recipe.count, items);
            made.unwrap_or_else(|error| panic!("{name}: {error}"));
            bed.made.push(id.clone());
            bed.ctl.unlock_elem(&id).unwrap_or_else(|error| panic!("{name}: {error}"));
            if !recipe.tlv.is_empty() {
                let words: Vec<u32> = recipe.tlv.iter().map(|word| *word as u32).collect();
                bed.ctl.write_tlv(&id, &words).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        }
        bed
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        for id in &self.made {
            self.ctl.remove_elem(id).expect("what was made can be removed");
        }
    }
}

/// The values of all elements of a card that can be set.
#[derive(PartialEq)]
pub(crate) struct State(Vec<(ElemInfo, Value)>);

impl State {
    pub(crate) fn of(card: &str) -> State {
        let ctl = Ctl::open(&format!("hw:{card}")).expect("the card has a control device");
        let infos = ctl.elems().expect("the card answers").into_iter().map(|id| ctl.elem_info(&id).expect("its info"));
        let settable = infos.filter(|info| info.access.writable && info.access.readable);
        State(settable.map(|info| (info.clone(), ctl.elem_read(&info).expect("its values"))).collect())
    }

    pub(crate) fn restore(&self, card: &str) {
        let ctl = Ctl::open(&format!("hw:{card}")).expect("the card has a control device");
        for (info, value) in &self.0 {
            ctl.elem_write(info, value).unwrap_or_else(|error| panic!("{}: {error}", info.id));
        }
    }

    /// The first element that the two do not agree on.
    pub(crate) fn difference(&self, other: &State) -> Option<String> {
        let pairs = self.0.iter().zip(&other.0);
        pairs
            .filter(|(one, two)| one.1 != two.1)
            .map(|(one, two)| format!("{}: {:?} {:?}", one.0.id, one.1, two.1))
            .next()
    }
}

/// While it lives, whatever happens to a card is undone at the end.
pub(crate) struct Kept {
    card: String,
    state: State,
}

impl Kept {
    pub(crate) fn new(card: &str) -> Kept {
        Kept { card: card.to_owned(), state: State::of(card) }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.state.restore(&self.card);
    }
}
