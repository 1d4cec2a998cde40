//! WAVE files in every variant that aplay knows, and in some that it must refuse.

use super::{FRAMES, ramp};

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const ALAW: u16 = 6;
const MULAW: u16 = 7;
const EXTENSIBLE: u16 = 0xfffe;

/// A WAVE file to be.
#[derive(Clone)]
struct Wav {
    magic: &'static [u8; 4],
    tag: u16,
    channels: u16,
    rate: u32,
    bits: u16,
    sample_bytes: u16,
    /// Of the extension: valid bits, channel mask, tag of the GUID.
    extension: Option<(u16, u32, u16)>,
    before_data: Vec<u8>,
    data: Vec<u8>,
    data_length: Option<u32>,
    after_data: Vec<u8>,
}

impl Wav {
    fn new(tag: u16, channels: u16, bits: u16, data: Vec<u8>) -> Wav {
        Wav {
            magic: b"RIFF",
            tag,
            channels,
            rate: 8000,
            bits,
            sample_bytes: bits.div_ceil(8),
            extension: None,
            before_data: Vec::new(),
            data,
            data_length: None,
            after_data: Vec::new(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let short = |value: u16| if self.magic == b"RIFX" { value.to_be_bytes() } else { value.to_le_bytes() };
        let long = |value: u32| if self.magic == b"RIFX" { value.to_be_bytes() } else { value.to_le_bytes() };
        let frame_bytes = self.channels * self.sample_bytes;
        let mut format = Vec::new();
        format.extend(short(if self.extension.is_some() { EXTENSIBLE } else { self.tag }));
        format.extend(short(self.channels));
        format.extend(long(self.rate));
        format.extend(long(self.rate.wrapping_mul(frame_bytes.into())));
        format.extend([short(frame_bytes), short(self.bits)].concat());
        if let Some((valid_bits, mask, tag)) = self.extension {
            format.extend([short(22), short(valid_bits)].concat());
            format.extend(long(mask));
            format.extend(short(tag));
            format.extend(b"\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71");
        }
        let mut rest = b"WAVEfmt ".to_vec();
        rest.extend(long(format.len() as u32));
        rest.extend(&format);
        rest.extend(&self.before_data);
        rest.extend(b"data");
        rest.extend(long(self.data_length.unwrap_or(self.data.len() as u32)));
        rest.extend(&self.data);
        rest.extend(&self.after_data);
        [self.magic.as_slice(), &long(rest.len() as u32), &rest].concat()
    }
}

fn s16(samples: usize) -> Vec<u8> {
    ramp(samples).flat_map(i16::to_le_bytes).collect()
}

fn bytes(count: usize) -> Vec<u8> {
    ramp(count).map(|sample| (sample >> 8) as u8).collect()
}

fn chunk(name: &[u8; 4], claimed: u32, body: &[u8]) -> Vec<u8> {
    [name.as_slice(), &claimed.to_le_bytes(), body].concat()
}

/// Name and bytes of each.
pub(super) fn all() -> Vec<(String, Vec<u8>)> {
    let files = [encodings(), containers(), lengths(), damaged()].concat();
    files.into_iter().map(|(name, wav)| (format!("{name}.wav"), wav.bytes())).chain(cut()).collect()
}

type Named = (&'static str, Wav);

fn stereo() -> Wav {
    Wav::new(PCM, 2, 16, s16(2 * FRAMES))
}

fn encodings() -> Vec<Named> {
    vec![
        ("u8-mono", Wav::new(PCM, 1, 8, bytes(FRAMES))),
        ("u8-stereo", Wav::new(PCM, 2, 8, bytes(2 * FRAMES))),
        ("s16-mono", Wav::new(PCM, 1, 16, s16(FRAMES))),
        ("s16-stereo", stereo()),
        ("s16-six", Wav::new(PCM, 6, 16, s16(6 * 1500))),
        ("s24", Wav::new(PCM, 2, 24, bytes(6 * FRAMES))),
        ("s24-in-4", Wav { sample_bytes: 4, ..Wav::new(PCM, 2, 24, bytes(8 * FRAMES)) }),
        ("s32", Wav::new(PCM, 2, 32, bytes(8 * FRAMES))),
        (
            "float",
            Wav::new(FLOAT, 2, 32, ramp(2 * FRAMES).flat_map(|s| (f32::from(s) / 32768.0).to_le_bytes()).collect()),
        ),
        (
            "float64",
            Wav::new(FLOAT, 1, 64, ramp(FRAMES).flat_map(|s| (f64::from(s) / 32768.0).to_le_bytes()).collect()),
        ),
        ("alaw", Wav::new(ALAW, 1, 8, bytes(FRAMES))),
        ("mulaw", Wav::new(MULAW, 1, 8, bytes(FRAMES))),
        ("s12", Wav::new(PCM, 1, 12, s16(FRAMES))),
        ("s20", Wav::new(PCM, 1, 20, bytes(3 * FRAMES))),
        ("s64", Wav::new(PCM, 1, 64, bytes(8 * FRAMES))),
        ("float16", Wav::new(FLOAT, 1, 16, s16(FRAMES))),
        ("adpcm", Wav::new(0x11, 1, 4, bytes(FRAMES))),
    ]
}

fn containers() -> Vec<Named> {
    let odd = [chunk(b"LIST", 5, b"odd!!\0"), chunk(b"fact", 4, &[0, 0, 0, 0])].concat();
    let extensible = |valid_bits, mask, tag| Some((valid_bits, mask, tag));
    vec![
        ("rifx", Wav { magic: b"RIFX", ..stereo() }),
        ("odd-chunks", Wav { before_data: odd, ..stereo() }),
        ("chunk-after", Wav { after_data: chunk(b"LIST", 4, b"last"), ..stereo() }),
        ("ext-s16", Wav { extension: extensible(16, 3, PCM), ..stereo() }),
        ("ext-s16-mask0", Wav { extension: extensible(16, 0, PCM), ..stereo() }),
        ("ext-s24-in-4", Wav { extension: extensible(24, 3, PCM), ..Wav::new(PCM, 2, 32, bytes(8 * FRAMES)) }),
        ("ext-s24", Wav { extension: extensible(24, 3, PCM), ..Wav::new(PCM, 2, 24, bytes(6 * FRAMES)) }),
        ("ext-float", Wav { extension: extensible(32, 3, FLOAT), ..Wav::new(FLOAT, 2, 32, vec![0; 8 * FRAMES]) }),
        ("ext-six", Wav { extension: extensible(16, 0x3f, PCM), ..Wav::new(PCM, 6, 16, s16(6 * 1500)) }),
        ("ext-mulaw", Wav { extension: extensible(8, 4, MULAW), ..Wav::new(MULAW, 1, 8, bytes(FRAMES)) }),
        ("rate-1000", Wav { rate: 1000, ..stereo() }),
        ("rate-192000", Wav { rate: 192_000, ..stereo() }),
        ("wide-period", Wav { rate: 96_000, ..Wav::new(PCM, 8, 32, bytes(32 * 20_000)) }),
    ]
}

fn lengths() -> Vec<Named> {
    let with = |length: u32| Wav { data_length: Some(length), ..stereo() };
    vec![
        ("length-7fffffff", with(0x7fff_ffff)),
        ("length-7ffffffe", with(0x7fff_fffe)),
        ("length-80000000", with(0x8000_0000)),
        ("length-ffffffff", with(0xffff_ffff)),
        ("length-0", with(0)),
        ("length-more", with(20_000)),
        ("length-less", with(4000)),
        ("length-odd", with(4003)),
        ("no-frames", Wav::new(PCM, 2, 16, Vec::new())),
    ]
}

fn damaged() -> Vec<Named> {
    vec![
        ("no-channels", Wav { channels: 0, ..stereo() }),
        ("many-channels", Wav { channels: 300, ..stereo() }),
        ("rate-0", Wav { rate: 0, ..stereo() }),
        ("ext-unknown", Wav { extension: Some((16, 3, 0x55)), ..stereo() }),
        ("huge-chunk", Wav { before_data: chunk(b"LIST", 0x7fff_0000, b"small"), ..stereo() }),
    ]
}

/// Files that end early.
fn cut() -> Vec<(String, Vec<u8>)> {
    let whole = stereo().bytes();
    [4, 12, 20, 30, 40, 44, 45].map(|length| (format!("cut-{length}.wav"), whole[..length].to_vec())).into()
}
