//! Where alsa-lib takes the meaning of a card's name from, and whether these places are as shipped.
//!
//! Looked at: ALSA_CONFIG_PATH and ALSA_CONFIG_DIR; in alsa.conf the list of loaded files and the definitions of
//! `ctl.hw`, `ctl.sysdefault`, `pcm.hw`, `pcm.plughw`, `pcm.null` and `seq.default`; every file of that list (conf.d
//! folders, /etc/asound.conf, ~/.asoundrc, $XDG_CONFIG_HOME/alsa/asoundrc); for `sysdefault:` also ctl/default.conf and
//! the file of the card's driver.

use super::Naming;
use super::scan::{Family, line_around, may_redefine, tokens};
use crate::device::ctl::CardInfo;
use alsa_sys as sys;
use memchr::memmem;
use rustix::buffer::spare_capacity;
use std::env;
use std::ffi::{CStr, OsStr};
use std::fs;
use std::io::{ErrorKind, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// alsa-lib's folder of shipped files.
pub(super) struct Top(PathBuf);

/// The definitions as alsa-lib ships them; only their tokens are compared.
const STOCK_HW: &[u8] = b"ctl.hw { @args [ CARD ] @args.CARD { type string default { @func getenv vars [ ALSA_CTL_CARD
    ALSA_CARD ] default { @func refer name defaults.ctl.card } } } type hw card $CARD
    hint.description 'Direct control device' }";
const STOCK_SYSDEFAULT: &[u8] = b"ctl.sysdefault cards.ctl.default";
const STOCK_CARDS: &[u8] = b"cards.@hooks [ { func load files [ { @func concat strings [ { @func datadir }
    '/cards/aliases.conf' ] } ] } { func load_for_all_cards files [ { @func concat strings [ { @func datadir } '/cards/'
    { @func private_string } '.conf' ] } { root { @func private_integer } file { @func concat strings [
    '/var/lib/alsa/card' { @func private_integer } '.conf.d' ] } } ] table { id { @func concat strings [
    { @func private_integer } ] } value { @func concat strings [ 'cards.' { @func private_string } ] } }
    errors false } ]";
const STOCK_DEFAULT: &[u8] = b"ctl.!default { @args [ CARD ] @args.CARD { type string default { @func getenv vars [
    ALSA_PCM_CARD ALSA_CARD ] default { @func refer name defaults.ctl.card } } } type empty child { @func refer name {
    @func concat strings [ 'cards.' { @func card_inum card $CARD } '.ctl.default:CARD=' $CARD ] } default { type hw
    card $CARD } } hint.description 'Default Control Device' }";
const STOCK_USER_FILE: &[u8] = b"{ @func concat strings [ { @func getenv vars [ XDG_CONFIG_HOME ] default '~/.config' }
    '/alsa/asoundrc' ] }";

const STOCK_PCM_HW: &[u8] = b"pcm.hw { @args [ CARD DEV SUBDEV ] @args.CARD { type string default { @func getenv vars [
    ALSA_PCM_CARD ALSA_CARD ] default { @func refer name defaults.pcm.card } } } @args.DEV { type integer default {
    @func igetenv vars [ ALSA_PCM_DEVICE ] default { @func refer name defaults.pcm.device } } } @args.SUBDEV { type
    integer default { @func refer name defaults.pcm.subdevice } } type hw card $CARD device $DEV subdevice $SUBDEV hint {";
const STOCK_PCM_PLUGHW: &[u8] = b"pcm.plughw { @args [ CARD DEV SUBDEV ] @args.CARD { type string default { @func getenv
    vars [ ALSA_PCM_CARD ALSA_CARD ] default { @func refer name defaults.pcm.card } } } @args.DEV { type integer default {
    @func igetenv vars [ ALSA_PCM_DEVICE ] default { @func refer name defaults.pcm.device } } } @args.SUBDEV { type
    integer default { @func refer name defaults.pcm.subdevice } } type plug slave.pcm { type hw card $CARD device $DEV
    subdevice $SUBDEV } hint {";

const STOCK_PCM_NULL: &[u8] = b"pcm.null { type null hint {";
const STOCK_SEQ_DEFAULT: &[u8] = b"seq.default { type hw hint.description 'Default sequencer device' }";

const STOCK_PCM_DEFAULT: &[u8] = b"pcm.default cards.pcm.default";
const STOCK_PCM_DEFAULT_FILE: &[u8] = b"pcm.!default { @args [ CARD ] @args.CARD { type string default { @func getenv vars [
    ALSA_PCM_CARD ALSA_CARD ] default { @func refer name defaults.pcm.card } } } type empty slave.pcm { @func refer name {
    @func concat strings [ 'cards.' { @func card_inum card $CARD } '.pcm.default:CARD=' $CARD ] } default { type plug
    slave.pcm { type hw card $CARD } hint.device 0 } }";

