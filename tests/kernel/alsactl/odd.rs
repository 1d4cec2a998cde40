//! info, clean, the dumps, and the exit codes that scripts test.

use super::{Folder, debians, open, ours};
use crate::amixer::bed::{self, Bed};
use crate::call::Call;

fn alsactl(words: &[&str]) -> String {
    String::from_utf8(Call::alsactl().args(words).run().succeeded().stdout).expect("the output is UTF-8")
}

#[test]
fn info_is_what_debians_prints_but_for_what_yaml_would_cut() {
    let debians = Call::debian("alsactl").arg("info").run().succeeded().stdout;
    let debians = String::from_utf8(debians).expect("the output is UTF-8");
    let quoted = |line: &str| match line.split_once("name: subdevice #") {
        Some((before, number)) => format!("{before}name: \"subdevice #{number}\"\n"),
        None => format!("{line}\n"),
    };
    assert_eq!(alsactl(&["info"]), debians.lines().map(quoted).collect::<String>());
    let one = Call::debian("alsactl").args(&["info", "VirMIDI"]).run().succeeded().stdout;
    assert_eq!(alsactl(&["info", "2"]).into_bytes(), one);
}

#[test]
fn info_as_json_has_a_card_a_line() {
    let cards: Vec<serde_json::Value> =
        alsactl(&["--json", "info"]).lines().map(|line| serde_json::from_str(line).expect("a JSON value")).collect();
    assert_eq!(cards.len(), 6);
    assert_eq!((&cards[3]["id"], &cards[3]["hwdep"][0]["name"]), (&"Intel".into(), &"HDA Codec 0".into()));
    assert_eq!(cards[0]["pcm"][0]["devices"][0]["subdevices"][7]["name"], "subdevice #7");
    assert_eq!(cards[2]["rawmidi"][1]["stream"], "INPUT");
}

#[test]
fn clean_removes_the_elements_that_are_named_or_all() {
    let _bed = Bed::new();
    let folder = Folder::new();
    debians(&folder.path("state"), &["store", bed::CARD]).succeeded();
    let count = || open(bed::CARD).elem_count().expect("the card answers");
    let all = count();
    alsactl(&["clean", bed::CARD, "name='Big Playback Volume'", "iface=CARD,name=nothing"]);
    assert_eq!(count(), all - 1);
    alsactl(&["clean", bed::CARD]);
    assert_eq!(count(), 0);
    // A driver's own elements stay.
    let own = open("Intel").elem_count();
    alsactl(&["clean", "Intel"]);
    assert_eq!(open("Intel").elem_count(), own);
    let wrong = Call::alsactl().args(&["clean", bed::CARD, "iface=NOTHING"]).run();
    assert_eq!(wrong.code, Some(22), "{}", wrong.stderr);
    ours(&folder.path("state"), &["restore", bed::CARD]).succeeded();
    assert_eq!(count(), all);
}

#[test]
fn the_dumps_are_debians() {
    let folder = Folder::new();
    debians(&folder.path("state"), &["store"]).succeeded();
    for word in ["dump-state", "dump-cfg"] {
        let dump = |call: Call| call.arg("-f").arg(folder.path("state")).arg(word).run().succeeded().stdout;
        let ours = dump(Call::alsactl());
        assert!(ours == dump(Call::debian("alsactl")), "{word}");
        assert!(ours.len() > 1000, "{word}");
    }
    folder.write("state", "state.X {\n\tcontrol.1 {\n\t\tname X\n");
    let broken = ours(&folder.path("state"), &["dump-state"]);
    assert_eq!(broken.code, Some(22), "{}", broken.stderr);
    assert!(broken.stderr.contains("state:2:"), "it names the line: {}", broken.stderr);
}

#[test]
fn standard_output_and_standard_input_are_files_too() {
    let folder = Folder::new();
    let stored = Call::alsactl().args(&["-f", "-", "store", "Intel"]).run().succeeded().stdout;
    debians(&folder.path("state"), &["store", "Intel"]).succeeded();
    assert_eq!(String::from_utf8_lossy(&stored), folder.read("state"));
    let state = std::fs::File::open(folder.path("state")).expect("the file");
    Call::alsactl().args(&["-f", "-", "restore", "Intel"]).stdin(state).run().succeeded();
}
