//! An event of the sequencer, raw: its type's number and its bytes, with readers and makers for what they mean.
//!
//! A type that nobody knows is an event like any other.

use super::Address;
use alsa_sys as sys;

/// The kinds of events, by the kernel's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKind(pub u8);

/// The number of a constant of alsa-lib.
macro_rules! kinds {
    ($($name:ident = $raw:ident, $doc:literal;)*) => {
        impl EventKind {
            $(#[doc = $doc] pub const $name: EventKind = EventKind(sys::$raw as u8);)*
        }
    };
}

kinds! {
    SYSTEM = SND_SEQ_EVENT_SYSTEM, "A system event.";
    RESULT = SND_SEQ_EVENT_RESULT, "A result.";
    NOTE = SND_SEQ_EVENT_NOTE, "A note with its duration.";
    NOTE_ON = SND_SEQ_EVENT_NOTEON, "A note begins.";
    NOTE_OFF = SND_SEQ_EVENT_NOTEOFF, "A note ends.";
    KEY_PRESSURE = SND_SEQ_EVENT_KEYPRESS, "Pressure on a key.";
    CONTROLLER = SND_SEQ_EVENT_CONTROLLER, "A controller moves.";
    PROGRAM = SND_SEQ_EVENT_PGMCHANGE, "Another program.";
    CHANNEL_PRESSURE = SND_SEQ_EVENT_CHANPRESS, "Pressure on a channel.";
    PITCH_BEND = SND_SEQ_EVENT_PITCHBEND, "The pitch wheel, -8192 to 8191.";
    CONTROL14 = SND_SEQ_EVENT_CONTROL14, "A controller of 14 bits.";
    NON_REGISTERED = SND_SEQ_EVENT_NONREGPARAM, "A non-registered parameter.";
    REGISTERED = SND_SEQ_EVENT_REGPARAM, "A registered parameter.";
    SONG_POSITION = SND_SEQ_EVENT_SONGPOS, "Song position.";
    SONG_SELECT = SND_SEQ_EVENT_SONGSEL, "Song select.";
    QUARTER_FRAME = SND_SEQ_EVENT_QFRAME, "MTC quarter frame.";
    TIME_SIGNATURE = SND_SEQ_EVENT_TIMESIGN, "A time signature.";
    KEY_SIGNATURE = SND_SEQ_EVENT_KEYSIGN, "A key signature.";
    START = SND_SEQ_EVENT_START, "Start.";
    CONTINUE = SND_SEQ_EVENT_CONTINUE, "Continue.";
    STOP = SND_SEQ_EVENT_STOP, "Stop.";
    SET_POSITION_TICK = SND_SEQ_EVENT_SETPOS_TICK, "A queue's new tick.";
    SET_POSITION_TIME = SND_SEQ_EVENT_SETPOS_TIME, "A queue's new time.";
    TEMPO = SND_SEQ_EVENT_TEMPO, "A queue's new tempo.";
    CLOCK = SND_SEQ_EVENT_CLOCK, "MIDI clock.";
    TICK = SND_SEQ_EVENT_TICK, "MIDI tick.";
    QUEUE_SKEW = SND_SEQ_EVENT_QUEUE_SKEW, "A queue's skew.";
    SYNC_POSITION = SND_SEQ_EVENT_SYNC_POS, "A queue's synchronised position.";
    TUNE_REQUEST = SND_SEQ_EVENT_TUNE_REQUEST, "Tune request.";
    RESET = SND_SEQ_EVENT_RESET, "Reset.";
    ACTIVE_SENSING = SND_SEQ_EVENT_SENSING, "Active sensing.";
    ECHO = SND_SEQ_EVENT_ECHO, "An echo to oneself.";
    OSS = SND_SEQ_EVENT_OSS, "A raw event of OSS.";
    CLIENT_START = SND_SEQ_EVENT_CLIENT_START, "A client has come.";
    CLIENT_EXIT = SND_SEQ_EVENT_CLIENT_EXIT, "A client has gone.";
    CLIENT_CHANGE = SND_SEQ_EVENT_CLIENT_CHANGE, "A client has changed.";
    PORT_START = SND_SEQ_EVENT_PORT_START, "A port has come.";
    PORT_EXIT = SND_SEQ_EVENT_PORT_EXIT, "A port has gone.";
    PORT_CHANGE = SND_SEQ_EVENT_PORT_CHANGE, "A port has changed.";
    PORT_SUBSCRIBED = SND_SEQ_EVENT_PORT_SUBSCRIBED, "A link was made.";
    PORT_UNSUBSCRIBED = SND_SEQ_EVENT_PORT_UNSUBSCRIBED, "A link was undone.";
    SYSEX = SND_SEQ_EVENT_SYSEX, "System exclusive.";
    BOUNCE = SND_SEQ_EVENT_BOUNCE, "An event that came back.";
    NONE = SND_SEQ_EVENT_NONE, "Nothing.";
}

/// When an event is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// At once.
    Now,
    /// At this tick of the queue.
    Tick(u8, u32),
    /// So many nanoseconds after the queue's start.
    Time(u8, u64),
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is.
    pub kind: EventKind,
    /// Whose it is.
    pub source: Address,
    /// Whom it is for.
    pub dest: Address,
    /// When it is due, or was.
    pub due: Due,
    /// The kernel's 12 bytes of data.
    pub fixed: [u8; 12],
    /// The bytes of an event of variable length.
    pub bytes: Vec<u8>,
}

