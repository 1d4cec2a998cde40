//! The rules language on elements of every type, beside Debian's, and where ours is meant to be better.

use super::{assert_same_init, mute};
use crate::amixer::bed::{Bed, CARD, Kept};
use crate::call::Call;
use crate::sound::Sounds;
use alsabox::device::ctl::Ctl;
use std::fs;

/// Runs rules through both tools on the card with elements of every type. Gives what was said.
#[track_caller]
fn assert_same_rules(rules: &str) -> String {
    let sounds = Sounds::new();
    let file = sounds.raw("main", rules.as_bytes());
    let bed = Bed::new();
    let said = assert_same_init(CARD, &["-U", "-i", file.to_str().expect("a plain name")], |call| call);
    drop(bed);
    said
}

#[test]
fn elements_are_selected_and_shown_as_debians_shows_them() {
    let said = assert_same_rules(
        r#"PRINT="[$ctl{iface}] [$ctl{name}] [$ctl{numid}]\n"
CTL{reset}="mixer", CTL{name}="Scale Playback Volume", CTL{do_search}=="1", \
  PRINT="[$ctl{type}] [$ctl{attr}] [$ctl{owner}] [$ctl{count}] [$ctl{min}] [$ctl{max}] [$ctl{step}] [$ctl{dBmin}] [$ctl{dBmax}] [$ctl{items}] [$ctl{value}]\n"
CTL{reset}="mixer", CTL{name}="Stereo Enum"
PRINT="[%C{type}] [%C{items}] [%C{enums}] [%C{min}] [%C{dbmin}] [%C{value}]\n"
CTL{reset}="mixer", CTL{name}="Both Playback Switch", PRINT="[$ctl{value}] [$ctl{subdev}] [$ctl{device}] [$ctl{index}]\n"
CTL{reset}="card", CTL{name}="Wide", PRINT="[$ctl{min}] [$ctl{max}] [$ctl{value}]\n"
CTL{search}="mixer", CTL{name}="Both *", PRINT="$ctl{do_count}\n", CTL{do_count}=="4", PRINT="four\n"
CTL{search}="", CTL{name}="*Playback Volume", PROGRAM=="__ctl_count", PRINT="$result\n"
CTL{search}="mixer", CTL{name}="Nope*", PROGRAM!="__ctl_search", PRINT="none\n"
CTL{search}="mixer", CTL{name}="Mono*", CTL{do_search}=="1", PRINT="$ctl{name}\n"
CTL{name}="Nope", PRINT="[$ctl{type}]\n", CTL{type}=="*", PRINT="fits\n"
CTL{type}!="x", PRINT="differs\n"
"#,
    );
    assert!(said.contains("[-40.00dB] [10.00dB]") && said.contains("\nfour\n"), "{said}");
}

#[test]
fn values_are_set_as_debians_sets_them() {
    assert_same_rules(
        r#"CTL{reset}="mixer"
CTL{name}="Both Playback Volume", CTL{value}="15,16", PRINT="$result [$ctl{value}]\n"
CTL{values}="33%", PRINT="$result [$ctl{value}]\n"
CTL{values}="0x10", PRINT="$result [$ctl{value}]\n"
CTL{values}="-20dB", PRINT="$result [$ctl{value}]\n"
CTL{write}!="0dB", CTL{values}="75%", PRINT="$result [$ctl{value}]\n"
CTL{name}="Scale Playback Volume", CTL{values}="-13dB", PRINT="$result [$ctl{value}]\n"
CTL{write}=="0dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="MuteScale Playback Volume", CTL{values}="-20dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="Linear Playback Volume", CTL{values}="-20dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="MuteLinear Playback Volume", CTL{values}="-20dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="MinMax Playback Volume", CTL{values}="-3dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="MuteMinMax Playback Volume", CTL{values}="0dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="Range Playback Volume", CTL{values}="-20dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="Container Playback Volume", CTL{values}="-20dB", PRINT="$result [$ctl{value}]\n"
CTL{name}="Stereo Enum", CTL{values}="two", PRINT="$result [$ctl{value}]\n"
CTL{values}="2", PRINT="$result [$ctl{value}]\n"
CTL{value}="one,two", PRINT="$result [$ctl{value}]\n"
CTL{name}="Both Playback Switch", CTL{values}="on", PRINT="$result [$ctl{value}]\n"
CTL{value}="on,off", PRINT="$result [$ctl{value}]\n"
CTL{value}=="on,off", PRINT="compared\n"
CTL{name}="Big Playback Volume", CTL{values}="75%", PRINT="$result [$ctl{value}]\n"
"#,
    );
}

