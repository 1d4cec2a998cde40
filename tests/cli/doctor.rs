//! doctor from outside: words that it refuses, captured machines that it examines, and its report.

use crate::case::Case;

const FINE: &str = include_str!("../trees/fine.txt");
const HINT: &str = "Try `doctor --help' for more information.\n";

/// A machine that is well but for these files.
fn machine(change: &str) -> Case {
    Case::new("doctor").file("machine.txt", format!("{FINE}{change}")).args(["--from", "machine.txt"])
}

const MUTED: &str = r#"-- alsabox/levels-0.json --
{"card":0,"playback":{"direction":"playback","main":{"id":{"name":"Master","index":0},"level":{"raw":60,"percent":69,"mapped_percent":40,"centibel":-2025},"on":false,"at_least":false},"chain":[]},"capture":null}
"#;

#[test]
fn wrong_words_are_named() {
    let table = [
        (&["loud"][..], "'loud' is not playback, capture or midi"),
        (&["midi", "capture"], "one of playback, capture and midi at a time"),
        (&["--fix=no"], "--fix=no: only --fix=yes, or --fix, which asks"),
        (&["--from", "x", "--fix"], "--from is about another machine: --fix and --listen are about this one"),
        (&["--record-from", "x"], "--record-from is for --listen"),
    ];
    for (words, error) in table {
        Case::new("doctor").args(words).stderr(format!("doctor: {error}\n{HINT}")).exit(1).run();
    }
    Case::new("doctor").args(["--from", "none"]).stderr("doctor: none: No such file or directory\n").exit(1).run();
    let case = Case::new("doctor").file("text", "hello\n").args(["--from", "text"]);
    case.stderr("doctor: text is no report of doctor: no line in it is '-- PATH --'\n").exit(1).run();
    machine("").args(["-c", "Nope"]).stderr("doctor: there is no card 'Nope'; there are PCH\n").exit(1).run();
}

#[test]
fn the_verdict_comes_first_and_gives_the_exit_code() {
    let done = machine("")
        .stdout_has("ok: sound should be heard on card 0 (PCH, HDA Intel PCH)\nok    the kernel has sound\n")
        .run();
    assert!(!done.stdout.contains("FAIL") && !done.stdout.contains("warn"), "{}", done.stdout);
    machine("").args(["capture"]).stdout_has("ok: recording should work on card 0").run();
    machine("").args(["midi"]).stdout_has("ok: MIDI should work\n").run();
    let log = "-- var/log/dmesg --\nsnd_pcm: XRUN: pcmC0D0p:0\n";
    machine(log)
        .stdout_has("ok, with one warning: sound should be heard on card 0 (PCH, HDA Intel PCH); xruns: 0 now")
        .exit(1)
        .run();
    let done = machine(MUTED).exit(2).stdout_has("").run();
    let verdict = "FAIL: nothing is heard: 'Master' of card 0 (PCH) is switched off\n";
    let finding = "FAIL  'Master' of card 0 (PCH) is switched off\n      seen: 'Master': 60 [69%] [-20.25dB] [off]\n      mend: amixer -c PCH sset 'Master' unmute\n";
    assert!(done.stdout.starts_with(verdict) && done.stdout.contains(finding), "{}", done.stdout);
}

#[test]
fn json_has_the_documented_shape() {
    let done = machine(MUTED).args(["--json"]).exit(2).stdout_has("").run();
    let shown: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!((shown["topic"].as_str(), shown["card"].as_i64()), (Some("playback"), Some(0)));
    assert_eq!(shown["grade"], "fail");
    let checks = shown["checks"].as_array().unwrap();
    let grade =
        |rule: &str| checks.iter().find(|check| check["rule"] == rule).map(|check| check["grade"].clone()).unwrap();
    assert_eq!((grade("main-switch"), grade("kernel-sound")), ("fail".into(), "ok".into()));
    let check = checks.iter().find(|check| check["rule"] == "main-switch").unwrap();
    assert_eq!(check["findings"][0]["fix"], "amixer -c PCH sset 'Master' unmute");
    assert_eq!(check["findings"][0]["evidence"].as_array().map(Vec::len), Some(1));
}

/// Nothing was checked that was not there to be looked at.
#[test]
fn a_machine_without_cards_is_not_said_to_be_loud() {
    let case = Case::new("doctor").file("machine.txt", "-- .dockerenv --\n").args(["--from", "machine.txt"]);
    let done = case.exit(2).stdout_has("FAIL: nothing is heard: this docker container has no sound devices\n").run();
    assert!(!done.stdout.contains("the main control") && !done.stdout.contains("default"), "{}", done.stdout);
}

#[test]
fn a_report_can_be_examined_again_and_leads_nowhere_else() {
    let done = machine(MUTED).args(["--report=again.txt"]).exit(2).stdout_has("again.txt holds the facts").run();
    let report = String::from_utf8(done.file("again.txt")).unwrap();
    assert!(report.starts_with("doctor (alsabox "), "{report}");
    let again = Case::new("doctor").file("again.txt", report).args(["--from", "again.txt"]);
    again.stdout_has("FAIL: nothing is heard: 'Master' of card 0 (PCH) is switched off\n").exit(2).run();

    let outside =
        "-- ../outside --\nx\n-- /outside --\nx\n-- in -> .. --\n-- in/outside --\nx\n-- proc/asound/version --\nx\n";
    let case = Case::new("doctor").file("evil.txt", outside).args(["--from", "evil.txt"]);
    let tmp = case.dir().join("tmp");
    std::fs::create_dir(&tmp).unwrap();
    let done = case.env("TMPDIR", &tmp).stdout_has("").exit(2).run();
    let names = |path: &str| {
        std::fs::read_dir(done.path(path)).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>()
    };
    assert!(names("tmp").is_empty(), "something was left behind: {:?}", names("tmp"));
    assert!(!names(".").iter().any(|name| name == "outside"));
}

#[test]
fn a_report_names_no_serial_number() {
    let log = "-- var/log/dmesg --\nusb 1-2: SerialNumber: A1B2C3, snd\n-- proc/asound/card0/usbid --\n0d8c:013a\n";
    let done = machine(log).args(["--report=r"]).stdout_has("").run();
    let report = String::from_utf8(done.file("r")).unwrap();
    assert!(report.contains("0d8c:013a") && !report.contains("A1B2C3"), "{report}");
}
