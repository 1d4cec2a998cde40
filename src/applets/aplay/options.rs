//! aplay's options, once: help, man page and completions come from here.
//!
//! `Args` is what was typed; nothing of it is checked.

use crate::device::Format;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
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
    pub(super) max_file_time: Option<String>,
    pub(super) process_id_file: Option<OsString>,
    pub(super) dump_hw_params: bool,
    pub(super) fatal_errors: bool,
    pub(super) files: Vec<OsString>,
}

/// A word about the frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SpecWord {
    Format(String),
    Rate(String),
    Channels(String),
}

type MakeWord = fn(String) -> SpecWord;

fn flag(long: &'static str, help: &'static str) -> Arg {
    Arg::new(long).long(long).action(ArgAction::SetTrue).help(help)
}

fn value(long: &'static str, name: &'static str, help: &'static str) -> Arg {
    Arg::new(long).long(long).value_name(name).help(help).allow_hyphen_values(true)
}

fn path(long: &'static str, name: &'static str, help: &'static str) -> Arg {
    value(long, name, help).value_parser(clap::value_parser!(OsString))
}

/// The options of aplay.
pub(super) fn command() -> Command {
    Command::new("aplay")
        .about("Play sound files on ALSA devices")
        .override_usage("aplay [OPTION]... [FILE]...")
        .disable_help_flag(true)
        .after_help(formats_help())
        .args(general_options())
        .args(stream_options())
        .args(timing_options())
        .args(display_options())
        .args(conversion_options())
        .args(test_options())
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .num_args(0..)
                .value_parser(clap::value_parser!(OsString))
                .value_hint(ValueHint::FilePath)
                .help("files to play, in order; - or none: standard input"),
        )
}

fn general_options() -> [Arg; 6] {
    [
        flag("help", "show this help").short('h'),
        flag("version", "print the version"),
        flag("list-devices", "list the cards and their devices").short('l'),
        flag("list-pcms", "list the device names").short('L'),
        path("device", "NAME", "play on this device").short('D').value_hint(ValueHint::Other),
        flag("quiet", "no messages but errors").short('q'),
    ]
}

fn stream_options() -> [Arg; 10] {
    [
        value("file-type", "TYPE", "type of the file: voc, wav, raw or au (told by its first bytes when not given)")
            .short('t'),
        value("channels", "N", "channels of raw data (1)").short('c'),
        value("format", "FORMAT", "sample format of raw data (U8), or a shortcut").short('f'),
        value("subformat", "SUBFORMAT", "sample subformat (STD)"),
        value("rate", "HZ", "rate of raw data (8000); below 1000 it means kHz").short('r'),
        value("duration", "SECONDS", "stop each file after so many seconds").short('d'),
        value("samples", "FRAMES", "stop each file after so many frames").short('s'),
        flag("mmap", "transfer by mmap").short('M'),
        flag("nonblock", "open and write without blocking").short('N'),
        flag("separate-channels", "one file for each channel").short('I'),
    ]
}

fn timing_options() -> [Arg; 7] {
    [
        value("period-time", "US", "microseconds between interrupts").short('F'),
        value("buffer-time", "US", "microseconds in the buffer (500000, or what the device has)").short('B'),
        value("period-size", "FRAMES", "frames between interrupts"),
        value("buffer-size", "FRAMES", "frames in the buffer"),
        value("avail-min", "US", "wake up when so many microseconds can be written").short('A'),
        value("start-delay", "US", "start after so many microseconds (from a full buffer if <= 0)").short('R'),
        value("stop-delay", "US", "stop so many microseconds after an xrun").short('T'),
    ]
}

fn display_options() -> [Arg; 5] {
    [
        flag("verbose", "show the PCM's set-up; twice: a VU meter too; three times: peaks")
            .short('v')
            .action(ArgAction::Count),
        value("vumeter", "TYPE", "show a VU meter: mono or stereo").short('V'),
        flag("interactive", "space or enter pauses").short('i'),
        flag("dump-hw-params", "show what the device can do; without a file, only that"),
        path("process-id-file", "FILE", "keep the process id in this file").value_hint(ValueHint::FilePath),
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

fn test_options() -> [Arg; 7] {
    [
        flag("test-position", "check the positions that the device names"),
        value("test-coef", "N", "how far a position may be out: N half buffers (8)"),
        flag("test-nowait", "never wait for room: eats the whole processor"),
        flag("fatal-errors", "an xrun is the end"),
        value("max-file-time", "SECONDS", "accepted for arecord's sake").hide(true),
        flag("use-strftime", "accepted for arecord's sake").hide(true),
        flag("playback", "play, as aplay does anyway").short('P').hide(true),
    ]
}

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
    pub(super) fn from_matches(matches: &ArgMatches) -> Args {
        let text = |id: &str| matches.get_one::<String>(id).cloned();
        let path = |id: &str| matches.get_one::<OsString>(id).cloned();
        Args {
            list_devices: matches.get_flag("list-devices"),
            list_names: matches.get_flag("list-pcms"),
            device: path("device"),
            quiet: matches.get_flag("quiet"),
            file_type: text("file-type"),
            spec: spec_words(matches),
            subformat: text("subformat"),
            duration: text("duration"),
            samples: text("samples"),
            mmap: matches.get_flag("mmap"),
            nonblock: matches.get_flag("nonblock"),
            period_time: text("period-time"),
            buffer_time: text("buffer-time"),
            period_size: text("period-size"),
            buffer_size: text("buffer-size"),
            avail_min: text("avail-min"),
            start_delay: text("start-delay"),
            stop_delay: text("stop-delay"),
            verbose: matches.get_count("verbose"),
            vumeter: text("vumeter"),
            separate_channels: matches.get_flag("separate-channels"),
            interactive: matches.get_flag("interactive"),
            chmap: text("chmap"),
            disable_resample: matches.get_flag("disable-resample"),
            disable_channels: matches.get_flag("disable-channels"),
            disable_format: matches.get_flag("disable-format"),
            disable_softvol: matches.get_flag("disable-softvol"),
            test_position: matches.get_flag("test-position"),
            test_coef: text("test-coef"),
            test_nowait: matches.get_flag("test-nowait"),
            max_file_time: text("max-file-time"),
            process_id_file: path("process-id-file"),
            dump_hw_params: matches.get_flag("dump-hw-params"),
            fatal_errors: matches.get_flag("fatal-errors"),
            files: matches.get_many("files").into_iter().flatten().cloned().collect(),
        }
    }
}

fn spec_words(matches: &ArgMatches) -> Vec<SpecWord> {
    let makers: [(&str, MakeWord); 3] =
        [("format", SpecWord::Format), ("rate", SpecWord::Rate), ("channels", SpecWord::Channels)];
    let place = |(id, make): (&str, MakeWord)| {
        let index = matches.indices_of(id)?.next_back()?;
        Some((index, make(matches.get_one::<String>(id)?.clone())))
    };
    let mut words: Vec<(usize, SpecWord)> = makers.into_iter().filter_map(place).collect();
    words.sort_by_key(|(index, _)| *index);
    words.into_iter().map(|(_, word)| word).collect()
}