#[test]
fn the_flow_of_rules_is_debians() {
    assert_same_rules(
        r#"# a comment \
PRINT="a comment's second line\n"
print="lower\n" PRINT="no comma\n" , , PRINT = "blanks\n"
PRINT="a \"quoted\" b\ttab\n|\q|\n"
GOTO="x", PRINT="no\n"
PRINT="no\n"
LABEL="x", PRINT="on the label's line\n"
ENV{a}:="1", ENV{a}="2", PRINT="$env{a}\n"
ENV{c}=="*", PRINT="no\n"
ENV{c}!="x", PRINT="no\n"
RESULT="aa bb cc", PRINT="[%c{1}] [%c{2+}] [%c{9}] [%3c] [$result]\n"
PRINT="$$ %% [%3i{driver}] [$CARDINFO{id}] [%r]\n"
CARDINFO{driver}=="V[a-i]r*", PRINT="glob\n"
CARDINFO{driver}=="V[!a-i]r*", PRINT="no\n"
CONFIG{foo}="bar"
PRINT="[$config{foo}] [%g{none}]\n"
ATTR{x}!="y", PRINT="no\n"
CONFIG{sysfs_device}="/class/sound/controlC2"
ATTR{dev}=="116:*", PRINT="[%3s{dev}]\n"
ACCESS=="/etc/passwd", PRINT="there\n"
ACCESS!="nope", PRINT="not there\n"
ACCESS=="$sysfsroot/class", PRINT="sysfs\n"
ERROR="to stderr\n"
EXIT="7"
PRINT="no\n"
"#,
    );
}

#[test]
fn files_and_folders_are_included_as_debians_does() {
    let sounds = Sounds::new();
    fs::create_dir(sounds.path("d")).expect("a folder");
    sounds.raw("d/02.conf", b"PRINT=\"d2\\n\", EXIT=\"return\"\nPRINT=\"no\\n\"\n");
    sounds.raw("d/01.conf", b"PRINT=\"d1\\n\", INCLUDE=\"../sub\"\n");
    sounds.raw("d/03.txt", b"PRINT=\"no\\n\"\n");
    sounds.raw("sub", b"PRINT=\"sub\\n\", RESULT=\"from sub\"\n");
    let main = sounds.raw("main", b"INCLUDE=\"d\", PRINT=\"[$result]\\n\"\nEXIT=\"99\"\n");
    let said = assert_same_init("VirMIDI", &["-U", "-i", main.to_str().expect("a plain name")], |call| call);
    assert_eq!(said, "exit Some(99)\nd1\nsub\nd2\n[from sub]\n---\n");
}

/// What ours says of rules, with the exit code first.
fn ours(rules: &str, card: &str) -> String {
    let sounds = Sounds::new();
    let file = sounds.raw("main", rules.as_bytes());
    let outcome = Call::ours("alsactl").args(&["-U", "-i"]).arg(&file).args(&["init", card]).run();
    super::said(&outcome).replace(file.to_str().expect("a plain name"), "main")
}

#[test]
fn programs_run_without_chatter_and_with_the_rules_variables() {
    let rules = r#"ENV{foo}:="bar", PROGRAM=="/bin/sh -c 'echo a $$foo; echo \"b|c\"; echo'", PRINT="$result\n"
PROGRAM!="/bin/sh -c 'exit 3'", PRINT="failed [$result]\n"
PROGRAM!="/nonexistent/x", PRINT="nowhere\n"
PROGRAM!="/usr/bin/yes", PRINT="cut short\n"
"#;
    assert_eq!(ours(rules, "VirMIDI"), "exit Some(0)\na bar_b_c\nfailed []\nnowhere\ncut short\n---\n");
}

#[test]
fn what_is_outside_the_range_or_no_value_changes_nothing() {
    let _bed = Bed::new();
    mute(CARD);
    let rules = r#"CTL{reset}="mixer", CTL{name}="Both Playback Volume"
CTL{values}="900", PRINT="$result [$ctl{value}]\n"
CTL{values}="150%", PRINT="$result [$ctl{value}]\n"
CTL{values}="abc", PRINT="$result [$ctl{value}]\n"
CTL{value}="7", PRINT="$result [$ctl{value}]\n"
CTL{name}="Scale Playback Volume", CTL{values}="-0.5dB", PRINT="$result [$ctl{value}]\n"
"#;
    let wanted = "exit Some(0)\n-22 [0,0]\n-22 [0,0]\n-22 [0,0]\n0 [7,7]\n0 [39,39]\n---\n\
        main:2: cannot set 'Both Playback Volume' to '900': 900 is not between 0 and 100\n\
        main:3: cannot set 'Both Playback Volume' to '150%': '150%' is not between 0% and 100%\n\
        main:4: cannot set 'Both Playback Volume' to 'abc': 'abc' is no number";
    assert_eq!(ours(rules, CARD), wanted);
}

