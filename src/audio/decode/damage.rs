//! What was wrong with a stream: counted while it plays, said once at its end.

use std::io;

/// Damaged packets one after the other that end it: a reader may never get past some kinds of damage.
const HOPELESS: u32 = 500;

/// What was wrong.
#[derive(Debug, Default)]
pub(super) struct Damage {
    packets: u32,
    in_a_row: u32,
    cut: bool,
}

impl Damage {
    /// A packet is lost.
    pub(super) fn lose(&mut self) {
        self.packets += 1;
        self.in_a_row += 1;
    }

    /// A packet is lost that need not be there.
    pub(super) fn miss(&mut self) {
        self.in_a_row += 1;
    }

    /// Packets that were there, but nobody saw them.
    pub(super) fn skip(&mut self) {
        self.packets += 1;
    }

    /// A packet is sound.
    pub(super) fn recover(&mut self) {
        self.in_a_row = 0;
    }

    /// The stream ends where it should not.
    pub(super) fn cut(&mut self) {
        self.cut = true;
    }

    pub(super) fn is_hopeless(&self) -> bool {
        self.in_a_row > HOPELESS
    }

    /// What there is to say, and nothing more after that.
    pub(super) fn tell(&mut self) -> io::Result<()> {
        let Damage { packets, cut, .. } = *self;
        let mut reasons = Vec::new();
        if cut {
            reasons.push("the file ends early".to_owned());
        }
        match packets {
            _ if self.is_hopeless() => reasons.push("the rest is damaged".to_owned()),
            0 => {}
            1 => reasons.push("a damaged part was left out".to_owned()),
            more => reasons.push(format!("{more} damaged parts were left out")),
        }
        *self = Damage::default();
        if reasons.is_empty() { Ok(()) } else { Err(io::Error::new(io::ErrorKind::InvalidData, reasons.join(", "))) }
    }
}
