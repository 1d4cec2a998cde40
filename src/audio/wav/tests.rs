//! WAVE files, well made, unfinished and damaged, as the reader meets them.

use super::*;
use crate::audio::source::{Source, Spec};
use crate::device::Format as F;

const PCM_GUID: [u8; 16] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/// A file under construction; numbers are stored in its order.
#[derive(Clone)]
struct File {
    order: Order,
    bytes: Vec<u8>,
}

impl File {
    fn new(magic: &[u8; 4], riff_bytes: u32) -> File {
        let order = if magic == b"RIFX" { Order::Big } else { Order::Little };
        let file = File { order, bytes: magic.to_vec() };
        let file = file.long(riff_bytes);
        file.raw(b"WAVE")
    }

    fn riff() -> File {
        File::new(b"RIFF", 0xffff_ffff)
    }

    fn raw(mut self, bytes: &[u8]) -> File {
        self.bytes.extend_from_slice(bytes);
        self
    }

    fn word(self, value: u16) -> File {
        let bytes = if self.order == Order::Big { value.to_be_bytes() } else { value.to_le_bytes() };
        self.raw(&bytes)
    }

    fn long(self, value: u32) -> File {
        let bytes = if self.order == Order::Big { value.to_be_bytes() } else { value.to_le_bytes() };
        self.raw(&bytes)
    }

    fn chunk(self, id: &[u8; 4], length: u32, body: &[u8]) -> File {
        self.raw(id).long(length).raw(body)
    }

    /// A `fmt ` chunk of 16 bytes for 2 channels at 8 kHz, whose samples take `bytes`.
    fn format(self, tag: u16, bits: u16, bytes: u16) -> File {
        self.raw(b"fmt ").long(16).word(tag).word(2).long(8000).long(16000).word(2 * bytes).word(bits)
    }

    fn extensible(self, bits: u16, valid_bits: u16, mask: u32, guid: &[u8; 16]) -> File {
        let file = self.raw(b"fmt ").long(40).word(0xfffe).word(2).long(8000).long(16000).word(bits / 8 * 2);
        file.word(bits).word(22).word(valid_bits).long(mask).raw(guid)
    }

    fn data(self, length: u32, body: &[u8]) -> File {
        self.chunk(b"data", length, body)
    }

    fn open(self) -> Result<Plain, OpenError> {
        open(Input::from_bytes(self.bytes))
    }

    fn sample_format(self) -> F {
        self.open().unwrap().spec().format
    }

    fn error(self) -> String {
        self.open().err().expect("an error").to_string()
    }

    fn played(self) -> Vec<u8> {
        played(Input::from_bytes(self.bytes))
    }
}

fn played(input: Input) -> Vec<u8> {
    let mut source = open(input).unwrap();
    let frame_bytes = source.spec().frame_bytes().unwrap();
    let mut all = Vec::new();
    let mut piece = [0; 64];
    loop {
        match source.read(&mut piece).unwrap() as usize {
            0 => return all,
            frames => all.extend_from_slice(&piece[..frames * frame_bytes]),
        }
    }
}

/// The same bytes, but from where nothing can seek.
fn pipe(bytes: &[u8]) -> Input {
    use std::io::Write;
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(bytes).unwrap();
    Input::from_file(std::os::fd::OwnedFd::from(reader).into())
}

#[test]
fn every_encoding_has_its_sample_format_in_both_orders() {
    let table = [
        (1, 8, 1, F::U8, F::U8),
        (1, 16, 2, F::S16_LE, F::S16_BE),
        (1, 24, 3, F::S24_3LE, F::S24_3BE),
        (1, 24, 4, F::S24_LE, F::S24_BE),
        (1, 32, 4, F::S32_LE, F::S32_BE),
        (3, 32, 4, F::FLOAT_LE, F::FLOAT_BE),
        (3, 64, 8, F::FLOAT64_LE, F::FLOAT64_BE),
        (6, 8, 1, F::A_LAW, F::A_LAW),
        (7, 8, 1, F::MU_LAW, F::MU_LAW),
        // Left-justified in the next whole bytes.
        (1, 12, 2, F::S16_LE, F::S16_BE),
        (1, 20, 3, F::S24_3LE, F::S24_3BE),
        (1, 20, 4, F::S32_LE, F::S32_BE),
        // arecord's S24_LE.
        (1, 32, 3, F::S24_LE, F::S24_BE),
    ];
    for (tag, bits, bytes, little, big) in table {
        for (magic, expected) in [(b"RIFF", little), (b"RIFX", big), (b"BW64", little), (b"RF64", little)] {
            let source = File::new(magic, 4000).format(tag, bits, bytes).data(16, &[0; 16]).open().unwrap();
            assert_eq!(source.spec(), Spec { format: expected, channels: 2, rate: 8000 }, "{tag} {bits} in {bytes}");
            assert_eq!(source.kind(), "WAVE");
            assert_eq!(source.channel_mask(), 0);
        }
    }
}

