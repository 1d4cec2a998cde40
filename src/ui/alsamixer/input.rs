//! What the terminal sends, as keys and mouse events.
//!
//! Bytes come in pieces; an escape sequence that is not whole yet is kept. Whatever is not understood is dropped as a
//! whole sequence and never read as letters, which would be commands.

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which.
    pub code: Code,
    /// What is held with it.
    pub held: Held,
}

/// What is held with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Held {
    /// Nothing, or what the letter itself shows.
    #[default]
    Nothing,
    /// Control.
    Control,
    /// Alt, which terminals send as Escape before the key.
    Alt,
}

/// The key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character.
    Char(char),
    /// A function key.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Escape,
    /// Tab.
    Tab,
    /// Tab with Shift.
    BackTab,
    /// Backspace.
    Backspace,
    /// Insert.
    Insert,
    /// Delete.
    Delete,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// The arrow.
    Up,
    /// The arrow.
    Down,
    /// The arrow.
    Left,
    /// The arrow.
    Right,
}

impl Key {
    /// The key without anything held.
    pub const fn plain(code: Code) -> Key {
        Key { code, held: Held::Nothing }
    }

    /// A character's key.
    pub const fn char(letter: char) -> Key {
        Key::plain(Code::Char(letter))
    }

    /// A letter with Control.
    pub const fn control(letter: char) -> Key {
        Key { code: Code::Char(letter), held: Held::Control }
    }
}

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Pressed a key.
    Key(Key),
    /// Used the mouse.
    Mouse(Mouse),
}

/// Something done with the mouse, at a cell counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub gesture: Gesture,
    /// The column.
    pub x: u16,
    /// The line.
    pub y: u16,
}

/// What was done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The left button went down.
    Left,
    /// The right button went down.
    Right,
    /// The wheel went up.
    WheelUp,
    /// The wheel went down.
    WheelDown,
}

/// Puts bytes together to inputs.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
}

/// The parameters of no sequence that means anything here are longer.
const MOST_PARAMETERS: usize = 32;

/// What is kept of a sequence that has not ended: enough to see that it means nothing.
const MOST_PENDING: usize = 2 + MOST_PARAMETERS + 1;

/// What the bytes at hand begin with.
enum Begin {
    /// An input, or one that means nothing, of so many bytes.
    Whole(Option<Input>, usize),
    /// Something that needs more bytes.
    Part,
}

impl Decoder {
    /// The inputs that are whole with these bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        let inputs = self.take(begin);
        self.pending.truncate(MOST_PENDING);
        inputs
    }

    /// Whether a sequence has begun and not ended.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Nothing more comes: what is at hand are keys pressed one by one, such as Escape.
    pub fn expire(&mut self) -> Vec<Input> {
        if self.pending.len() == MOST_PENDING {
            self.pending.clear();
        }
        let inputs = self.take(|bytes| match bytes[0] {
            0x1b => Begin::Whole(Some(Input::Key(Key::plain(Code::Escape))), 1),
            _ => begin(bytes),
        });
        self.pending.clear();
        inputs
    }

    fn take(&mut self, begin: impl Fn(&[u8]) -> Begin) -> Vec<Input> {
        let mut inputs = Vec::new();
        let mut at = 0;
        while at < self.pending.len() {
            match begin(&self.pending[at..]) {
                Begin::Whole(input, length) => {
                    inputs.extend(input);
                    at += length;
                }
                Begin::Part => break,
            }
        }
        self.pending.drain(..at);
        inputs
    }
}

fn begin(bytes: &[u8]) -> Begin {
    match bytes {
        [0x1b, b'[', rest @ ..] => control_sequence(rest),
        [0x1b, b'O', final_byte, ..] => Begin::Whole(key(final_key(*final_byte)), 3),
        [0x1b, b'O'] | [0x1b] => Begin::Part,
        [0x1b, 0x1b, ..] => Begin::Whole(key(Some(Code::Escape)), 1),
        [0x1b, rest @ ..] => match begin(rest) {
            Begin::Whole(Some(Input::Key(Key { code, .. })), length) => {
                Begin::Whole(Some(Input::Key(Key { code, held: Held::Alt })), 1 + length)
            }
            other => other,
        },
        _ => character(bytes),
    }
}

