//! A card's use case configuration: its sequences for boot and for defaults, where the card has a profile.
//!
//! alsa-lib reads a master configuration and opens every card before it knows that there is no profile. Where the
//! master configuration is as shipped, one look into the profiles' folder tells the same.

use super::ctl::CardInfo;
use super::error::{Error, Kind, check};
use super::said::quietly;
use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::marker::{PhantomData, PhantomPinned};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};
use std::sync::OnceLock;
use std::{env, fmt, fs};

/// alsa-lib's `snd_use_case_mgr_t`, which alsa-sys does not declare.
#[repr(C)]
struct Manager {
    _opaque: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

// From use-case.h; in libasound since 1.0.23.
unsafe extern "C" {
    fn snd_use_case_mgr_open(manager: *mut *mut Manager, card: *const c_char) -> c_int;
    fn snd_use_case_mgr_close(manager: *mut Manager) -> c_int;
    fn snd_use_case_set(manager: *mut Manager, identifier: *const c_char, value: *const c_char) -> c_int;
    fn snd_use_case_get(manager: *mut Manager, identifier: *const c_char, value: *mut *const c_char) -> c_int;
}

/// An open use case configuration.
pub struct Ucm {
    manager: *mut Manager,
}

/// What a configuration can have done to its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// At every boot.
    FixedBoot,
    /// At a boot that finds no state to restore.
    Boot,
    /// What the profile's author thinks is good.
    Defaults,
}

impl Sequence {
    fn identifier(self) -> &'static CStr {
        match self {
            Sequence::FixedBoot => c"_fboot",
            Sequence::Boot => c"_boot",
            Sequence::Defaults => c"_defaults",
        }
    }
}

/// What a configuration is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// To ask for the group of the card. Where it has one, there is nothing else to be had from this.
    Asking,
    /// For all that is in it. An alsa-lib that knows of groups waits until the card's group is restored.
    Using,
}

/// What came of opening a card's configuration.
pub enum Opened {
    /// The card has a profile.
    Profile(Ucm),
    /// It has none. These are alsa-lib's words, where it was asked.
    None(Vec<String>),
}

/// Why a profile is of no use: what failed, and alsa-lib's words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What failed.
    pub error: Error,
    /// What alsa-lib complained of.
    pub complaints: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.complaints.is_empty() {
            true => write!(f, "{}", self.error.reason()),
            false => f.write_str(&self.complaints.join("; ")),
        }
    }
}

impl std::error::Error for Failure {}

impl Ucm {
    /// Opens the configuration of a card.
    ///
    /// # Errors
    /// The profile is broken.
    pub fn open(card: &CardInfo, opening: Opening) -> std::result::Result<Opened, Failure> {
        if !may_have_profile(card) {
            return Ok(Opened::None(Vec::new()));
        }
        let name = CString::new(open_name(card.number, opening)).unwrap_or_default();
        let mut manager = null_mut();
        // SAFETY: the name is NUL-terminated; the manager goes to a local pointer.
        let (code, said) = quietly(|| unsafe { snd_use_case_mgr_open(&mut manager, name.as_ptr()) });
        let complaints = complaints(said);
        match check("use case open", code) {
            Ok(_) => Ok(Opened::Profile(Ucm { manager })),
            // ENXIO is a profile's word for a card that it does not want.
            Err(error) if error.kind() == Kind::Missing || error.errno == libc::ENXIO => Ok(Opened::None(complaints)),
            Err(error) => Err(Failure { error, complaints }),
        }
    }

    /// Has a sequence done; a profile without it does nothing.
    ///
    /// # Errors
    /// A step of it fails.
    pub fn run(&self, sequence: Sequence) -> std::result::Result<(), Failure> {
        let identifier = sequence.identifier().as_ptr();
        // SAFETY: the manager is open; the identifier is NUL-terminated; these sequences take no value.
        let (code, said) = quietly(|| unsafe { snd_use_case_set(self.manager, identifier, null()) });
        check("use case sequence", code).map(drop).map_err(|error| Failure { error, complaints: complaints(said) })
    }

    /// Whether the card is left to the profile of another card.
    pub fn is_linked(&self) -> bool {
        self.value("Linked").is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
    }

    /// A value that the profile gives for the whole card, where it gives one.
    pub fn value(&self, name: &str) -> Option<String> {
        let identifier = CString::new(format!("={name}")).ok()?;
        let mut value = null();
        // SAFETY: the manager is open; the identifier is NUL-terminated; the value goes to a local pointer.
        let (code, _) = quietly(|| unsafe { snd_use_case_get(self.manager, identifier.as_ptr(), &mut value) });
        if code < 0 || value.is_null() {
            return None;
        }
        // SAFETY: a NUL-terminated string that is the caller's to free, which happens once, after it is copied.
        unsafe {
            let text = CStr::from_ptr(value).to_string_lossy().into_owned();
            libc::free(value.cast_mut().cast());
            Some(text)
        }
    }
}

/// The name under which a card's configuration is opened. An alsa-lib that knows of groups of cards waits until a card's
/// group is restored, unless it is told that this is who restores it.
fn open_name(card: i32, opening: Opening) -> String {
    // SAFETY: returns a NUL-terminated string that lives as long as the process.
    let version = unsafe { CStr::from_ptr(alsa_sys::snd_asoundlib_version()) };
    let is_told = opening == Opening::Asking && waits_for_groups(&version.to_string_lossy());
    let in_boot = if is_told { "<<<InBoot=1>>>" } else { "" };
    format!("{in_boot}hw:{card}")
}