#[test]
fn extensible_headers_give_the_container_and_the_channel_mask() {
    let float_guid = [&[3], &PCM_GUID[1..]].concat().try_into().unwrap();
    let table = [
        (16, 16, PCM_GUID, F::S16_LE),
        (16, 0, PCM_GUID, F::S16_LE),
        (24, 20, PCM_GUID, F::S24_3LE),
        (32, 20, PCM_GUID, F::S32_LE),
        (32, 32, float_guid, F::FLOAT_LE),
        (64, 64, float_guid, F::FLOAT64_LE),
    ];
    for (bits, valid_bits, guid, expected) in table {
        let source = File::riff().extensible(bits, valid_bits, 0x0c, &guid).data(0, &[]).open().unwrap();
        assert_eq!((source.spec().format, source.channel_mask()), (expected, 0x0c), "{valid_bits} in {bits}");
    }
    let contradiction = File::riff().extensible(16, 16, 0x3f, &PCM_GUID).data(0, &[]).open().unwrap();
    assert_eq!(contradiction.channel_mask(), 0);
}

#[test]
fn the_data_tell_how_24_bits_in_32_are_justified() {
    let file = |data: &[u8]| File::riff().extensible(32, 24, 0, &PCM_GUID).data(data.len() as u32, data);
    assert_eq!(file(&[0, 1, 2, 3, 0, 0xff, 0xff, 0xff]).sample_format(), F::S32_LE);
    assert_eq!(file(&[0, 0, 0, 0, 1, 2, 3, 0]).sample_format(), F::S24_LE);
    assert_eq!(file(&[0, 0, 0, 0, 1, 2, 3, 0]).played(), [0, 0, 0, 0, 1, 2, 3, 0]);
    assert_eq!(file(&[]).sample_format(), F::S32_LE);
}

#[test]
fn big_endian_guids_begin_with_2_or_4_bytes_of_tag() {
    for tag in [[0, 1, 0, 0], [0, 0, 0, 1]] {
        let guid = [&tag, &PCM_GUID[4..]].concat().try_into().unwrap();
        let file = File::new(b"RIFX", 99).extensible(32, 24, 0, &guid);
        assert_eq!(file.clone().data(8, &[1, 2, 3, 0, 1, 2, 3, 0]).sample_format(), F::S32_BE);
        assert_eq!(file.data(8, &[0, 1, 2, 3, 0, 1, 2, 3]).sample_format(), F::S24_BE);
    }
}

#[test]
fn the_oldest_format_chunk_has_no_bits() {
    let format = [1, 0, 2, 0, 0x40, 0x1f, 0, 0, 0, 0x7d, 0, 0, 4, 0];
    assert_eq!(File::riff().chunk(b"fmt ", 14, &format).data(4, &[1, 2, 3, 4]).sample_format(), F::S16_LE);
    let wide = [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0, 0x7d, 0, 0, 0xff, 0xff];
    let error = File::riff().chunk(b"fmt ", 14, &wide).data(0, &[]).error();
    assert_eq!(error, " can't play WAVE-files with sample 65535 bits wide");
    let error = File::riff().chunk(b"fmt ", 12, &format[..12]).data(0, &[]).error();
    assert_eq!(error, "unknown length of 'fmt ' chunk (read 12, should be 16 at least)");
}

#[test]
fn only_the_data_chunk_is_played_wherever_other_chunks_are() {
    let file = File::riff()
        .chunk(b"bext", 3, b"abc\0")
        .chunk(b"fmt ", 18, &[1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, 0, 0])
        .chunk(b"LIST", 4, b"data")
        .data(5, b"SOUND\0")
        .chunk(b"data", 4, b"more");
    assert_eq!(played(pipe(&file.bytes)), b"SOUND");
    assert_eq!(file.clone().open().unwrap().frames_left(), Some(5));
    assert_eq!(file.played(), b"SOUND");
}

#[test]
fn lengths_that_nobody_knew_mean_until_the_end() {
    let lengths = [0, 0x7fff_0000, 0x7fff_f000, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, 0xffff_ff00, 0xffff_ffff];
    for length in lengths {
        for riff_bytes in [0, 36, 0x7fff_ffff, 0x8000_0024, 0xffff_ffff] {
            let file = File::new(b"RIFF", riff_bytes).format(1, 8, 1).data(length, b"LLRRllrr");
            assert_eq!(open(pipe(&file.bytes)).unwrap().frames_left(), None, "{length:#x}");
            assert_eq!(played(pipe(&file.bytes)), b"LLRRllrr", "{length:#x}");
            assert_eq!(file.clone().open().unwrap().frames_left(), Some(4));
            assert_eq!(file.played(), b"LLRRllrr", "{length:#x}");
        }
    }
}