fn key(code: Option<Code>) -> Option<Input> {
    code.map(|code| Input::Key(Key::plain(code)))
}

/// One character in UTF-8; a byte that begins none is taken for Latin-1.
fn character(bytes: &[u8]) -> Begin {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Begin::Whole(Some(Input::Key(single(bytes[0]))), 1),
    };
    let is_prefix = bytes[1..bytes.len().min(length)].iter().all(|byte| byte & 0xc0 == 0x80);
    match bytes.get(..length).map(std::str::from_utf8) {
        None if is_prefix => Begin::Part,
        Some(Ok(text)) => Begin::Whole(text.chars().next().map(|letter| Input::Key(Key::char(letter))), length),
        _ => Begin::Whole(Some(Input::Key(single(bytes[0]))), 1),
    }
}

fn single(byte: u8) -> Key {
    match byte {
        b'\t' => Key::plain(Code::Tab),
        b'\r' | b'\n' => Key::plain(Code::Enter),
        0x08 | 0x7f => Key::plain(Code::Backspace),
        0x01..=0x1a => Key::control((byte | 0x60).into()),
        0x00 => Key::control(' '),
        0x1c..=0x1f => Key::control((byte | 0x40).into()),
        _ => Key::char(byte.into()),
    }
}

/// What follows `ESC [`: parameters, then a final byte.
fn control_sequence(rest: &[u8]) -> Begin {
    // The console's own function keys: ESC [ [ A.
    if let [b'[', after @ ..] = rest {
        return match after {
            [letter @ b'A'..=b'E', ..] => Begin::Whole(key(Some(Code::F(letter - b'A' + 1))), 4),
            [_, ..] => Begin::Whole(None, 4),
            [] => Begin::Part,
        };
    }
    let Some(length) = rest.iter().position(|byte| !(0x20..0x40).contains(byte)) else { return Begin::Part };
    let (parameters, last) = (&rest[..length], rest[length]);
    let input = match (parameters.first(), last) {
        _ if length > MOST_PARAMETERS => None,
        (Some(b'<'), b'M' | b'm') => mouse(&parameters[1..], last).map(Input::Mouse),
        (_, b'~') => numbers(parameters).first().and_then(|number| key(numbered_key(*number))),
        _ => key(final_key(last)),
    };
    Begin::Whole(input, 2 + length + 1)
}

/// A number that no key or button has.
const NONSENSE: u16 = u16::MAX;

fn numbers(parameters: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(parameters);
    text.split(';').map(|number| number.parse().unwrap_or(NONSENSE)).collect()
}

/// xterm's SGR report: button; column; line, counted from 1.
fn mouse(parameters: &[u8], last: u8) -> Option<Mouse> {
    let [button, x, y] = numbers(parameters)[..] else { return None };
    let gesture = match (button, last) {
        (0, b'M') => Gesture::Left,
        (2, b'M') => Gesture::Right,
        (64, _) => Gesture::WheelUp,
        (65, _) => Gesture::WheelDown,
        _ => return None,
    };
    Some(Mouse { gesture, x: x.checked_sub(1)?, y: y.checked_sub(1)? })
}

fn final_key(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        b'Z' => Code::BackTab,
        b'j'..=b'y' => return keypad(last),
        _ => return None,
    })
}

/// The keypad's keys where it has a mode of its own.
fn keypad(last: u8) -> Option<Code> {
    Some(Code::Char(match last {
        b'p'..=b'y' => (last - b'p' + b'0').into(),
        b'k' => '+',
        b'm' => '-',
        _ => return None,
    }))
}

