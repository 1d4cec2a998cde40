//! The strips: bars, switches, chosen items and names.

use super::super::app::App;
use super::super::layout::Layout;
use super::super::strip::{Fader, Lamps, Strip};
use super::super::theme::Paint;
use super::canvas::Canvas;

/// The width of values and capture switches; a bar of four stands in its middle.
const FIELD: u16 = 8;

pub(super) fn draw(app: &App, layout: &Layout, canvas: &mut Canvas<'_>) {
    let shown = app.strips.iter().enumerate().skip(app.first).take(layout.visible);
    for (place, (at, (_, strip))) in shown.enumerate() {
        let part = Part { layout, place, focused: at == app.focus, active: strip.active };
        part.draw(strip, canvas);
        if part.focused {
            part.peaks(app, strip, canvas);
        }
    }
    marks(app, layout, canvas);
}

/// That there is more to the left or to the right.
fn marks(app: &App, layout: &Layout, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let count = (area.height - 1) / 3;
    let first = (area.height - count).div_ceil(2);
    for line in first..first + count {
        if app.first > 0 {
            canvas.sign(0, line, canvas.glyphs.more_left, Paint::MixerFrame);
        }
        if app.first + layout.visible < app.strips.len() {
            canvas.sign(area.width - 1, line, canvas.glyphs.more_right, Paint::MixerFrame);
        }
    }
}

struct Part<'a> {
    layout: &'a Layout,
    place: usize,
    focused: bool,
    active: bool,
}

