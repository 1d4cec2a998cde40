//! The completions, tried in the shells themselves, beside an `aplay` that names the PCMs of the test and a file of
//! cards that stands for /proc/asound/cards.

use crate::completions::Shell;
use crate::repository;
use alsabox::applets::APPLETS;
use clap::{Arg, Command};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command as Process;
use tempfile::TempDir;

const APLAY: &str = "#!/bin/sh\n[ \"$1\" = -L ] || exit 1\ncat <<'END'\n\
    default\n    What there is\nhw:CARD=PCH,DEV=0\n    HDA Intel PCH, ALC257 Analog\n    Direct\nhw:CARD=USB,DEV=0\n\
    null\nEND\n";
const CARDS: &str = " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0x1\n \
    1 [USB            ]: USB-Audio - A thing\n                      A thing at usb-1\n";

const ALL_PCMS: [&str; 4] = ["default", "hw:CARD=PCH,DEV=0", "hw:CARD=USB,DEV=0", "null"];

/// A folder with the scripts of one shell and the `aplay` of the test.
struct World {
    dir: TempDir,
    shell: Shell,
}

impl World {
    fn new(shell: Shell) -> World {
        let world = World { dir: TempDir::new().unwrap(), shell };
        fs::create_dir(world.path("bin")).unwrap();
        // fish completes only commands that it finds.
        for name in ["aplay", "alsabox", "demo"] {
            let path = world.path("bin").join(name);
            fs::write(&path, APLAY).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(world.path("cards"), CARDS).unwrap();
        fs::create_dir(world.path("scripts")).unwrap();
        for name in ["aplay", "alsabox"] {
            let held = repository().join("completions").join(shell.folder()).join(shell.file_name(name));
            world.write_script(name, &fs::read_to_string(held).unwrap());
        }
        let demo = Command::new("demo").arg(Arg::new("card").short('c').long("card"));
        world.write_script("demo", &shell.script("demo", &demo));
        fs::write(world.path("song.wav"), "").unwrap();
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write_script(&self, name: &str, text: &str) {
        let cards = self.path("cards");
        let text = text.replace("/proc/asound/cards", cards.to_str().unwrap());
        fs::write(self.path("scripts").join(self.shell.file_name(name)), text).unwrap();
    }

    /// What the shell offers at the end of `line`, sorted.
    fn offers(&self, line: &str) -> Vec<String> {
        let mut process = match self.shell {
            Shell::Bash => self.bash(line),
            Shell::Zsh => self.zsh(line),
            Shell::Fish => self.fish(line),
        };
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        process.env_clear().env("PATH", path).env("HOME", self.dir.path()).env("TERM", "dumb").env("LC_ALL", "C.UTF-8");
        process.env("ZDOTDIR", self.dir.path()).env("OFFERS", self.path("offers")).current_dir(self.dir.path());
        let output = process.output().unwrap_or_else(|error| panic!("{:?} is needed: {error}", self.shell));
        let text = fs::read_to_string(self.path("offers")).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        let mut offers: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        offers.sort();
        offers.dedup();
        offers
    }

    /// Cuts the line as readline does and calls the function that is registered for the command.
    fn bash(&self, line: &str) -> Process {
        const SCRIPT: &str = r#"
            source /usr/share/bash-completion/bash_completion
            for script in scripts/*; do source "$script"; done
            COMP_LINE=$1 COMP_POINT=${#1}
            words=${1//[:=]/ & }
            read -ra COMP_WORDS <<<"$words"
            [[ $1 != *" " ]] || COMP_WORDS+=("")
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            word=${COMP_WORDS[COMP_CWORD]}
            [[ $word != [:=] ]] || word=
            function=$(complete -p "${COMP_WORDS[0]}" | sed 's/.*-F \([^ ]*\).*/\1/')
            "$function" "${COMP_WORDS[0]}" "$word" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\n' "${COMPREPLY[@]}" >"$OFFERS"
        "#;
        let mut process = Process::new("bash");
        process.args(["--norc", "-c", SCRIPT, "bash", line]);
        process
    }

    /// An interactive zsh on a terminal of script(1): its first prompt completes the line, tells what compadd was
    /// given, and exits.
    fn zsh(&self, line: &str) -> Process {
        let rc = r#"
            fpath=($PWD/scripts $fpath)
            autoload -Uz compinit && compinit -u -D
            compadd() {
                local -a hits
                if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)* ]]; then
                    builtin compadd -A hits "$@"
                    print -rl -- $hits >>$OFFERS
                fi
                builtin compadd "$@"
            }
            zle -C tell complete-word _main_complete
            zle-line-init() { BUFFER=$LINE_TO_COMPLETE; CURSOR=$#BUFFER; : >$OFFERS; zle tell; exit }
            zle -N zle-line-init
        "#;
        fs::write(self.path(".zshrc"), rc.replace("$LINE_TO_COMPLETE", &format!("'{line}'"))).unwrap();
        let mut process = Process::new("script");
        process.args(["-qec", "zsh -d -i", "/dev/null"]);
        process
    }

