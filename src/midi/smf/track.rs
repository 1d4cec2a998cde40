//! One track: events until its end mark, or until the damage.

use super::bytes::Bytes;
use super::{Message, Timed, Track, What};

type Read<T> = Result<T, What>;

/// Reads a track from the content of its chunk, of which some is missing if `is_cut`.
pub(super) fn read(content: Bytes<'_>, is_cut: bool) -> (Track, Option<(usize, What)>) {
    let mut reader = Reader { bytes: content, running: None, tick: 0 };
    let mut track = Track::default();
    let damage = loop {
        let offset = reader.bytes.offset();
        if reader.bytes.peek().is_none() {
            break Some((offset, if is_cut { What::CutShort } else { What::NoEnd }));
        }
        match reader.event() {
            Ok(Some(message)) => track.events.push(Timed { tick: reader.tick, message }),
            Ok(None) => break None,
            Err(what) => break Some((offset, what)),
        }
    };
    let last = track.events.last().map_or(0, |event| event.tick);
    track.end_tick = if damage.is_none() { reader.tick } else { last };
    (track, damage)
}

struct Reader<'a> {
    bytes: Bytes<'a>,
    running: Option<u8>,
    tick: u64,
}

impl Reader<'_> {
    /// The next event; nothing at the end mark.
    fn event(&mut self) -> Read<Option<Message>> {
        let delta = self.number()?;
        self.tick += u64::from(delta);
        match self.bytes.peek().ok_or(What::CutShort)? {
            0..0x80 => match self.running {
                Some(status) => self.channel(status).map(Some),
                None => Err(What::NoStatus),
            },
            status @ 0x80..0xf0 => {
                self.byte()?;
                self.running = Some(status);
                self.channel(status).map(Some)
            }
            status => {
                self.byte()?;
                self.system(status)
            }
        }
    }

    fn channel(&mut self, status: u8) -> Read<Message> {
        let first = self.data()?;
        let second = if matches!(status & 0xf0, 0xc0 | 0xd0) { 0 } else { self.data()? };
        Ok(Message::Channel([status, first, second]))
    }

    /// Running status goes on after metas and sysex: the standard says no, files say yes.
    fn system(&mut self, status: u8) -> Read<Option<Message>> {
        match status {
            0xf0 | 0xf7 => {
                let length = self.number()? as usize;
                let start: &[u8] = if status == 0xf0 { &[0xf0] } else { &[] };
                Ok(Some(Message::Sysex([start, self.bytes.take(length).ok_or(What::CutShort)?].concat())))
            }
            0xff => {
                let kind = self.byte()?;
                let length = self.number()? as usize;
                let content = self.bytes.take(length).ok_or(What::CutShort)?;
                Ok((kind != 0x2f).then(|| meta(kind, content)))
            }
            other => Err(What::BadStatus(other)),
        }
    }

    fn byte(&mut self) -> Read<u8> {
        self.bytes.byte().ok_or(What::CutShort)
    }

    fn data(&mut self) -> Read<u8> {
        match self.byte()? {
            byte @ 0..0x80 => Ok(byte),
            status => Err(What::BadData(status)),
        }
    }

    /// A number of variable length.
    fn number(&mut self) -> Read<u32> {
        let mut number = 0;
        for _ in 0..4 {
            let byte = self.byte()?;
            number = number << 7 | u32::from(byte & 0x7f);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(What::LongNumber)
    }
}

fn meta(kind: u8, content: &[u8]) -> Message {
    match (kind, content) {
        (0x01..=0x0f, _) => Message::Text(kind, content.to_vec()),
        (0x21, [port, ..]) => Message::Port(*port),
        (0x51, [a, b, c, ..]) => match u32::from_be_bytes([0, *a, *b, *c]) {
            // The kernel's clock has no tempo of 0.
            0 => Message::Meta(kind, content.to_vec()),
            tempo => Message::Tempo(tempo),
        },
        (0x58, [beats, beat, ..]) => Message::TimeSignature(*beats, *beat),
        _ => Message::Meta(kind, content.to_vec()),
    }
}
