//! The options of aplay and arecord, once: help, man page and completions come from here.
//!
//! `Args` is what was typed; nothing of it is checked.

use super::course::{self, CourseArgs};
use crate::cli::Words;
use crate::cli::options::{flag, value};
use crate::device::Format;
use crate::device::pcm::Direction;
use clap::{Arg, ArgAction, Command, ValueHint};
use std::ffi::OsString;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Args {
    pub(super) list_devices: bool,
    pub(super) list_names: bool,
    pub(super) device: Option<OsString>,
    pub(super) quiet: bool,
    pub(super) file_type: Option<String>,
    /// `-f`, `-r` and `-c` in the order given: a shortcut sets all three.
    pub(super) spec: Vec<SpecWord>,
    pub(super) subformat: Option<String>,
    pub(super) duration: Option<String>,
    pub(super) samples: Option<String>,
    pub(super) mmap: bool,
    pub(super) nonblock: bool,
    pub(super) period_time: Option<String>,
    pub(super) buffer_time: Option<String>,
    pub(super) period_size: Option<String>,
    pub(super) buffer_size: Option<String>,
    pub(super) avail_min: Option<String>,
    pub(super) start_delay: Option<String>,
    pub(super) stop_delay: Option<String>,
    pub(super) verbose: u8,
    pub(super) vumeter: Option<String>,
    pub(super) separate_channels: bool,
    pub(super) interactive: bool,
    pub(super) chmap: Option<String>,
    pub(super) disable_resample: bool,
    pub(super) disable_channels: bool,
    pub(super) disable_format: bool,
    pub(super) disable_softvol: bool,
    pub(super) test_position: bool,
    pub(super) test_coef: Option<String>,
    pub(super) test_nowait: bool,
    pub(super) recording: RecordingArgs,
    pub(super) course: CourseArgs,
    pub(super) role: Option<Direction>,
    pub(super) wait: Option<String>,
    pub(super) process_id_file: Option<OsString>,
    pub(super) dump_hw_params: bool,
    pub(super) fatal_errors: bool,
    pub(super) files: Vec<OsString>,
    /// The whole command line.
    pub(super) words: Vec<String>,
}

/// What was typed about recording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct RecordingArgs {
    pub(super) max_file_time: Option<String>,
    pub(super) use_strftime: bool,
    pub(super) max_file_size: Option<String>,
    pub(super) rf64: bool,
    pub(super) use_part: bool,
    pub(super) exec: Option<String>,
    pub(super) ring: Option<String>,
    pub(super) follow: bool,
    pub(super) repair: Option<OsString>,
    pub(super) start_on: Option<String>,
    pub(super) stop_after_silence: Option<String>,
    pub(super) level: bool,
    pub(super) json: bool,
    pub(super) color: Option<String>,
}

/// The value of `--wait` without one.
pub(super) const FOR_EVER: &str = "for ever";

/// A word about the frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SpecWord {
    Format(String),
    Rate(String),
    Channels(String),
}

type MakeWord = fn(String) -> SpecWord;

/// The options of aplay.
pub(super) fn aplay() -> Command {
    command("aplay", "Play sound files on ALSA devices", "files to play, in order; - or none: standard input")
        .args(course::options())
        .args(recording_options().map(|option| option.hide(true)))
}

/// The options of arecord.
pub(super) fn arecord() -> Command {
    command("arecord", "Record sound from ALSA devices", "file to record into; - or none: standard output")
        .args(recording_options())
        .args(keeping_options())
        .args(watching_options())
}

fn command(name: &'static str, about: &'static str, files: &'static str) -> Command {
    Command::new(name)
        .about(about)
        .override_usage(format!("{name} [OPTION]... [FILE]..."))
        .disable_help_flag(true)
        .defer(|command| command.after_help(formats_help()))
        .args(general_options())
        .args(stream_options())
        .args(timing_options())
        .args(display_options())
        .args(conversion_options())
        .args(test_options())
        .arg(Arg::new("files").value_name("FILE").num_args(0..).value_hint(ValueHint::FilePath).help(files))
}

fn general_options() -> [Arg; 7] {
    [
        flag("help", "show this help").short('h'),
        flag("version", "print the version"),
        flag("list-devices", "list the cards and their devices").short('l'),
        flag("list-pcms", "list the device names").short('L'),
        value("device", "NAME", "use this device").short('D').value_hint(ValueHint::Other),
        flag("quiet", "no messages but errors").short('q'),
        value("wait", "SECONDS", "wait for a device that is busy, at most so long, else for ever")
            .num_args(0..=1)
            .require_equals(true),
    ]
}