/// Channel, number and value: what notes and controllers say. Channels count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The channel.
    pub channel: u8,
    /// The note, controller or parameter.
    pub number: u32,
    /// Velocity, pressure or value.
    pub value: i32,
}

const NOWHERE: Address = Address { client: 0, port: 0 };

impl Event {
    /// An event with nothing in it.
    pub fn new(kind: EventKind) -> Event {
        Event { kind, source: NOWHERE, dest: NOWHERE, due: Due::Now, fixed: [0; 12], bytes: Vec::new() }
    }

    /// A note's event: on, off or pressure.
    pub fn note(kind: EventKind, channel: u8, note: u8, velocity: u8) -> Event {
        let mut event = Event::new(kind);
        event.fixed[..3].copy_from_slice(&[channel, note, velocity]);
        event
    }

    /// A controller's event, or whatever else has a parameter and a value.
    pub fn control(kind: EventKind, channel: u8, parameter: u32, value: i32) -> Event {
        let mut event = Event::new(kind);
        event.fixed[0] = channel;
        event.fixed[4..8].copy_from_slice(&parameter.to_ne_bytes());
        event.fixed[8..].copy_from_slice(&value.to_ne_bytes());
        event
    }

    /// System exclusive bytes, or a part of them.
    pub fn sysex(bytes: impl Into<Vec<u8>>) -> Event {
        Event { bytes: bytes.into(), ..Event::new(EventKind::SYSEX) }
    }

    /// Control of a queue, sent to the timer: tempo in microseconds a beat, a new tick.
    pub fn queue_control(kind: EventKind, queue: u8, value: u32) -> Event {
        let mut event = Event::new(kind);
        event.dest = Address::TIMER;
        event.fixed[0] = queue;
        event.fixed[4..8].copy_from_slice(&value.to_ne_bytes());
        event
    }

    /// The same event for this port.
    #[must_use]
    pub fn to(mut self, dest: Address) -> Event {
        self.dest = dest;
        self
    }

    /// The same event, due then.
    #[must_use]
    pub fn at(mut self, due: Due) -> Event {
        self.due = due;
        self
    }

    /// Reads the data as a note's.
    pub fn as_note(&self) -> Voice {
        let [channel, note, velocity, ..] = self.fixed;
        Voice { channel, number: u32::from(note), value: i32::from(velocity) }
    }

    /// The duration of a `NOTE`.
    pub fn duration(&self) -> u32 {
        self.word(8)
    }

    /// Reads the data as a controller's.
    pub fn as_control(&self) -> Voice {
        Voice { channel: self.fixed[0], number: self.word(4), value: self.word(8).cast_signed() }
    }

    /// Reads the data as a queue's: its number and the value.
    pub fn as_queue(&self) -> (u8, u32) {
        (self.fixed[0], self.word(4))
    }

    /// Reads the data as a client and port.
    pub fn as_address(&self) -> Address {
        Address { client: self.fixed[0], port: self.fixed[1] }
    }

    /// Reads the data as the two ends of a link.
    pub fn as_link(&self) -> (Address, Address) {
        let [a, b, c, d, ..] = self.fixed;
        (Address { client: a, port: b }, Address { client: c, port: d })
    }

    fn word(&self, at: usize) -> u32 {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&self.fixed[at..at + 4]);
        u32::from_ne_bytes(bytes)
    }
}