impl Part<'_> {
    /// What does nothing at present has one colour.
    fn paint(&self, paint: Paint) -> Paint {
        if self.active { paint } else { Paint::Inactive }
    }

    fn bar_x(&self) -> u16 {
        self.layout.bar_column(self.place)
    }

    fn field_x(&self) -> u16 {
        self.bar_x() - 2
    }

    fn draw(&self, strip: &Strip, canvas: &mut Canvas<'_>) {
        if let Some(fader) = &strip.fader {
            self.bar(fader, canvas);
            self.values(fader, canvas);
        }
        if let Some(lamps) = &strip.mute {
            self.mute(lamps, strip.fader.is_some(), canvas);
        }
        if let Some(lamps) = &strip.capture {
            self.capture(lamps, canvas);
        }
        if let Some(choice) = &strip.choice {
            let text = choice.chosen.first().map_or("", String::as_str);
            let x = self.layout.label_column(self.place);
            canvas.field(x, self.layout.bottom, self.layout.label, text, self.paint(Paint::MixerActive));
        }
        self.names(strip, canvas);
    }

    /// A line of two corners with a lid between them.
    fn lid(&self, line: u16, corners: (char, char), canvas: &mut Canvas<'_>) {
        let (x, paint) = (self.bar_x(), self.paint(Paint::ControlFrame));
        let horizontal = canvas.glyphs.horizontal;
        for (column, sign) in (x..).zip([corners.0, horizontal, horizontal, corners.1]) {
            canvas.sign(column, line, sign, paint);
        }
    }

    fn walls(&self, line: u16, canvas: &mut Canvas<'_>) {
        let (x, paint) = (self.bar_x(), self.paint(Paint::ControlFrame));
        canvas.sign(x, line, canvas.glyphs.vertical, paint);
        canvas.sign(x + 3, line, canvas.glyphs.vertical, paint);
    }

    fn bar(&self, fader: &Fader, canvas: &mut Canvas<'_>) {
        let Layout { top, bar, bottom, .. } = *self.layout;
        let [top_left, top_right, bottom_left, bottom_right] = canvas.glyphs.corners;
        self.lid(top, (top_left, top_right), canvas);
        self.lid(bottom, (bottom_left, bottom_right), canvas);
        let lit = |level: usize| {
            let level = fader.levels.get(level).or(fader.levels.first());
            level.map_or(0, |level| (level.place * f64::from(bar)).round() as u16)
        };
        let sides = [(1, lit(0)), (2, lit(1))];
        for height in 0..bar {
            let line = bottom - 1 - height;
            self.walls(line, canvas);
            for (offset, lit) in sides {
                if height < lit {
                    let paint = self.paint(bar_paint(height, bar));
                    canvas.sign(self.bar_x() + offset, line, canvas.glyphs.bar, paint);
                } else if !self.active {
                    canvas.sign(self.bar_x() + offset, line, ' ', Paint::Inactive);
                }
            }
        }
    }

    fn values(&self, fader: &Fader, canvas: &mut Canvas<'_>) {
        let Some(line) = self.layout.values else { return };
        let (x, paint) = (self.field_x(), self.paint(Paint::MixerActive));
        let percent = |level: usize| fader.levels[level].volume.mapped_percent;
        if fader.levels.len() == 2 {
            canvas.text(x, line, 3, &format!("{:3}", percent(0)), paint);
            canvas.text(x + 3, line, 2, "<>", self.paint(Paint::ControlFrame));
            canvas.text(x + 5, line, 3, &format!("{:<3}", percent(1)), paint);
        } else {
            canvas.field(x, line, FIELD, &percent(0).to_string(), paint);
        }
    }

    fn mute(&self, lamps: &Lamps, has_bar: bool, canvas: &mut Canvas<'_>) {
        let (Some(line), bottom) = (self.layout.mute, self.layout.bottom) else { return };
        let glyphs = canvas.glyphs;
        let [top_left, top_right, bottom_left, bottom_right] = glyphs.corners;
        let upper = if has_bar { (glyphs.tee_left, glyphs.tee_right) } else { (top_left, top_right) };
        self.lid(bottom, upper, canvas);
        self.walls(line, canvas);
        self.lid(line + 1, (bottom_left, bottom_right), canvas);
        let (left, right) = lamps.pair();
        for (offset, on) in [(1, left), (2, right)] {
            let (sign, paint) = if on { ('O', Paint::NoMute) } else { ('M', Paint::Mute) };
            canvas.sign(self.bar_x() + offset, line, sign, self.paint(paint));
        }
    }

    fn capture(&self, lamps: &Lamps, canvas: &mut Canvas<'_>) {
        let Some(line) = self.layout.capture else { return };
        let x = self.field_x();
        let (left, right) = lamps.pair();
        let (text, paint) = if left || right { ("CAPTURE", Paint::Capture) } else { ("-------", Paint::NoCapture) };
        canvas.text(x, line, FIELD, text, self.paint(paint));
        for (column, sign, on) in [(x + 1, 'L', left), (x + 6, 'R', right)] {
            if on {
                canvas.sign(column, line - 1, sign, self.paint(Paint::Capture));
            }
        }
    }

    fn names(&self, strip: &Strip, canvas: &mut Canvas<'_>) {
        let (x, width, line) = (self.layout.label_column(self.place), self.layout.label, self.layout.names);
        let paint = match (self.focused, self.active) {
            (true, _) => Paint::LabelFocus,
            (false, true) => Paint::Label,
            (false, false) => Paint::LabelInactive,
        };
        canvas.field(x, line, width, &strip.label, paint);
        if let (Some(below), Some(line)) = (&strip.below, self.layout.below) {
            canvas.field(x, line, width, below, paint);
        }
        if self.focused {
            canvas.sign(x - 1, line, '<', Paint::MarkFocus);
            canvas.sign(x + width, line, '>', Paint::MarkFocus);
        }
    }

    /// The peaks of what is captured, as bars beside the bar.
    fn peaks(&self, app: &App, strip: &Strip, canvas: &mut Canvas<'_>) {
        let Layout { bar, bottom, .. } = *self.layout;
        if app.captured_card().is_none() || strip.fader.is_none() {
            return;
        }
        let columns = [self.bar_x() - 1, self.bar_x() + 4];
        for (column, peak) in columns.into_iter().zip(&app.peaks) {
            let lit = (f64::from(*peak) * f64::from(bar)).round() as u16;
            for height in 0..lit.min(bar) {
                canvas.sign(column, bottom - 1 - height, canvas.glyphs.bar, bar_paint(height, bar));
            }
        }
    }
}

/// The lower two fifths, the middle up to four fifths, and what is above.
fn bar_paint(height: u16, bar: u16) -> Paint {
    match () {
        () if 10 * height < 4 * bar => Paint::BarLow,
        () if 10 * height < 8 * bar => Paint::BarMiddle,
        () => Paint::BarHigh,
    }
}
