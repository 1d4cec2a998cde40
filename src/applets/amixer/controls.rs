//! The commands on control elements, and what the card is.

use super::Setting;
use super::card::Card;
use super::job::Options;
use super::json::{CardView, ControlView, IdView};
use super::text;
use crate::device::ctl::{CardInfo, ElemId, Value};
use crate::mixer::assign::assign;
use crate::mixer::control::{self, Control};
use crate::ui::{Printer, Report};
use anyhow::anyhow;
use serde::{Serialize, Serializer};

/// A control, for the printer.
pub(super) struct ControlReport(pub(super) Control);

impl Serialize for ControlReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ControlView::new(&self.0).serialize(serializer)
    }
}

impl Report for ControlReport {
    fn text(&self) -> String {
        text::control(&self.0)
    }
}

#[derive(Serialize)]
struct AllReport(Vec<ControlReport>);

impl Report for AllReport {
    fn text(&self) -> String {
        self.0.iter().map(ControlReport::text).collect()
    }
}

struct NamesReport(Vec<ElemId>);

impl Serialize for NamesReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(IdView::new))
    }
}

impl Report for NamesReport {
    fn text(&self) -> String {
        self.0.iter().map(|id| format!("{id}\n")).collect()
    }
}

struct CardReport<'a> {
    device: &'a str,
    card: CardInfo,
    controls: u32,
    simple_controls: u32,
}

impl Serialize for CardReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CardView::new(self.device, &self.card, (self.controls, self.simple_controls)).serialize(serializer)
    }
}

impl Report for CardReport<'_> {
    fn text(&self) -> String {
        let CardInfo { id, long_name, mixer_name, components, .. } = &self.card;
        format!(
            "Card {} '{id}'/'{long_name}'\n  Mixer name\t: '{mixer_name}'\n  Components\t: '{components}'\n  \
             Controls      : {}\n  Simple ctrls  : {}\n",
            self.device, self.controls, self.simple_controls
        )
    }
}

pub(super) fn list(card: &mut Card, options: &Options, out: &Printer) -> anyhow::Result<()> {
    out.show(&NamesReport(control::identities(&card.sorted()?, options.inactive)?))
}

pub(super) fn contents(card: &mut Card, options: &Options, out: &Printer) -> anyhow::Result<()> {
    let all = control::all(&card.sorted()?, options.inactive)?;
    out.show(&AllReport(all.into_iter().map(ControlReport).collect()))
}

pub(super) fn get(card: &mut Card, id: &ElemId, options: &Options, out: &Printer) -> anyhow::Result<()> {
    out.show(&ControlReport(find(card, id, options)?))
}

fn find(card: &mut Card, id: &ElemId, options: &Options) -> anyhow::Result<Control> {
    if options.debug {
        Printer::new().error(&format!("VERIFY ID: {id}"));
    }
    control::read(card.ctl()?, id).map_err(|_| card.missing_control(id))
}

/// Sets and shows. With --lenient, a value that is not understood changes nothing and is no failure.
pub(super) fn set(card: &mut Card, id: &ElemId, value: &str, setting: &Setting<'_>) -> anyhow::Result<()> {
    let Setting { options, out } = setting;
    let control = find(card, id, options)?;
    let name = card.name.clone();
    let refused = |reason: String| anyhow!("Control {name} element write error: {reason}");
    // An element that cannot be read is set from nothing.
    let old = control.value.clone().unwrap_or(Value::None);
    match assign(&control, &old, value) {
        Ok(new) => {
            card.ctl()?.elem_write(&control.info, &new).map_err(|error| refused(error.reason()))?;
        }
        Err(_) if options.lenient => {}
        Err(error) => return Err(error.into()),
    }
    if options.quiet {
        return Ok(());
    }
    let now = control::read(card.ctl()?, &control.info.id).map_err(|_| card.missing_control(id))?;
    out.show(&ControlReport(now))
}

pub(super) fn info(card: &mut Card, out: &Printer) -> anyhow::Result<()> {
    let device = card.name.clone();
    let failed = |reason: String| anyhow!("Control device {device} hw info error: {reason}");
    let ctl = card.ctl_device()?;
    let info = ctl.card_info().map_err(|error| failed(error.reason()))?;
    let controls = ctl.elem_count().map_err(|error| failed(error.reason()))?;
    let simple_controls = card.mixer()?.count();
    out.show(&CardReport { device: &device, card: info, controls, simple_controls })
}