fn stream_options() -> [Arg; 10] {
    [
        value("file-type", "TYPE", "file type: voc, wav, raw or au (played: told by the first bytes; recorded: wav)")
            .short('t'),
        value("channels", "N", "channels (1)").short('c'),
        value("format", "FORMAT", "sample format (U8), or a shortcut").short('f'),
        value("subformat", "SUBFORMAT", "sample subformat (STD)"),
        value("rate", "HZ", "rate (8000); below 1000 it means kHz").short('r'),
        value("duration", "SECONDS", "stop each file after so many seconds").short('d'),
        value("samples", "FRAMES", "stop each file after so many frames").short('s'),
        flag("mmap", "transfer by mmap").short('M'),
        flag("nonblock", "open and transfer without blocking").short('N'),
        flag("separate-channels", "one file for each channel").short('I'),
    ]
}

fn timing_options() -> [Arg; 7] {
    [
        value("period-time", "US", "microseconds between interrupts").short('F'),
        value("buffer-time", "US", "microseconds in the buffer (500000, or what the device has)").short('B'),
        value("period-size", "FRAMES", "frames between interrupts"),
        value("buffer-size", "FRAMES", "frames in the buffer"),
        value("avail-min", "US", "wake up when so many microseconds can be transferred").short('A'),
        value("start-delay", "US", "start after so many microseconds (from a full buffer if <= 0)").short('R'),
        value("stop-delay", "US", "stop so many microseconds after an xrun").short('T'),
    ]
}

fn display_options() -> [Arg; 5] {
    [
        flag("verbose", "show the PCM's set-up; twice: a VU meter too; three times: peaks")
            .short('v')
            .action(ArgAction::Count),
        value("vumeter", "TYPE", "show a VU meter: mono, stereo or full").short('V'),
        flag("interactive", "space or enter pauses; playing: arrows seek, n is the next file, q the end").short('i'),
        flag("dump-hw-params", "show what the device can do; when playing without a file, only that"),
        value("process-id-file", "FILE", "keep the process id in this file").value_hint(ValueHint::FilePath),
    ]
}

fn conversion_options() -> [Arg; 5] {
    [
        value("chmap", "FL,FR,...", "speakers of the channels: set on the device, or followed").short('m'),
        flag("disable-resample", "no conversion of the rate"),
        flag("disable-channels", "no conversion of the channels"),
        flag("disable-format", "no conversion of the format"),
        flag("disable-softvol", "no software volume"),
    ]
}

fn test_options() -> [Arg; 6] {
    [
        flag("test-position", "check the positions that the device names"),
        value("test-coef", "N", "how far a position may be out: N half buffers (8)"),
        flag("test-nowait", "never wait for the device: eats the whole processor"),
        flag("fatal-errors", "an xrun is the end"),
        flag("playback", "play, whatever the name").short('P').hide(true),
        flag("capture", "record, whatever the name").short('C').hide(true),
    ]
}

fn recording_options() -> [Arg; 2] {
    [
        value("max-file-time", "SECONDS", "go on in a new file after so many seconds"),
        flag("use-strftime", "the file's name is a pattern for strftime(3); %v is the number of the file"),
    ]
}

/// What is kept of a recording, and how.
fn keeping_options() -> [Arg; 7] {
    [
        value("max-file-size", "BYTES", "go on in a new file after so many bytes (K, M, G may follow)"),
        flag("rf64", "a WAVE file that outgrows 4 GiB becomes RF64 and goes on"),
        flag("use-part", "a file is called NAME.part until it is finished"),
        value("exec", "COMMAND", "run this shell command for each finished file, its name as $1"),
        value("ring", "SECONDS", "bridge a disk that stalls for so long"),
        flag("follow", "a card that is unplugged and comes back: record on, with silence for the gap"),
        value("repair", "FILE", "mend the header of a WAVE or au file, and record nothing")
            .value_hint(ValueHint::FilePath),
    ]
}

