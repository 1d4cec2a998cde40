//! default from outside, on a machine without cards: what it shows of a configuration, what it refuses to change, and
//! where it finds mistakes.

use crate::case::Case;

/// A run whose alsa.conf reads the run's own .asoundrc.
fn case(asoundrc: &str) -> Case {
    let config = "@hooks [ { func load files [ \"~/.asoundrc\" ] errors false } ]\npcm.null { type null }\npcm.!default { type null }\n";
    let case = Case::new("default").file("alsa.conf", config).file(".asoundrc", asoundrc);
    let path = case.dir().join("alsa.conf");
    case.env("ALSA_CONFIG_PATH", path)
}

fn checked(text: &str, result: &str, code: i32) {
    let case = Case::new("default").file("rc", text).args(["check", "rc"]);
    case.stdout(format!("rc:{result}\n")).exit(code).run();
}

#[test]
fn a_mistake_is_shown_with_file_line_and_meaning() {
    checked("pcm.a {\n  type plug\n  slave.pcm \"hw:0\"\n", "1:7: a bracket { is opened here and never closed", 2);
    checked("pcm.a {\n  type \"plug\n}\n", "2:8: a quote \" is opened here and never closed", 2);
    let rest = "this is not expected here: a key, then its value or { }, was: a }";
    checked("a }\n", &format!("1:3: {rest}"), 2);
    checked("<nothere.conf>\n", "1:14: the included file nothere.conf is not there", 2);
    checked("pcm.a { type null }\n", " ok", 0);
    checked(
        "pcm.a { type wide }\n",
        " error: pcm.a: there is no plugin of the type 'wide': install the package that has libasound_module_pcm_wide.so, or use another type",
        2,
    );
    checked("pcm.a { type hw card PCH }\n", " warning: pcm.a: card 'PCH' is not there at present", 1);
    Case::new("default")
        .args(["check", "none"])
        .stdout("none: cannot be read: No such file or directory\n")
        .exit(2)
        .run();
}

#[test]
fn what_default_is_and_who_decides_is_shown() {
    let done = case("\npcm.!default {\n type plug\n slave.pcm null\n}\n")
        .stdout_has("plays    nowhere (null)\n")
        .exit(0)
        .run();
    assert!(done.stdout.contains("through plug, null\n"), "{}", done.stdout);
    assert!(done.stdout.contains("/.asoundrc:2 (pcm.default)\n"), "{}", done.stdout);
    let text = "default means nothing, nor does any other name, as long as this is wrong:\n";
    case("pcm.!default {\n").args(["--json"]).stdout_has(r#""line":1,"column":14"#).exit(2).run();
    case("pcm.!default {\n").stdout_has(text).exit(2).run();
    case("pcm.!default { type hw card PCH }\n").stdout_has("plays    card PCH, which is not there").exit(2).run();
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let refused = |words: &[&str], error: &str| {
        let done = case("pcm.x { type null }\n").args(words).stderr_has(error).exit(1).run();
        assert_eq!(done.file(".asoundrc"), b"pcm.x { type null }\n");
        assert!(!done.path(".asoundrc.backup").exists());
    };
    refused(&["set", "PCH"], "default: there is no card 'PCH', and no other\n");
    refused(&["set"], "default: set needs a card: default set PCH, default set PCH,3\nTry `default --help'");
    refused(&["choose"], "default: 'choose' is not set, unset or check\n");
    refused(&["set", "PCH", "3"], "default: unexpected '3'\n");
    case("x\n").args(["unset"]).stdout_has("/.asoundrc holds nothing that `default set` has written\n").run();
}

#[test]
fn unset_takes_out_its_own_block_and_nothing_else() {
    let block = "# >>> alsabox default >>>\npcm.!default { type null }\n# <<< alsabox default <<<\n";
    let done = case(&format!("# mine\n{block}pcm.y {{ type null }}\n"))
        .args(["unset"])
        .stdout_has("has its other lines only")
        .run();
    assert_eq!(done.file(".asoundrc"), b"# mine\npcm.y { type null }\n");
    assert!(String::from_utf8(done.file(".asoundrc.backup")).unwrap().contains(block));
    let done = case(block).args(["unset"]).stdout_has("is empty without it and was removed").run();
    assert!(!done.path(".asoundrc").exists());
}