#[test]
fn bytes_and_status_bits_are_written_whole() {
    let _bed = Bed::new();
    let status = format!("0400{}", "00".repeat(174));
    let rules = format!(
        "CTL{{reset}}=\"card\", CTL{{name}}=\"Bytes\", CTL{{values}}=\"0102fe0a0B\", PRINT=\"$result $ctl{{value}}\\n\"\n\
         CTL{{reset}}=\"pcm\", CTL{{name}}=\"IEC958 Playback Default\", CTL{{values}}=\"{status}\", PRINT=\"$ctl{{value}}\\n\"\n"
    );
    assert_eq!(ours(&rules, CARD), format!("exit Some(0)\n0 0102fe0a0b\n{status}\n---\n"));
}

#[test]
fn the_second_of_several_is_found_as_the_manual_says() {
    let _bed = Bed::new();
    let rules = r#"CTL{search}="mixer", CTL{name}="Both *", CTL{do_search 1}=="1", PRINT="$ctl{name} $ctl{index}\n"
CTL{search}="mixer", CTL{name}="Both *", CTL{do_search 4}=="0", PRINT="only four\n"
CTL{search}="mixer", CTL{name}="Both *", PROGRAM=="__ctl_search 1", PRINT="$result $ctl{name}\n"
"#;
    let said = ours(rules, CARD);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[1].starts_with("Both ") && lines[1].ends_with(" 0"), "{said}");
    assert_eq!(
        (lines[2], lines[3]),
        ("only four", format!("1 {}", lines[1].trim_end_matches(" 0")).as_str()),
        "{said}"
    );
}

#[test]
fn the_systems_own_test_of_the_language_runs_to_its_end() {
    let _kept = Kept::new("Intel");
    let outcome = Call::ours("alsactl").args(&["-E", "CMD=test", "-U", "init", "Intel"]).run();
    let said = super::said(&outcome);
    // Debian's stops at the first numbered search.
    assert!(said.contains("  Element #2:\n    CTL{numid}=\"") && said.contains("\nAll tests done..\n"), "{said}");
    assert_eq!(outcome.code, Some(0), "{said}");
}

#[test]
fn a_failing_write_does_not_end_the_rules() {
    let _bed = Bed::new();
    let rules = r#"CTL{reset}="mixer", CTL{name}="Both Playback Volume", CTL{write}=="0dB", PRINT="no\n"
PRINT="next\n"
"#;
    assert_eq!(ours(rules, CARD), "exit Some(0)\nnext\n---\n");
}

#[test]
fn mistakes_in_rules_are_named_and_end_with_an_error() {
    let said = ours("PRINT=\"1\\n\"\nPRINT=x\nINCLUDE=\"main\"\nPRINT=\"no\\n\"\n", "VirMIDI");
    assert!(said.starts_with("exit Some(22)\n1\n1\n"), "{said}");
    assert!(
        said.contains("main:2: invalid rule: 'PRINT' has no operator") && said.contains("includes itself"),
        "{said}"
    );
    let empty = ours("", "VirMIDI");
    assert_eq!(empty, "exit Some(0)\n---\n");
}

#[test]
fn explain_tells_each_rule_and_each_change() {
    let _kept = Kept::new("Intel");
    mute("Intel");
    let explain = |form: &[&str]| {
        let outcome = Call::ours("alsactl").args(&["--explain"]).args(form).args(&["init", "Intel"]).run();
        String::from_utf8(outcome.stdout).expect("UTF-8")
    };
    // `default` of this card has a volume of its own, which is there once somebody has opened it.
    let elems = Ctl::open("hw:Intel").and_then(|ctl| ctl.elems()).expect("the card has elements");
    let wanted = 4 + usize::from(elems.iter().any(|id| id.name == "PCM Playback Volume"));
    let text = explain(&[]);
    let rule = "/usr/share/alsa/init/default:";
    let at = text.find("    'Master Playback Switch': off,off -> on,on\n").unwrap_or_else(|| panic!("{text}"));
    let line = text[..at].lines().last().expect("a line before");
    assert!(line.contains(rule) && line.contains("CTL{name}=\"Master Playback Switch\""), "{line}");
    assert_eq!(text.matches(" -> ").count(), wanted, "{text}");
    assert_eq!(explain(&[]).matches(" -> ").count(), 0, "the second time nothing changes");
    mute("Intel");
    let json = explain(&["--json"]);
    let objects = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object a line"));
    let changes: Vec<serde_json::Value> = objects.filter(|object| object.get("control").is_some()).collect();
    assert_eq!(changes.len(), wanted, "{json}");
    assert!(
        changes.iter().any(|change| change["control"]["name"] == "Master Playback Volume" && change["from"] == "0,0")
    );
}