/// What is listened for.
fn watching_options() -> [Arg; 5] {
    [
        value("start-on", "DB", "start at the first sound louder than this, in dBFS"),
        value("stop-after-silence", "SECONDS", "stop after so many seconds of silence (below -60 dBFS or --start-on)"),
        flag("level", "print peak and RMS of each channel in dBFS once a second, and record nothing"),
        flag("json", "with --level: one JSON object a line"),
        value("color", "WHEN", "colours in -V full: auto, always or never (auto)"),
    ]
}

/// Nobody but the reader of a help needs the names of all formats.
fn formats_help() -> String {
    let names: Vec<&str> = Format::all().map(Format::name).collect();
    format!(
        "Recognized sample formats are: {}\n\
         Some of these may not be available on selected hardware\n\
         The available format shortcuts are:\n\
         -f cd (16 bit little endian, 44100, stereo)\n\
         -f cdr (16 bit big endian, 44100, stereo)\n\
         -f dat (16 bit little endian, 48000, stereo)",
        names.join(" ")
    )
}

impl Args {
    pub(super) fn from_words(words: &Words) -> Args {
        let text = |id| words.text(id);
        let path = |id| words.value(id).map(ToOwned::to_owned);
        Args {
            list_devices: words.has("list-devices"),
            list_names: words.has("list-pcms"),
            device: path("device"),
            quiet: words.has("quiet"),
            file_type: text("file-type"),
            spec: spec_words(words),
            subformat: text("subformat"),
            duration: text("duration"),
            samples: text("samples"),
            mmap: words.has("mmap"),
            nonblock: words.has("nonblock"),
            period_time: text("period-time"),
            buffer_time: text("buffer-time"),
            period_size: text("period-size"),
            buffer_size: text("buffer-size"),
            avail_min: text("avail-min"),
            start_delay: text("start-delay"),
            stop_delay: text("stop-delay"),
            verbose: u8::try_from(words.count("verbose")).unwrap_or(u8::MAX),
            vumeter: text("vumeter"),
            separate_channels: words.has("separate-channels"),
            interactive: words.has("interactive"),
            chmap: text("chmap"),
            disable_resample: words.has("disable-resample"),
            disable_channels: words.has("disable-channels"),
            disable_format: words.has("disable-format"),
            disable_softvol: words.has("disable-softvol"),
            test_position: words.has("test-position"),
            test_coef: text("test-coef"),
            test_nowait: words.has("test-nowait"),
            recording: RecordingArgs::from_words(words),
            course: CourseArgs::from_words(words),
            role: role(words),
            wait: words.text_or("wait", FOR_EVER),
            process_id_file: path("process-id-file"),
            dump_hw_params: words.has("dump-hw-params"),
            fatal_errors: words.has("fatal-errors"),
            files: words.operands().to_vec(),
            words: Vec::new(),
        }
    }
}

impl RecordingArgs {
    /// aplay, recording by `-C`, has only the old ones of these.
    fn from_words(words: &Words) -> RecordingArgs {
        let text = |id| words.text(id);
        let flag = |id| words.has(id);
        RecordingArgs {
            max_file_time: text("max-file-time"),
            use_strftime: flag("use-strftime"),
            max_file_size: text("max-file-size"),
            rf64: flag("rf64"),
            use_part: flag("use-part"),
            exec: text("exec"),
            ring: text("ring"),
            follow: flag("follow"),
            repair: words.value("repair").map(ToOwned::to_owned),
            start_on: text("start-on"),
            stop_after_silence: text("stop-after-silence"),
            level: flag("level"),
            json: flag("json"),
            color: text("color"),
        }
    }
}

/// The role that was asked for; the last word wins.
fn role(words: &Words) -> Option<Direction> {
    match (words.place("playback"), words.place("capture")) {
        (None, None) => None,
        (playback, capture) if playback > capture => Some(Direction::Playback),
        _ => Some(Direction::Capture),
    }
}

fn spec_words(words: &Words) -> Vec<SpecWord> {
    let makers: [(&str, MakeWord); 3] =
        [("format", SpecWord::Format), ("rate", SpecWord::Rate), ("channels", SpecWord::Channels)];
    let given = |(id, make): (&str, MakeWord)| Some((words.place(id)?, make(words.text(id)?)));
    let mut given: Vec<(usize, SpecWord)> = makers.into_iter().filter_map(given).collect();
    given.sort_by_key(|(place, _)| *place);
    given.into_iter().map(|(_, word)| word).collect()
}
