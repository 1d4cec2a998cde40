//! What rules act on: a card, and the machine around it. The interpreter knows both only through these traits, so that
//! tests and fuzzers can give it any.

use crate::device::Result;
use crate::device::ctl::{CardInfo, ElemId, ElemInfo, ElemType, Value};
use crate::device::tlv::Tlv;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// An element with what its values mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub info: ElemInfo,
    /// The names of an enumerated element's items.
    pub items: Vec<String>,
    /// Its decibels, where it has some.
    pub scale: Option<Tlv>,
}

impl Element {
    /// The levels at both ends of its range, in hundredths of a dB.
    pub(super) fn levels(&self) -> Option<(i64, i64)> {
        let (ElemType::Integer(range) | ElemType::Integer64(range)) = self.info.kind else { return None };
        let level = |value: i64| self.scale.as_ref()?.centibel(value, (range.min, range.max));
        level(range.min).zip(level(range.max))
    }
}

/// A card that rules set up.
pub trait Card {
    /// Who it is.
    fn info(&self) -> &CardInfo;

    /// Its elements, in the order in which they are searched.
    fn ids(&self) -> &[ElemId];

    /// Everything about an element but its values.
    ///
    /// # Errors
    /// There is none, or the card does not answer.
    fn element(&self, id: &ElemId) -> Result<Element>;

    /// The process that has locked the element; -1 where there is none.
    ///
    /// # Errors
    /// There is no such element, or the card does not answer.
    fn owner(&self, id: &ElemId) -> Result<i32>;

    /// The element's values.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&self, info: &ElemInfo) -> Result<Value>;

    /// Sets the element's values.
    ///
    /// # Errors
    /// The element refuses them.
    fn write(&self, info: &ElemInfo, value: &Value) -> Result<()>;
}

/// What a program did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ran {
    /// It ended with 0.
    pub succeeded: bool,
    /// What it printed.
    pub output: String,
}

/// The machine around a card.
pub trait Machine {
    /// The text of a rules file.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: &Path) -> io::Result<String>;

    /// The `*.conf` files in a folder, sorted; `None` where the path is no folder.
    fn folder(&self, path: &Path) -> Option<Vec<PathBuf>>;

    /// Whether a file or a folder is there.
    fn exists(&self, path: &Path) -> bool;

    /// Where sysfs is mounted.
    fn sysfs(&self) -> PathBuf;

    /// The text of a sysfs attribute; the last part of the target where it is a link.
    fn attribute(&self, path: &Path) -> Option<String>;

    /// Writes a sysfs attribute.
    ///
    /// # Errors
    /// The kernel refuses it, or there is none.
    fn write_attribute(&self, path: &Path, value: &str) -> io::Result<()>;

    /// A variable of the environment.
    fn variable(&self, name: &str) -> Option<String>;

    /// Runs a program with more variables and waits for it.
    fn run(&self, words: &[String], variables: &BTreeMap<String, String>) -> Ran;
}