/// What stands in alsa.conf before any other file is loaded; nothing where variables name another one.
fn main_file() -> Option<(Top, Vec<u8>)> {
    if env::var_os("ALSA_CONFIG_PATH").is_some() || env::var_os("ALSA_CONFIG_DIR").is_some() {
        return None;
    }
    // SAFETY: returns a NUL-terminated string that lives as long as the process.
    let top = unsafe { CStr::from_ptr(sys::snd_config_topdir()) };
    let top = Top(PathBuf::from(OsStr::from_bytes(top.to_bytes())));
    let main = read(&top.0.join("alsa.conf"))??;
    Some((top, main))
}

/// What alsa.conf says of PCMs, where no other file says more.
pub(super) struct Pcms {
    main: Vec<u8>,
    /// The lines `defaults.pcm.KEY VALUE`: alsa-lib's own code looks some of them up whatever the PCM is called.
    pub(super) defaults: Vec<u8>,
}

impl Pcms {
    /// `None` where `hw:`, `plughw:` or `null` might have a meaning that does not stand in alsa.conf.
    pub(super) fn usual() -> Option<Pcms> {
        let (_, main) = main_file()?;
        // A variable that the definitions read, and a table of types that could name another library.
        let is_plain = env::var_os("ALSA_PCM_DEVICE").is_none() && memmem::find(&main, b"pcm_type").is_none();
        is_plain.then_some(())?;
        loaded_files(&main)?.iter().try_for_each(|path| harmless(path, Family::Pcms))?;
        let defaults = pcm_defaults(&main)?;
        Some(Pcms { main, defaults })
    }

    /// Whether the PCM has the meaning that alsa-lib ships.
    pub(super) fn define(&self, stock: StockPcm) -> Option<()> {
        let stock = match stock {
            StockPcm::Hw => STOCK_PCM_HW,
            StockPcm::Plughw => STOCK_PCM_PLUGHW,
            StockPcm::Null => STOCK_PCM_NULL,
        };
        defines(&self.main, stock)
    }
}

/// A PCM that alsa-lib ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StockPcm {
    Hw,
    Plughw,
    Null,
}

/// Whether the sequencer `default` is the kernel's, as alsa-lib ships it.
pub(super) fn usual_sequencer() -> Option<()> {
    let (_, main) = main_file()?;
    defines(&main, STOCK_SEQ_DEFAULT)?;
    memmem::find(&main, b"seq_type").is_none().then_some(())?;
    loaded_files(&main)?.iter().try_for_each(|path| harmless(path, Family::Sequencer))
}

/// The card of `default`, if that is what alsa-lib ships: the first one, whatever its driver's file makes of it.
pub(super) fn usual_default() -> Option<i32> {
    if env::var_os("ALSA_PCM_CARD").is_some() || env::var_os("ALSA_CARD").is_some() {
        return None;
    }
    let (top, main) = main_file()?;
    defines(&main, STOCK_PCM_DEFAULT)?;
    let default = read(&top.0.join("pcm/default.conf"))??;
    begins_with(&default, STOCK_PCM_DEFAULT_FILE).then_some(())?;
    loaded_files(&main)?.iter().try_for_each(|path| harmless(path, Family::Default))?;
    let lines = main.split(|byte| *byte == b'\n');
    let mut cards = lines.filter_map(|line| line.strip_prefix(b"defaults.pcm.card "));
    std::str::from_utf8(cards.next()?).ok()?.trim().parse().ok()
}

