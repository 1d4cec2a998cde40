//! The PCMs `hw:` and `plughw:` of a card, and `null`: the ordinary open reads all of the configuration for a dozen
//! lines of it.

use super::sources::{Pcms, StockPcm};
use crate::device::cards;
use crate::device::error::{Result, check};
use crate::device::pcm::OpenMode;
use alsa_sys as sys;
use std::ffi::CString;
use std::ptr::null_mut;
use std::sync::OnceLock;

/// A local configuration. A `plug` keeps pointers into it for as long as it is open.
pub(in crate::device) struct Config(*mut sys::snd_config_t);

impl Drop for Config {
    fn drop(&mut self) {
        // SAFETY: loaded in `Config::load`, deleted once.
        unsafe { sys::snd_config_delete(self.0) };
    }
}

impl Config {
    pub(super) fn load(text: Vec<u8>) -> Option<Config> {
        let text = CString::new(text).ok()?;
        let mut config = null_mut();
        // SAFETY: the text is NUL-terminated; the tree goes to a local pointer.
        let code = unsafe { sys::snd_config_load_string(&mut config, text.as_ptr(), 0) };
        (code >= 0).then_some(Config(config))
    }

    pub(super) fn as_ptr(&self) -> *mut sys::snd_config_t {
        self.0
    }
}

/// Opens the PCM if its name is plain, has its usual meaning and the card is there; `None` leaves it to the ordinary
/// open. A failure is final: the ordinary open would ask the kernel the same, and might wait once more.
pub(in crate::device) fn open_pcm(name: &str, mode: OpenMode) -> Option<Result<(*mut sys::snd_pcm_t, Config)>> {
    static USUAL: OnceLock<Option<Pcms>> = OnceLock::new();
    let named = parse(name)?;
    let usual = USUAL.get_or_init(Pcms::usual).as_ref()?;
    usual.define(named.stock())?;
    let config = Config::load([usual.defaults.as_slice(), named.definition()?.as_bytes()].concat())?;
    let name = CString::new(name).ok()?;
    let mut handle = null_mut();
    // SAFETY: the name is NUL-terminated; the handle goes to a local pointer; the tree outlives the PCM: it is given to
    // whoever closes that.
    let code = unsafe {
        sys::snd_pcm_open_lconf(&mut handle, name.as_ptr(), mode.direction.stream(), mode.bits(), config.as_ptr())
    };
    Some(check("audio open error", code).map(|_| (handle, config)))
}

/// A PCM with a plain name; of those with a card, what names that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named<'a> {
    Hw(&'a str),
    Plughw(&'a str),
    Null,
}

/// `null`, `hw:CARD`, `plughw:CARD,DEV,SUBDEV` or `hw:CARD=CARD,DEV=DEV`.
fn parse(name: &str) -> Option<Named<'_>> {
    if name == "null" {
        return Some(Named::Null);
    }
    let (kind, words) = match name.split_once(':')? {
        ("hw", words) => (Named::Hw as fn(_) -> _, words),
        ("plughw", words) => (Named::Plughw as fn(_) -> _, words),
        _ => return None,
    };
    let (card, rest) = words.split_once(',').unwrap_or((words, ""));
    let plain = |byte: u8| byte.is_ascii_digit() || b"DEVSUB=,".contains(&byte);
    rest.bytes().all(plain).then(|| kind(card.strip_prefix("CARD=").unwrap_or(card)))
}

impl Named<'_> {
    fn stock(self) -> StockPcm {
        match self {
            Named::Hw(_) => StockPcm::Hw,
            Named::Plughw(_) => StockPcm::Plughw,
            Named::Null => StockPcm::Null,
        }
    }

    /// As alsa-lib ships it, for one card; device and subdevice are alsa-lib's to read from the name.
    fn definition(self) -> Option<String> {
        let args = "@args[CARD DEV SUBDEV]@args.CARD{type string}@args.DEV{type integer default 0}\
                    @args.SUBDEV{type integer default -1}";
        let hw = |card: &str| {
            let number = cards::by_number_or_link(card)?;
            Some(format!("type hw card {number} device $DEV subdevice $SUBDEV"))
        };
        Some(match self {
            Named::Hw(card) => format!("pcm.hw{{{args}{}}}", hw(card)?),
            Named::Plughw(card) => format!("pcm.plughw{{{args}type plug slave.pcm{{{}}}}}", hw(card)?),
            Named::Null => "pcm.null{type null}".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_opened_so() {
        assert_eq!(parse("hw:0"), Some(Named::Hw("0")));
        assert_eq!(parse("plughw:Intel,0,1"), Some(Named::Plughw("Intel")));
        assert_eq!(parse("hw:CARD=Intel,DEV=0,SUBDEV=1"), Some(Named::Hw("Intel")));
        assert_eq!(parse("null"), Some(Named::Null));
        for other in
            ["null:0", "plug:null", "hw", "plug:hw", "sysdefault:0", "hw:0,{DEV 0}", "hw:0,DEV=0,CARD=1", "hw:0 ,a"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
