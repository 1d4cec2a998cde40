//! alsamixer without a card: its words, and a terminal that is not there. The screen is tested in the kernel tier.

use crate::case::Case;

#[test]
fn help_and_version_need_no_terminal() {
    Case::new("alsamixer").args(["--help"]).stdout_has("--black-background").run();
    Case::new("alsamixer").args(["--version"]).stdout_has("alsamixer version 1.2.").run();
}

#[test]
fn no_terminal_is_an_error() {
    for words in [&[][..], &["-c", "0"], &["-V", "capture", "-g", "-B", "-m", "-M", "-F"]] {
        let case = Case::new("alsamixer").args(words);
        if words.contains(&"-c") {
            case.exit(1).stderr_has("invalid card index: 0").run();
        } else {
            let what = "alsamixer: standard input and output must be a terminal (amixer works without one)\n";
            case.exit(1).stderr(what).run();
        }
    }
}

#[test]
fn wrong_words_are_named() {
    let table = [
        (&["-c", "nix"][..], "invalid card index: nix"),
        (&["-V", "sideways"], "unknown view mode: sideways (playback, capture or all)"),
        (&["-V", ""], "unknown view mode:  (playback, capture or all)"),
        (&["-a", "cubist"], "unknown abstraction level: cubist"),
        (&["-x"], "invalid option -- 'x'"),
        (&["more"], "unexpected word: more"),
    ];
    for (words, what) in table {
        let pointer = "Try `alsamixer --help' for more information.";
        Case::new("alsamixer").args(words).exit(1).stderr(format!("alsamixer: {what}\n{pointer}\n")).run();
    }
}