/// The lines `defaults.pcm.KEY VALUE`.
fn pcm_defaults(main: &[u8]) -> Option<Vec<u8>> {
    let mut lines = Vec::new();
    let mut is_known = [(b"device".as_slice(), b"0".as_slice()), (b"subdevice", b"-1")].map(|known| (known, false));
    for at in memmem::find_iter(main, b"defaults.pcm.") {
        let mut tokens = tokens(line_around(main, at));
        let Some(key) = tokens.next().and_then(|token| token.strip_prefix(b"defaults.pcm.")) else { continue };
        if key.contains(&b'.') {
            continue;
        }
        let (value, None) = (tokens.next()?, tokens.next()) else { return None };
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if !key.iter().chain(value).all(plain) {
            return None;
        }
        is_known.iter_mut().for_each(|(known, seen)| *seen |= *known == (key, value));
        lines.extend([b"defaults.pcm.", key, b" ", value, b"\n"].concat());
    }
    is_known.iter().all(|(_, seen)| *seen).then_some(lines)
}

/// The folder of shipped files, if a control device named so has the meaning that alsa-lib ships.
pub(super) fn usual_meaning(naming: Naming) -> Option<Top> {
    let (top, main) = main_file()?;
    defines(&main, STOCK_HW)?;
    if naming == Naming::Sysdefault {
        defines(&main, STOCK_SYSDEFAULT)?;
        defines(&main, STOCK_CARDS)?;
        let default = read(&top.0.join("ctl/default.conf"))??;
        tokens(&default).eq(tokens(STOCK_DEFAULT)).then_some(())?;
    }
    loaded_files(&main)?.iter().try_for_each(|path| harmless(path, Family::Controls))?;
    Some(top)
}

/// Whether no file of the card's own redefines its default control device.
pub(super) fn usual_card(top: &Top, card: &CardInfo) -> Option<()> {
    if Path::new(&format!("/var/lib/alsa/card{}.conf.d", card.number)).exists() || card.driver.contains('/') {
        return None;
    }
    let aliases = read(&top.0.join("cards/aliases.conf"))??;
    let driver = card.driver.as_bytes();
    if memmem::find(&aliases, driver).is_some() && tokens(&aliases).any(|token| token == driver) {
        return None;
    }
    match read(&top.0.join(format!("cards/{}.conf", card.driver)))? {
        Some(text) if memmem::find(&text, b"ctl.").is_some() => None,
        _ => Some(()),
    }
}

/// Whether the text holds this definition at the start of a line, and holds the name it begins with only once there.
fn defines(text: &[u8], stock: &[u8]) -> Option<()> {
    let name = tokens(stock).next()?;
    let starts_line = |at: &usize| *at == 0 || text[at - 1] == b'\n';
    let mut places = memmem::find_iter(text, name).filter(starts_line);
    let at = places.next()?;
    (places.next().is_none() && begins_with(&text[at..], stock)).then_some(())
}

fn begins_with(text: &[u8], stock: &[u8]) -> bool {
    let mut text = tokens(text);
    tokens(stock).all(|wanted| text.next() == Some(wanted))
}

/// The files that alsa.conf loads after itself: the list of the hook it begins with.
fn loaded_files(main: &[u8]) -> Option<Vec<PathBuf>> {
    let mut tokens = tokens(main).peekable();
    for expected in ["@hooks", "[", "{", "func", "load", "files", "["] {
        tokens.next_if(|token| *token == expected.as_bytes())?;
    }
    let home = PathBuf::from(env::var_os("HOME")?);
    let mut files = Vec::new();
    loop {
        match tokens.next()? {
            b"]" => break,
            b"{" => {
                let mut expected = self::tokens(STOCK_USER_FILE).skip(1);
                expected.try_for_each(|stock| tokens.next_if(|token| *token == stock).map(drop))?;
                let config = env::var_os("XDG_CONFIG_HOME").map_or_else(|| home.join(".config"), PathBuf::from);
                files.push(config.join("alsa/asoundrc"));
            }
            paths => {
                for path in paths.split(|byte| *byte == b'|').filter(|path| !path.is_empty()) {
                    files.push(match path.strip_prefix(b"~/") {
                        Some(below) => home.join(OsStr::from_bytes(below)),
                        None => PathBuf::from(OsStr::from_bytes(path)),
                    });
                }
            }
        }
    }
    let ends = ["errors", "false", "}", "]"].into_iter().all(|end| tokens.next() == Some(end.as_bytes()));
    (ends && files.iter().all(|path| path.is_absolute())).then_some(files)
}

