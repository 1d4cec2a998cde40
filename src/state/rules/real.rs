//! The card and the machine that there really are.

use super::world::{Card, Element, Machine, Ran};
use crate::device::Result;
use crate::device::ctl::{CardInfo, Ctl, ElemId, ElemInfo, Hctl, Value};
use crate::device::tlv;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, io};

/// A card of this machine.
pub(super) struct RealCard {
    hctl: Hctl,
    info: CardInfo,
    ids: Vec<ElemId>,
}

impl RealCard {
    /// Loads the elements of an open control device.
    pub(super) fn load(ctl: Ctl) -> Result<RealCard> {
        let info = ctl.card_info()?;
        let hctl = Hctl::load(ctl)?;
        let ids = hctl.elems()?;
        Ok(RealCard { hctl, info, ids })
    }
}

impl Card for RealCard {
    fn info(&self) -> &CardInfo {
        &self.info
    }

    fn ids(&self) -> &[ElemId] {
        &self.ids
    }

    fn element(&self, id: &ElemId) -> Result<Element> {
        let info = self.hctl.ctl().elem_info(id)?;
        let items = self.hctl.ctl().item_names(&info)?;
        let words = if info.access.tlv_readable { self.hctl.ctl().read_tlv(&info.id).ok() } else { None };
        Ok(Element { info, items, scale: words.and_then(|words| tlv::decode(&words)) })
    }

    fn owner(&self, id: &ElemId) -> Result<i32> {
        self.hctl.ctl().elem_owner(id)
    }

    fn read(&self, info: &ElemInfo) -> Result<Value> {
        self.hctl.ctl().elem_read(info)
    }

    fn write(&self, info: &ElemInfo, value: &Value) -> Result<()> {
        self.hctl.ctl().elem_write(info, value).map(drop)
    }
}

/// This machine.
pub(super) struct RealMachine;

/// Where programs are that rules name without a folder.
const PROGRAMS: &str = "/lib/alsa";

/// More than a rules file or an attribute has.
const MOST_BYTES: u64 = 1024 * 1024;

/// More than a program has to say.
const MOST_OUTPUT_BYTES: u64 = 64 * 1024;

impl Machine for RealMachine {
    fn read(&self, path: &Path) -> io::Result<String> {
        let file = fs::File::open(path)?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(io::Error::from_raw_os_error(libc::EFBIG));
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn folder(&self, path: &Path) -> Option<Vec<PathBuf>> {
        let paths = fs::read_dir(path).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension() == Some(OsStr::new("conf"))).collect();
        paths.sort();
        Some(paths)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn sysfs(&self) -> PathBuf {
        env::var_os("SYSFS_PATH").filter(|path| !path.is_empty()).map_or_else(|| PathBuf::from("/sys"), PathBuf::from)
    }

    fn attribute(&self, path: &Path) -> Option<String> {
        match fs::read_link(path) {
            Ok(target) => Some(target.file_name()?.to_string_lossy().into_owned()),
            Err(_) => self.read(path).ok(),
        }
    }

    fn write_attribute(&self, path: &Path, value: &str) -> io::Result<()> {
        fs::OpenOptions::new().write(true).open(path)?.write_all(value.as_bytes())
    }

    fn variable(&self, name: &str) -> Option<String> {
        // The standard library panics at a name that no variable can have.
        let can_be = !name.is_empty() && !name.contains(['=', '\0']);
        can_be.then(|| env::var_os(name)).flatten().map(|value| value.to_string_lossy().into_owned())
    }

    fn run(&self, words: &[String], variables: &BTreeMap<String, String>) -> Ran {
        let Some((program, arguments)) = words.split_first() else { return Ran::default() };
        let path = if program.contains('/') { PathBuf::from(program) } else { Path::new(PROGRAMS).join(program) };
        let mut command = Command::new(path);
        command.args(arguments).envs(variables).stdin(Stdio::null()).stdout(Stdio::piped());
        command.spawn().and_then(finish).unwrap_or_default()
    }
}

/// Takes what the program prints. One that prints more than anybody uses finds its pipe closed.
fn finish(mut program: Child) -> io::Result<Ran> {
    let mut output = Vec::new();
    if let Some(pipe) = program.stdout.take() {
        pipe.take(MOST_OUTPUT_BYTES).read_to_end(&mut output)?;
    }
    let succeeded = program.wait()?.success();
    Ok(Ran { succeeded, output: String::from_utf8_lossy(&output).into_owned() })
}