/// Whether the alsa-lib of this version waits for groups; older ones might not know how to be told not to.
fn waits_for_groups(version: &str) -> bool {
    const FIRST: [u32; 3] = [1, 2, 15];
    version.split('.').map_while(|number| number.parse::<u32>().ok()).ge(FIRST)
}

impl Drop for Ucm {
    fn drop(&mut self) {
        // SAFETY: opened in `open`, closed once.
        unsafe { snd_use_case_mgr_close(self.manager) };
    }
}

/// What alsa-lib said, without the names of its functions.
fn complaints(said: Vec<String>) -> Vec<String> {
    let bare = |line: String| line.split_once(": ").map_or(line.clone(), |(_, text)| text.to_owned());
    said.into_iter().map(bare).collect()
}

/// Whether alsa-lib could find a profile for this card.
fn may_have_profile(card: &CardInfo) -> bool {
    // Looked at once: who restores every card need not look for each.
    static SHORT_WAY: OnceLock<Option<PathBuf>> = OnceLock::new();
    static TOP: OnceLock<Option<PathBuf>> = OnceLock::new();
    let Some(top) = TOP.get_or_init(top) else { return false };
    let old_way = env::var_os("ALSA_CONFIG_UCM").is_some();
    let is_usual =
        || !old_way && fs::read_to_string(top.join("ucm.conf")).is_ok_and(|master| looks_only_in_conf_d(&master));
    let folder = SHORT_WAY.get_or_init(|| is_usual().then(|| top.join("conf.d")));
    let Some(folder) = folder.as_ref().filter(|_| !card.driver.is_empty()) else { return true };
    let folder = folder.join(&card.driver);
    [&card.long_name, &card.driver].iter().any(|name| folder.join(format!("{name}.conf")).exists())
}

/// The folder of the configurations.
fn top() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("ALSA_CONFIG_UCM") {
        return Some(PathBuf::from(folder));
    }
    if let Some(folder) = env::var_os("ALSA_CONFIG_UCM2").filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    // SAFETY: returns a NUL-terminated string that lives as long as the process.
    let shipped = unsafe { CStr::from_ptr(alsa_sys::snd_config_topdir()) };
    let top = Path::new(OsStr::from_bytes(shipped.to_bytes())).join("ucm2");
    top.is_dir().then_some(top)
}

/// The folders in which the shipped master configuration looks. All but `conf.d` are switched off there.
const SHIPPED_FOLDERS: [&str; 8] = [
    "\"conf.virt.d\"",
    "\"conf.d/${var:Driver}\"",
    "\"conf.d/${CardDriver}\"",
    "\"module\"",
    "\"${CardDriver}\"",
    "\"${OpenName}\"",
    "\"${CardLongName}\"",
    "\"${CardName}\"",
];

/// Whether the master configuration looks for cards as the shipped one does: in `conf.d/DRIVER` and nowhere else.
fn looks_only_in_conf_d(master: &str) -> bool {
    let mut switched_off = 0;
    for line in master.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("Define.V1" | "Define.V2Module" | "Define.V2Name"), Some("\"\""), None) => switched_off += 1,
            (Some("Define.V1" | "Define.V2Module" | "Define.V2Name"), ..) => return false,
            (Some("Directory"), Some(folder), None) if SHIPPED_FOLDERS.contains(&folder) => {}
            (Some("Include.libgen.File"), Some("\"/lib/generic.conf\""), None) => {}
            _ if line.contains("Directory") || line.contains("Include") => return false,
            _ => {}
        }
    }
    switched_off == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = "Syntax 4\nDefine.V1 \"\"\t\t# v1\nDefine.V2Module \"\"\nDefine.V2Name \"\" # obsolete\n
        UseCasePath.confd1 {\n\tDirectory \"conf.d/${var:Driver}\"\n\tFile \"${CardLongName}.conf\"\n}\n";

    #[test]
    fn only_an_alsa_lib_that_waits_is_told_not_to() {
        for (version, waits) in
            [("1.2.8", false), ("1.2.14", false), ("1.2.15", true), ("1.2.15.3", true), ("1.3.0", true)]
        {
            assert_eq!(waits_for_groups(version), waits, "{version}");
        }
    }

    #[test]
    fn only_the_shipped_way_to_profiles_is_short() {
        assert!(looks_only_in_conf_d(SHIPPED));
        for changed in [
            SHIPPED.replace("Define.V1 \"\"", "Define.V1 yes"),
            SHIPPED.replace("Define.V2Name \"\"", ""),
            format!("{SHIPPED}UseCasePath.own {{\n Directory \"mine\"\n}}"),
            format!("{SHIPPED}UseCasePath.own {{ Directory \"conf.d/x\" }}"),
            format!("{SHIPPED}Include.mine.File \"/mine.conf\""),
            "Syntax 3\nUseCasePath.d { Directory \"conf.d/x\" }".to_owned(),
        ] {
            assert!(!looks_only_in_conf_d(&changed), "{changed}");
        }
    }
}
