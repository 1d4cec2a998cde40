//! One block of a VOC file: a type, a length of three bytes, and what the type makes of them.

use crate::audio::input::Input;
use crate::audio::source::Spec;
use crate::device::Format;
use std::io;

/// The longest text that is kept.
const TEXT_LIMIT: usize = 1024;

/// A block, with the input standing behind its parameters; its sound, where it has some, is still to be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The end, said or met.
    End,
    /// Sound with its own spec, unless an extended block came before.
    Sound { spec: Result<Spec, String>, bytes: u64 },
    /// More sound of the same spec.
    Continuation { bytes: u64 },
    /// Silence of so many frames of another rate.
    Silence { frames: u32, rate: u32 },
    /// Text to be shown.
    Text(String),
    /// What follows until `RepeatEnd` is played once more for each count.
    Repeat { count: u16 },
    /// The end of what is repeated.
    RepeatEnd,
    /// The spec of the next sound block, in place of its own.
    Extended(Result<Spec, String>),
    /// Nothing to hear.
    Marker,
}

impl Block {
    /// The next block.
    pub(super) fn read(input: &mut Input) -> io::Result<Block> {
        let Some([kind]) = input.read_array()? else { return Ok(Block::End) };
        if kind == 0 {
            return Ok(Block::End);
        }
        let Some([a, b, c]) = input.read_array()? else { return Ok(Block::End) };
        Body { input, left: u32::from_le_bytes([a, b, c, 0]) }.parse(kind)
    }
}

/// The bytes of a block.
struct Body<'a> {
    input: &'a mut Input,
    left: u32,
}

impl Body<'_> {
    fn parse(mut self, kind: u8) -> io::Result<Block> {
        let block = match kind {
            1 => {
                let [code, codec] = self.parameters()?;
                let spec = sample_format(u16::from(codec)).map(|format| mono(format, rate_of(code)));
                return Ok(Block::Sound { spec, bytes: self.left.into() });
            }
            2 => return Ok(Block::Continuation { bytes: self.left.into() }),
            9 => {
                let spec = new_sound(self.parameters()?);
                return Ok(Block::Sound { spec, bytes: u64::from(self.left) + self.uncounted_by_sox() });
            }
            3 => {
                let [low, high, code] = self.parameters()?;
                Block::Silence { frames: u32::from(u16::from_le_bytes([low, high])) + 1, rate: rate_of(code) }
            }
            4 => Block::Marker,
            5 => Block::Text(self.text()?),
            6 => Block::Repeat { count: u16::from_le_bytes(self.parameters()?) },
            7 => Block::RepeatEnd,
            8 => Block::Extended(extended(self.parameters()?)),
            other => return Err(damaged(format!("unknown blocktype {other}. terminate."))),
        };
        self.input.skip(self.left.into())?;
        Ok(block)
    }

    fn parameters<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        self.left = self.left.checked_sub(N as u32).ok_or_else(|| damaged("a block is too short".into()))?;
        self.input.read_array()?.ok_or_else(|| damaged("the file ends inside a block".into()))
    }

    /// sox counts 4 bytes of parameters where there are 12. Its files are known by what is left of them: the only
    /// block, the bytes that were not counted, and the terminator.
    fn uncounted_by_sox(&self) -> u64 {
        let is_of_sox = self.input.bytes_left() == Some(u64::from(self.left) + 8 + 1);
        if is_of_sox { 8 } else { 0 }
    }

    fn text(&mut self) -> io::Result<String> {
        let mut bytes = vec![0; TEXT_LIMIT.min(self.left as usize)];
        let got = self.input.read_full(&mut bytes)?;
        self.left -= got as u32;
        let text = bytes[..got].split(|byte| *byte == 0).next().unwrap_or_default();
        let is_shown = |char: &char| !char.is_control() || matches!(char, '\n' | '\t');
        Ok(String::from_utf8_lossy(text).chars().filter(is_shown).collect())
    }
}

/// The rate that a code of one byte means, rounded down as aplay always did.
fn rate_of(code: u8) -> u32 {
    1_000_000 / (256 - u32::from(code))
}

fn mono(format: Format, rate: u32) -> Spec {
    Spec { format, channels: 1, rate }
}

fn sample_format(codec: u16) -> Result<Format, String> {
    match codec {
        0 => Ok(Format::U8),
        4 => Ok(Format::S16_LE),
        6 => Ok(Format::A_LAW),
        7 => Ok(Format::MU_LAW),
        _ => Err("can't play packed .voc files".into()),
    }
}

