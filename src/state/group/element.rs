//! The element in which a card keeps what its group has come to. It goes with the card, and with the machine.
//!
//! It is no level or switch of the card: what a state file says of it is never put back.

use super::boot::Boot;
use crate::device::ctl::{Ctl, ElemId, Iface, Range, Value};
use crate::device::{Error, Kind, Result};

const NAME: &str = ".Boot";
const VALUES: u32 = 4;
const RANGE: Range = Range { min: -1, max: i64::MAX, step: 0 };

fn id() -> ElemId {
    ElemId { iface: Iface::Card, name: NAME.to_owned(), ..ElemId::default() }
}

/// Whether this is the element.
pub fn is_boot_element(id: &ElemId) -> bool {
    id.iface == Iface::Card && id.name == NAME
}

/// What the card knows of its group; `None` where it has not joined one since it appeared.
///
/// # Errors
/// The card does not answer, or the element is somebody else's.
pub fn read(ctl: &Ctl) -> Result<Option<Boot>> {
    let info = match ctl.elem_info(&id()) {
        Err(error) if error.kind() == Kind::Missing => return Ok(None),
        info => info?,
    };
    let value = ctl.elem_read(&info)?;
    let Value::Integer(values) = value else { return Err(not_ours()) };
    Boot::from_values(&values).map(Some).ok_or_else(not_ours)
}

fn not_ours() -> Error {
    Error::new(format!("control element '{NAME}'"), libc::EINVAL)
}

/// Gives the card the element.
///
/// # Errors
/// The card does not answer, or has the element already.
pub fn make(ctl: &Ctl, boot: &Boot) -> Result<()> {
    ctl.add_inactive_elem(&id(), RANGE, VALUES)?;
    write(ctl, boot)
}

/// Says that the card is restored.
///
/// # Errors
/// The card does not answer.
pub fn mark(ctl: &Ctl, boot: &Boot, now_s: i64) -> Result<()> {
    write(ctl, &Boot { restored_s: Some(now_s), ..*boot })
}

fn write(ctl: &Ctl, boot: &Boot) -> Result<()> {
    let info = ctl.elem_info(&id())?;
    ctl.elem_write(&info, &Value::Integer(boot.values())).map(drop)
}