    fn fish(&self, line: &str) -> Process {
        let script =
            r#"set fish_complete_path $PWD/scripts; complete -C $argv[1] | string replace -r '\t.*' '' >$OFFERS"#;
        let mut process = Process::new("fish");
        process.args(["--no-config", "-c", script, line]);
        process
    }
}

fn each_shell(line: &str, wanted: &[&str]) {
    for shell in crate::completions::SHELLS {
        assert_eq!(World::new(*shell).offers(line), wanted, "{shell:?}: {line}");
    }
}

#[test]
fn a_device_is_one_that_exists() {
    each_shell("aplay -D ", &ALL_PCMS);
    each_shell("aplay -q -D d", &["default"]);
    each_shell("aplay --device n", &["null"]);
    each_shell("aplay -qD n", &["null"]);
}

#[test]
fn names_with_colons_and_equals_signs_are_completed_in_the_middle() {
    // bash has cut the word: it wants the rest only.
    let bash = World::new(Shell::Bash);
    assert_eq!(bash.offers("aplay -D hw:"), ["CARD=PCH,DEV=0", "CARD=USB,DEV=0"]);
    assert_eq!(bash.offers("aplay -D hw:CARD=U"), ["USB,DEV=0"]);
    assert_eq!(bash.offers("aplay -Dhw:CARD=U"), ["USB,DEV=0"]);
    assert_eq!(bash.offers("aplay --device="), ALL_PCMS);
    assert_eq!(bash.offers("aplay --device=hw:CARD=P"), ["PCH,DEV=0"]);
    let both = ["hw:CARD=PCH,DEV=0", "hw:CARD=USB,DEV=0"];
    assert_eq!(World::new(Shell::Zsh).offers("aplay -D hw:"), both);
    assert_eq!(World::new(Shell::Zsh).offers("aplay --device=hw:CARD=P"), both[..1]);
    assert_eq!(World::new(Shell::Fish).offers("aplay -D hw:"), both);
    assert_eq!(World::new(Shell::Fish).offers("aplay --device=hw:CARD=P"), ["--device=hw:CARD=PCH,DEV=0"]);
}

#[test]
fn a_card_is_one_that_exists() {
    each_shell("demo -c ", &["0", "1", "PCH", "USB"]);
    each_shell("demo --card U", &["USB"]);
}

#[test]
fn words_that_an_option_knows_are_offered() {
    each_shell("aplay -V ", &["mono", "stereo"]);
    each_shell("aplay -f FLOAT_", &["FLOAT_BE", "FLOAT_LE"]);
}

#[test]
fn a_file_is_a_file() {
    assert_eq!(World::new(Shell::Bash).offers("aplay so"), [""; 0], "left to bash, which offers files");
    assert_eq!(World::new(Shell::Zsh).offers("aplay so"), ["song.wav"]);
    assert_eq!(World::new(Shell::Fish).offers("aplay so"), ["song.wav"]);
}

#[test]
fn options_are_offered_and_hidden_ones_are_not() {
    for shell in crate::completions::SHELLS {
        let offers = World::new(*shell).offers("aplay --");
        let has = |option: &str| offers.iter().any(|offer| offer.trim_end_matches('=') == option);
        assert!(has("--device") && has("--quiet"), "{shell:?}: {offers:?}");
        assert!(!has("--use-strftime"), "{shell:?}: {offers:?}");
    }
}

#[test]
fn alsabox_offers_applets_and_then_what_the_applet_offers() {
    let applets: Vec<&str> = APPLETS.iter().map(|applet| applet.name).collect();
    let begun: Vec<&str> = applets.iter().copied().filter(|name| name.starts_with("apl")).collect();
    each_shell("alsabox apl", &begun);
    each_shell("alsabox ", &applets);
    each_shell("alsabox aplay -D ", &ALL_PCMS);
}
