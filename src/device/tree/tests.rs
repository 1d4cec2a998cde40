//! The own reader and writer beside alsa-lib's.

use super::*;
use crate::device::bytes;
use alsa_sys as sys;
use proptest::prelude::*;
use std::ptr::null_mut;

const STATE: &str = "state.Dummy {
\tcontrol.1 {
\t\tiface MIXER
\t\tname 'Master Volume'
\t\tvalue.0 -5
\t\tvalue.1 0
\t\tcomment {
\t\t\taccess 'read write'
\t\t\trange '-50 - 100'
\t\t\titem.0 None
\t\t}
\t}
}
state.VirMIDI {
\tcontrol {
\t}
}
";

/// What alsa-lib writes of what it reads.
fn rewritten_by_alsa(text: &str) -> String {
    let (mut config, mut input) = (null_mut(), null_mut());
    // SAFETY: both go to local pointers and are given back once; the input is as long as told.
    unsafe {
        assert!(sys::snd_config_top(&mut config) >= 0);
        assert!(sys::snd_input_buffer_open(&mut input, text.as_ptr().cast(), text.len() as isize) >= 0);
        assert_eq!(sys::snd_config_load(config, input), 0, "{text}");
        sys::snd_input_close(input);
        let written = crate::device::dump::dump(|output| assert_eq!(sys::snd_config_save(config, output), 0));
        sys::snd_config_delete(config);
        written
    }
}

fn parse(text: &[u8]) -> Result<Tree<'_>, Fault> {
    super::parse(Path::new("state"), text)
}

fn parse_any(text: &[u8]) -> Result<Tree<'static>, Fault> {
    super::parse_any(Path::new("state"), text)
}

#[test]
fn a_state_reads_and_writes_as_with_alsa_lib() {
    let tree = plain::parse(STATE.as_bytes()).expect("the plain form");
    assert_eq!(tree, parse_any(STATE.as_bytes()).expect("alsa-lib reads it"));
    assert_eq!(write(&tree), STATE);
    assert_eq!(rewritten_by_alsa(STATE), STATE);
    let control = tree.child("state").and_then(|state| state.child("Dummy")?.child("control")?.child("1"));
    let value = control.and_then(|control| control.child("value")?.child("0"));
    assert_eq!(value, Some(&Tree::Integer(-5)));
}

#[test]
fn odd_layouts_are_left_to_alsa_lib() {
    for text in [
        "a 1",
        "a  1\n",
        "# c\n",
        "a = 1\n",
        "a { b 1 }\n",
        "a '\\x'\n",
        "a 01\n",
        "a 1\na 2\n",
        "a.b 1\nc 1\na.b 2\n",
        "a - 1\n",
        "a -\n",
        "a  \n",
        "\ta 1\n",
        "a {\n",
    ] {
        assert_eq!(plain::parse(text.as_bytes()), None, "{text}");
    }
    let many: String = (0..20).map(|n| format!("a{n} 1\n")).collect();
    assert!(plain::parse(many.as_bytes()).is_some());
    assert_eq!(plain::parse(format!("{many}a3 2\n").as_bytes()), None, "a name that comes twice among many");
    let tree =
        parse(b"# by hand\nstate.X { control.1 { value 2, name \"a\" } }; b [ 1 2.5 ]").expect("alsa-lib reads it");
    assert_eq!(
        tree.child("b"),
        Some(&Tree::Compound(vec![("0".into(), Tree::Integer(1)), ("1".into(), Tree::Real(2.5))]))
    );
}

#[test]
fn nesting_without_end_and_broken_text_are_errors() {
    assert!(parse("{".repeat(100_000).as_bytes()).is_err());
    assert!(parse("a {\n".repeat(1000).as_bytes()).is_err());
    assert!(parse(b"state.X {\n\tcontrol.1 {\n").is_err());
}

#[test]
fn bytes_that_are_no_utf8_are_written_as_they_were_read() {
    let text = b"a {\n\t'H\\366hen' 'T\\375n'\n\t'H\\367hen' '\\303\\266'\n}\n";
    let raw = b"a { 'H\xf6hen' 'T\xfdn' 'H\xf7hen' '\xc3\xb6' }";
    for source in [&text[..], raw] {
        assert_eq!(write(&parse(source).expect("it reads")).as_bytes(), text);
    }
}

proptest! {
    #[test]
    fn texts_are_quoted_as_alsa_lib_quotes_them(text in "[ -;=-\\[\\]-~\t\r]{0,12}") {
        let tree = Tree::Compound(vec![(Cow::Borrowed("a"), Tree::Text(Cow::Borrowed(&text)))]);
        let written = write(&tree);
        prop_assert_eq!(rewritten_by_alsa(&written), written);
    }

    #[test]
    fn every_text_reads_back_as_it_is(text in "[^\\x00\\n]{0,12}", id in "[a-z0-9 .'\"<!?+-]{1,6}") {
        // A letter that stands for a byte is in no text that was read.
        let text = bytes::keep(text.as_bytes());
        let tree = Tree::Compound(vec![(Cow::Borrowed(id.as_str()), Tree::Text(Cow::Borrowed(text.as_str())))]);
        let written = write(&tree);
        prop_assert_eq!(&parse_any(written.as_bytes()).expect("alsa-lib reads it"), &tree);
        prop_assert_eq!(&parse(written.as_bytes()).expect("it reads"), &tree);
    }

    #[test]
    fn what_the_own_reader_takes_alsa_lib_reads_alike(text in "(\t{0,2}[ab1.]{1,3} ([a-c1'{ -]{1,4}|'[a-c ]*'|\\{)?\n|\t{0,2}\\}\n){0,8}") {
        if let Some(tree) = plain::parse(text.as_bytes()) {
            prop_assert_eq!(parse_any(text.as_bytes()).expect("alsa-lib reads it"), tree);
        }
    }
}
