//! Opens symphonia's reader for a container, and the decoder for its sound.
//!
//! Only the one reader is asked that belongs to what was recognised, so that none can take bytes for something else.

use super::bytes::{Access, Bytes};
use crate::audio::container::Container;
use crate::audio::input::Input;
use crate::audio::source::OpenError;
use crate::os::signals;
use std::io;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::{Hint, Probe};
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::default::{codecs, formats, meta};

/// Opens the reader.
pub(super) fn open(input: Input, container: Container, access: Access) -> Result<Box<dyn FormatReader>, OpenError> {
    let stream = MediaSourceStream::new(Box::new(Bytes::new(input, access)), Default::default());
    let probe = probe(container);
    probe.probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default()).map_err(refusal)
}

fn probe(container: Container) -> Probe {
    let mut probe = Probe::default();
    match container {
        Container::Flac => probe.register_format::<formats::FlacReader<'_>>(),
        Container::Ogg => probe.register_format::<formats::OggReader<'_>>(),
        Container::IsoMp4 => probe.register_format::<formats::IsoMp4Reader<'_>>(),
        Container::Aiff => probe.register_format::<formats::AiffReader<'_>>(),
        Container::Caf => probe.register_format::<formats::CafReader<'_>>(),
        Container::Matroska => probe.register_format::<formats::MkvReader<'_>>(),
        Container::AdpcmWave => probe.register_format::<formats::WavReader<'_>>(),
        Container::Mpeg => register_mpeg(&mut probe),
        Container::Adts => register_adts(&mut probe),
        Container::Tagged => {
            register_mpeg(&mut probe);
            register_adts(&mut probe);
            probe.register_format::<formats::FlacReader<'_>>();
        }
    }
    probe
}

fn register_mpeg(probe: &mut Probe) {
    probe.register_format::<formats::MpaReader<'_>>();
    probe.register_metadata::<meta::Id3v2Reader<'_>>();
    probe.register_metadata::<meta::Id3v1Reader<'_>>();
    probe.register_metadata::<meta::ApeReader<'_>>();
}

fn register_adts(probe: &mut Probe) {
    probe.register_format::<formats::AdtsReader<'_>>();
    probe.register_metadata::<meta::Id3v2Reader<'_>>();
}

/// The track that is played: the first with sound that can be decoded.
pub(super) fn choose_track(format: &dyn FormatReader) -> Option<(Track, AudioCodecParameters)> {
    let track = format.default_track(TrackType::Audio)?;
    let parameters = track.codec_params.as_ref()?.audio()?.clone();
    Some((track.clone(), parameters))
}

/// Samples in a packet that a file may claim: decoders allocate as many.
const PACKET_SAMPLES: u64 = 1 << 24;

/// The decoder of a track.
pub(super) fn decoder(parameters: &AudioCodecParameters, gapless: bool) -> Result<Box<dyn AudioDecoder>, OpenError> {
    let channels = parameters.channels.as_ref().map_or(1, |channels| channels.count() as u64);
    if parameters.max_frames_per_packet.unwrap_or(1).saturating_mul(channels) > PACKET_SAMPLES {
        return Err(OpenError::Unplayable("cannot be decoded: its packets are too long".to_owned()));
    }
    let mut registry = CodecRegistry::new();
    registry.register_audio_decoder::<codecs::AacDecoder>();
    registry.register_audio_decoder::<codecs::AdpcmDecoder>();
    registry.register_audio_decoder::<codecs::AlacDecoder>();
    registry.register_audio_decoder::<codecs::FlacDecoder>();
    registry.register_audio_decoder::<codecs::MpaDecoder>();
    registry.register_audio_decoder::<codecs::PcmDecoder>();
    registry.register_audio_decoder::<codecs::VorbisDecoder>();
    #[cfg(feature = "opus")]
    registry.register_audio_decoder::<symphonia_adapter_libopus::OpusDecoder>();
    let options = AudioDecoderOptions::default().gapless(gapless);
    registry.make_audio_decoder(parameters, &options).map_err(refusal)
}

/// Why a file cannot be opened, in a line.
pub(super) fn refusal(error: Error) -> OpenError {
    match failure(error) {
        error if error.kind() == io::ErrorKind::InvalidData => OpenError::Unplayable(error.to_string()),
        error => OpenError::Read(error),
    }
}

/// An error of symphonia as one of a read; damage is `InvalidData`.
pub(super) fn failure(error: Error) -> io::Error {
    let damage = |text: String| io::Error::new(io::ErrorKind::InvalidData, text);
    match error {
        _ if signals::stop().is_some() => io::ErrorKind::Interrupted.into(),
        Error::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => damage("the file ends early".into()),
        // Its own errors have no number, those of the system have.
        Error::IoError(error) if error.raw_os_error().is_none() => damage(format!("cannot be decoded: {error}")),
        Error::IoError(error) => error,
        Error::Unsupported(what) | Error::DecodeError(what) | Error::LimitError(what) => {
            damage(format!("cannot be decoded: {what}"))
        }
        other => damage(format!("cannot be decoded: {other}")),
    }
}