fn numbered_key(number: u16) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F((number - 10) as u8),
        17..=21 => Code::F((number - 11) as u8),
        23 | 24 => Code::F((number - 12) as u8),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let inputs = decoder.feed(bytes);
        assert!(!decoder.is_waiting(), "{bytes:?}");
        inputs
    }

    fn plain(codes: &[Code]) -> Vec<Input> {
        codes.iter().map(|code| Input::Key(Key::plain(*code))).collect()
    }

    #[test]
    fn terminals_keys_are_known() {
        let table: [(&[u8], &[Code]); 9] = [
            (b"\x1b[A\x1bOB\x1b[1;5C", &[Code::Up, Code::Down, Code::Right]),
            (b"\x1bOP\x1b[[B\x1b[13~\x1b[24~\x1b[21~", &[Code::F(1), Code::F(2), Code::F(3), Code::F(12), Code::F(10)]),
            (b"\x1b[5~\x1b[6~\x1b[H\x1b[4~", &[Code::PageUp, Code::PageDown, Code::Home, Code::End]),
            (
                b"\x1b[2~\x1b[3~\x1b[Z\t\r\n",
                &[Code::Insert, Code::Delete, Code::BackTab, Code::Tab, Code::Enter, Code::Enter],
            ),
            (b"a+\x7f", &[Code::Char('a'), Code::Char('+'), Code::Backspace]),
            ("é日".as_bytes(), &[Code::Char('é'), Code::Char('日')]),
            (b"\xe9a", &[Code::Char('é'), Code::Char('a')]),
            (b"\x1bOk\x1bOm\x1bOs", &[Code::Char('+'), Code::Char('-'), Code::Char('3')]),
            (b"\x1b[200~\x1b[?1;2c\x1b[99X", &[]),
        ];
        for (bytes, codes) in table {
            assert_eq!(keys(bytes), plain(codes), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn control_and_alt_are_told() {
        let alt = |letter| Input::Key(Key { code: Code::Char(letter), held: Held::Alt });
        assert_eq!(keys(b"\x0c\x17"), [Input::Key(Key::control('l')), Input::Key(Key::control('w'))]);
        assert_eq!(keys(b"\x1bq\x1bQ"), [alt('q'), alt('Q')]);
    }

    #[test]
    fn a_sequence_may_come_byte_by_byte() {
        let mut decoder = Decoder::default();
        let inputs: Vec<Input> = b"\x1b[15~\xe6\x97\xa5x".iter().flat_map(|byte| decoder.feed(&[*byte])).collect();
        assert_eq!(inputs, plain(&[Code::F(5), Code::Char('日'), Code::Char('x')]));
    }

    #[test]
    fn escape_is_a_key_when_nothing_follows() {
        let mut decoder = Decoder::default();
        assert!(decoder.feed(b"\x1b").is_empty() && decoder.is_waiting());
        assert_eq!(decoder.expire(), plain(&[Code::Escape]));
        assert_eq!(decoder.feed(b"\x1b\x1b"), plain(&[Code::Escape]));
        assert_eq!(decoder.expire(), plain(&[Code::Escape]));
        assert!(!decoder.is_waiting());
    }

    #[test]
    fn the_mouse_is_read_from_zero() {
        let mouse = |gesture, x, y| Input::Mouse(Mouse { gesture, x, y });
        assert_eq!(keys(b"\x1b[<0;1;2M\x1b[<0;1;2m"), [mouse(Gesture::Left, 0, 1)]);
        assert_eq!(keys(b"\x1b[<2;300;40M"), [mouse(Gesture::Right, 299, 39)]);
        assert_eq!(
            keys(b"\x1b[<64;5;5M\x1b[<65;5;5M"),
            [mouse(Gesture::WheelUp, 4, 4), mouse(Gesture::WheelDown, 4, 4)]
        );
        assert_eq!(keys(b"\x1b[<0;0;0M\x1b[<1;2M\x1b[<99999;1;1M"), []);
    }

    #[test]
    fn a_sequence_that_is_too_long_is_dropped_to_its_end() {
        for piece in [1, 7, 200] {
            let mut decoder = Decoder::default();
            let bytes = [b"\x1b[", "1;".repeat(50).as_bytes(), b"~x"].concat();
            let inputs: Vec<Input> = bytes.chunks(piece).flat_map(|piece| decoder.feed(piece)).collect();
            assert_eq!(inputs, plain(&[Code::Char('x')]), "{piece}");
        }
        let mut decoder = Decoder::default();
        decoder.feed(b"\x1b[");
        decoder.feed(&[b'1'; 100]);
        assert_eq!(decoder.expire(), []);
        assert!(!decoder.is_waiting());
    }
}