/// Whether this file, or every configuration file in this folder, leaves the names of cards alone.
fn harmless(path: &Path, family: Family) -> Option<()> {
    match read_file(path) {
        Ok(text) => (!may_redefine(&text, family)).then_some(()),
        Err(error) if error.kind() == ErrorKind::IsADirectory => harmless_folder(path, family),
        Err(error) => is_absence(&error).then_some(()),
    }
}

fn harmless_folder(folder: &Path, family: Family) -> Option<()> {
    for entry in fs::read_dir(folder).ok()? {
        let path = entry.ok()?.path();
        if path.extension() != Some(OsStr::new("conf")) {
            continue;
        }
        match read_file(&path) {
            Ok(text) if may_redefine(&text, family) => return None,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::IsADirectory || is_absence(&error) => {}
            Err(_) => return None,
        }
    }
    Some(())
}

fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The text of a shipped file; `Some(None)` where there is none, `None` where it cannot be known.
fn read(path: &Path) -> Option<Option<Vec<u8>>> {
    match read_file(path) {
        Ok(text) => Some(Some(text)),
        Err(error) => is_absence(&error).then_some(None),
    }
}

/// Three system calls for a small file. A read that does not fill the room has reached the end of the file: configuration
/// files are regular ones.
fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let mut text = Vec::with_capacity(ROOM_BYTES);
    if rustix::io::read(&file, spare_capacity(&mut text))? == text.capacity() {
        file.read_to_end(&mut text)?;
    }
    Ok(text)
}

/// Larger than what is shipped.
const ROOM_BYTES: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_counts_when_it_stands_alone_and_unchanged() {
        let text = b"# main\nctl.sysdefault cards.ctl.default\npcm.x {}\n";
        assert!(defines(text, STOCK_SYSDEFAULT).is_some());
        assert!(defines(b"ctl.sysdefault pulse\n", STOCK_SYSDEFAULT).is_none());
        let twice = b"ctl.sysdefault cards.ctl.default\nctl.sysdefault pulse\n";
        assert!(defines(twice, STOCK_SYSDEFAULT).is_none());
    }

    #[test]
    fn defaults_of_pcms_are_taken_over_while_they_are_plain() {
        let text = b"defaults.pcm.device 0\ndefaults.pcm.subdevice -1 # any\ndefaults.pcm.dmix.rate 48000\nx 1\n";
        let wanted = b"defaults.pcm.device 0\ndefaults.pcm.subdevice -1\n";
        assert_eq!(pcm_defaults(text).as_deref(), Some(wanted.as_slice()));
        assert_eq!(pcm_defaults(b"defaults.pcm.subdevice -1\n"), None);
        assert_eq!(pcm_defaults(&[wanted.as_slice(), b"defaults.pcm.compat { a 1 }\n"].concat()), None);
    }

    #[test]
    fn an_unknown_list_of_files_is_not_trusted() {
        let list = |inside: &str| {
            let text = format!("@hooks [ {{ func load files [ {inside} ] errors false }} ]");
            loaded_files(text.as_bytes()).map(|files| files.len())
        };
        assert_eq!(list("\"/etc/a\" \"/etc/b|||/usr/etc/b\""), Some(3));
        assert_eq!(list("\"/etc/a\" { @func concat strings [ x ] }"), None);
        assert_eq!(list("\"relative\""), None);
        assert_eq!(loaded_files(b"@hooks [ { func other } ]"), None);
    }
}
