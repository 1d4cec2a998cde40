//! Which element the CTL keys are about: one that is named, or all that fit a search.

use super::pattern::matches;
use crate::device::ctl::{ElemId, Iface};

/// The selected element. A part that is `None` fits every element in a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) numid: u32,
    pub(super) iface: Option<Iface>,
    pub(super) device: Option<u32>,
    pub(super) subdevice: Option<u32>,
    pub(super) name: String,
    pub(super) index: Option<u32>,
}

impl Selection {
    /// The element without a name on an interface.
    pub(super) fn reset(iface: Iface) -> Selection {
        let zero = Some(0);
        Selection { numid: 0, iface: Some(iface), device: zero, subdevice: zero, name: String::new(), index: zero }
    }

    /// Every element of an interface, or of all.
    pub(super) fn search(iface: Option<Iface>) -> Selection {
        Selection { numid: 0, iface, device: None, subdevice: None, name: String::new(), index: None }
    }

    /// Exactly this element.
    pub(super) fn found(id: &ElemId) -> Selection {
        Selection {
            numid: id.numid,
            iface: Some(id.iface),
            device: Some(id.device),
            subdevice: Some(id.subdevice),
            name: id.name.clone(),
            index: Some(id.index),
        }
    }

    /// The element that is written and read.
    pub(super) fn id(&self) -> ElemId {
        ElemId {
            numid: self.numid,
            iface: self.iface.unwrap_or(Iface::Card),
            device: self.device.unwrap_or(0),
            subdevice: self.subdevice.unwrap_or(0),
            name: self.name.clone(),
            index: self.index.unwrap_or(0),
        }
    }

    /// Whether a search finds this element. A number found by an earlier search is no part of it.
    pub(super) fn fits(&self, id: &ElemId) -> bool {
        self.iface.is_none_or(|iface| iface == id.iface)
            && self.device.is_none_or(|device| device == id.device)
            && self.subdevice.is_none_or(|subdevice| subdevice == id.subdevice)
            && self.index.is_none_or(|index| index == id.index)
            && matches(&self.name, &id.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str, index: u32) -> ElemId {
        ElemId { numid: 5, iface: Iface::Mixer, name: name.to_owned(), index, ..ElemId::default() }
    }

    #[test]
    fn a_reset_selection_is_exact_and_a_search_is_wide() {
        let named = |selection: Selection| Selection { name: "T *".to_owned(), ..selection };
        let reset = named(Selection::reset(Iface::Mixer));
        assert!(reset.fits(&id("T One", 0)) && !reset.fits(&id("T One", 1)) && !reset.fits(&id("t one", 0)));
        let search = named(Selection::search(None));
        assert!(search.fits(&id("T One", 1)));
        assert!(!named(Selection::search(Some(Iface::Pcm))).fits(&id("T One", 0)));
        assert_eq!(Selection::found(&id("T One", 1)).id(), id("T One", 1));
    }
}