#[test]
fn an_empty_data_chunk_that_others_follow_is_empty() {
    let file = File::new(b"RIFF", 36 + 12).format(1, 8, 1).data(0, &[]).chunk(b"LIST", 4, b"text");
    assert_eq!(file.clone().open().unwrap().frames_left(), Some(0));
    assert_eq!(file.played(), b"");
}

#[test]
fn lengths_of_4_gib_and_more_are_in_the_ds64_chunk() {
    let ds64 = |data_bytes: u64| [99, data_bytes, 0].map(u64::to_le_bytes).concat();
    let file = |data_bytes| {
        let file = File::new(b"RF64", 0xffff_ffff).chunk(b"ds64", 24, &ds64(data_bytes));
        file.format(1, 8, 1).data(0xffff_ffff, b"LRlrLIST")
    };
    assert_eq!(file(4).played(), b"LRlr");
    for unknown in [0, u64::MAX] {
        assert_eq!(file(unknown).played(), b"LRlrLIST");
    }
    let long = open(pipe(&file(0x1_2345_6788).bytes)).unwrap();
    assert_eq!(long.frames_left(), Some(0x1_2345_6788 / 2));
    // Where the 32 bits suffice they hold.
    let short = File::new(b"RF64", 0xffff_ffff).chunk(b"ds64", 24, &ds64(0)).format(1, 8, 1);
    assert_eq!(short.data(2, b"LRlr").played(), b"LR");
}

#[test]
fn a_sparse_file_over_4_gib_has_all_its_frames() {
    use std::io::{Seek, SeekFrom, Write};
    let data_bytes = 5u64 << 30;
    let ds64 = [data_bytes + 72, data_bytes, data_bytes / 4].map(u64::to_le_bytes).concat();
    let header = File::new(b"RF64", 0xffff_ffff).chunk(b"ds64", 24, &ds64).format(1, 16, 2).data(0xffff_ffff, &[]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&header.bytes).unwrap();
    file.set_len(header.bytes.len() as u64 + data_bytes + 100).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    assert_eq!(open(Input::from_file(file)).unwrap().frames_left(), Some(data_bytes / 4));
}

#[test]
fn what_cannot_be_played_is_said_in_aplays_words() {
    let file = |tag, bits, bytes| File::riff().format(tag, bits, bytes).data(0, &[]).error();
    assert_eq!(file(0x11, 4, 1), "can't play WAVE-file format 0x0011 which is not PCM or FLOAT encoded");
    assert_eq!(file(1, 64, 8), " can't play WAVE-files with sample 64 bits wide");
    assert_eq!(file(1, 0, 1), " can't play WAVE-files with sample 0 bits wide");
    assert_eq!(file(3, 16, 2), " can't play WAVE-files with sample 16 bits wide");
    assert_eq!(file(1, 24, 5), " can't play WAVE-files with sample 24 bits in 5 bytes wide (2 channels)");
    let guid = File::riff().extensible(16, 16, 0, b"0123456789abcdef").data(0, &[]);
    assert_eq!(guid.error(), "wrong format tag in extensible 'fmt ' chunk");
    let short = File::riff().raw(b"fmt ").long(18).word(0xfffe).raw(&[1; 16]).data(0, &[]);
    assert_eq!(short.error(), "unknown length of extensible 'fmt ' chunk (read 18, should be 40 at least)");
    let no_channels = File::riff().chunk(b"fmt ", 16, &[1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 8, 0]).data(0, &[]);
    assert_eq!(no_channels.error(), "can't play WAVE-files with 0 tracks");
    let no_rate = File::riff().chunk(b"fmt ", 16, &[1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 8, 0]).data(0, &[]);
    assert_eq!(no_rate.error(), "can't play WAVE-files with a rate of 0 Hz");
    assert_eq!(File::riff().data(8, &[0; 8]).error(), "no 'fmt ' chunk before the 'data' chunk");
}

#[test]
fn a_file_cut_anywhere_before_its_data_is_an_error() {
    let whole = File::riff().chunk(b"JUNK", 8, b"01234567").format(1, 16, 2).data(8, &[7; 8]);
    let header_bytes = whole.bytes.len() - 8;
    for length in 0..header_bytes {
        let error = open(Input::from_bytes(&whole.bytes[..length])).err().expect("an error").to_string();
        assert_eq!(error, "read error: the file ends before its sound data", "{length}");
    }
    assert_eq!(played(Input::from_bytes(&whole.bytes[..header_bytes + 7])), [7; 4]);
}