/// A block of type 8 tells the rate of all channels together.
fn extended([low, high, codec, mode]: [u8; 4]) -> Result<Spec, String> {
    let channels = u32::from(mode.min(1)) + 1;
    let period = (65536 - u32::from(u16::from_le_bytes([low, high]))) * channels;
    let rate = (256_000_000 + period / 2) / period;
    Ok(Spec { format: sample_format(codec.into())?, channels, rate })
}

/// A block of type 9 has it all: rate, bits, channels, codec and 4 bytes for later use.
fn new_sound(body: [u8; 12]) -> Result<Spec, String> {
    let [a, b, c, d, _bits, channels, codec_low, codec_high, ..] = body;
    let format = sample_format(u16::from_le_bytes([codec_low, codec_high]))?;
    match (u32::from_le_bytes([a, b, c, d]), u32::from(channels)) {
        (0, _) => Err("can't play .voc files with a rate of 0 Hz".into()),
        (_, 0) => Err("can't play .voc files with 0 channels".into()),
        (rate, channels) => Ok(Spec { format, channels, rate }),
    }
}

pub(super) fn damaged(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(bytes: &[u8]) -> Block {
        Block::read(&mut Input::from_bytes(bytes)).unwrap()
    }

    fn sound(bytes: &[u8]) -> Result<Spec, String> {
        match block(bytes) {
            Block::Sound { spec, .. } | Block::Extended(spec) => spec,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn rates_are_those_of_aplay() {
        for (code, rate) in [(0, 3906), (0x83, 8000), (0xa5, 10989), (0xd3, 22222), (0xea, 45454), (0xff, 1_000_000)] {
            assert_eq!(sound(&[1, 2, 0, 0, code, 0]), Ok(mono(Format::U8, rate)));
        }
        // Both as sox writes and reads them.
        assert_eq!(sound(&[8, 4, 0, 0, 0xa6, 0xd2, 0, 1]), Ok(Spec { format: Format::U8, channels: 2, rate: 11025 }));
        assert_eq!(sound(&[8, 4, 0, 0, 0xa6, 0xd2, 0, 0]), Ok(mono(Format::U8, 22050)));
    }

    #[test]
    fn new_sound_data_has_every_spec() {
        let table = [(0, Format::U8), (4, Format::S16_LE), (6, Format::A_LAW), (7, Format::MU_LAW)];
        for (codec, format) in table {
            let block = [9, 12, 0, 0, 0x44, 0xac, 0, 0, 16, 6, codec, 0, 0, 0, 0, 0];
            assert_eq!(sound(&block), Ok(Spec { format, channels: 6, rate: 44100 }));
        }
        let error = |rate, channels, codec| sound(&[9, 12, 0, 0, rate, 0, 0, 0, 8, channels, codec, 0, 0, 0, 0, 0]);
        assert_eq!(error(0, 1, 0), Err("can't play .voc files with a rate of 0 Hz".into()));
        assert_eq!(error(1, 0, 0), Err("can't play .voc files with 0 channels".into()));
        assert_eq!(error(1, 1, 1), Err("can't play packed .voc files".into()));
    }

    #[test]
    fn text_ends_at_its_zero_and_has_a_limit() {
        assert_eq!(block(b"\x05\x06\0\0hello\0"), Block::Text("hello".into()));
        assert_eq!(block(b"\x05\x08\0\0\x1b[1ma\r\n\0"), Block::Text("[1ma\n".into()));
        let long = [&b"\x05\xff\xff\0"[..], &[b'x'; 0xffff]].concat();
        assert_eq!(block(&long), Block::Text("x".repeat(TEXT_LIMIT)));
    }

    #[test]
    fn damage_is_an_error_and_the_end_is_none() {
        let error = |bytes: &[u8]| Block::read(&mut Input::from_bytes(bytes)).unwrap_err().to_string();
        assert_eq!(error(&[10, 0, 0, 0]), "unknown blocktype 10. terminate.");
        assert_eq!(error(&[1, 1, 0, 0, 0]), "a block is too short");
        assert_eq!(error(&[1, 9, 0, 0, 0]), "the file ends inside a block");
        for end in [&b""[..], &[0], &[1, 2]] {
            assert_eq!(block(end), Block::End);
        }
    }
}
