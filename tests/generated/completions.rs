//! Completions for bash, zsh and fish: which words may follow an option is known here, how a shell is told is known
//! by clap_complete (zsh, fish) and by `completions/src`.
//!
//! clap has no hint for PCMs and cards: the hints for host names and user names stand in, and are exchanged in what
//! clap_complete wrote. bash is told by tables of our own: clap's script for it cannot complete a word with a ':'.

use crate::shown;
use alsabox::applets::APPLETS;
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, ValueHint};
use std::fmt::Write;

pub(crate) const SHELLS: &[Shell] = &[Shell::Bash, Shell::Zsh, Shell::Fish];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// What may follow an option.
enum Offer {
    Pcms,
    Cards,
    Files,
    Words(&'static [&'static str]),
    Nothing,
}

const FORMATS: &[&str] = &[
    "cd",
    "cdr",
    "dat",
    "U8",
    "S8",
    "S16_LE",
    "S16_BE",
    "S24_LE",
    "S24_BE",
    "S24_3LE",
    "S24_3BE",
    "S32_LE",
    "S32_BE",
    "FLOAT_LE",
    "FLOAT_BE",
    "FLOAT64_LE",
    "FLOAT64_BE",
    "MU_LAW",
    "A_LAW",
];

fn offer(option: &Arg) -> Offer {
    match option.get_id().as_str() {
        "device" => Offer::Pcms,
        "card" => Offer::Cards,
        "format" => Offer::Words(FORMATS),
        "file-type" => Offer::Words(&["wav", "raw", "au", "voc"]),
        "vumeter" => Offer::Words(&["mono", "stereo"]),
        "subformat" => Offer::Words(&["STD"]),
        _ if matches!(option.get_value_hint(), ValueHint::FilePath | ValueHint::AnyPath) => Offer::Files,
        _ => Offer::Nothing,
    }
}

fn takes_value(option: &Arg) -> bool {
    option.get_action().takes_values() && !option.is_positional()
}

/// The command with the stand-ins for what clap has no hint for.
fn hinted(command: &Command) -> Command {
    shown(command).mut_args(|arg| match offer(&arg) {
        _ if !takes_value(&arg) => arg,
        Offer::Pcms => arg.value_hint(ValueHint::Hostname),
        Offer::Cards => arg.value_hint(ValueHint::Username),
        Offer::Files => arg.value_hint(ValueHint::FilePath),
        Offer::Words(words) => arg.value_parser(PossibleValuesParser::new(words)),
        Offer::Nothing => arg.value_hint(ValueHint::Other),
    })
}

/// Whose `-L` names the PCMs: the tool's own where it has one.
fn lister<'a>(name: &'a str, command: &Command) -> &'a str {
    if command.get_arguments().any(|arg| arg.get_id() == "list-pcms") { name } else { "aplay" }
}

impl Shell {
    /// The folder below `completions`.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
        }
    }

    /// The name by which the shell finds the script.
    pub(crate) fn file_name(self, name: &str) -> String {
        match self {
            Shell::Bash => name.to_owned(),
            Shell::Zsh => format!("_{name}"),
            Shell::Fish => format!("{name}.fish"),
        }
    }

    /// The script for a tool.
    pub(crate) fn script(self, name: &str, command: &Command) -> String {
        match self {
            Shell::Bash => bash(name, command),
            Shell::Zsh => zsh(name, command),
            Shell::Fish => fish(name, command),
        }
    }
}

fn made_by(name: &str) -> String {
    format!("# {name}: made by 'make docs' from the options' definitions and completions/src.")
}

fn by_clap(shell: clap_complete::Shell, name: &str, command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command.clone(), name, &mut script);
    String::from_utf8(script).unwrap()
}

fn names(option: &Arg) -> Vec<String> {
    let short = option.get_short().map(|letter| format!("-{letter}"));
    short.into_iter().chain(option.get_long().map(|long| format!("--{long}"))).collect()
}

fn bash(name: &str, command: &Command) -> String {
    let options: Vec<Arg> = shown(command).get_arguments().filter(|arg| !arg.is_positional()).cloned().collect();
    let words: Vec<String> = options.iter().flat_map(names).collect();
    let mut after = String::new();
    for option in options.iter().filter(|option| takes_value(option)) {
        let offer = match offer(option) {
            Offer::Pcms => "@pcms".to_owned(),
            Offer::Cards => "@cards".to_owned(),
            Offer::Words(words) => words.join(" "),
            Offer::Nothing => "@nothing".to_owned(),
            Offer::Files => continue,
        };
        let entries: Vec<String> = names(option).iter().map(|option| format!("[{option}]='{offer}'")).collect();
        writeln!(after, "        {}", entries.join(" ")).unwrap();
    }
    format!(
        "# shellcheck shell=bash\n{made_by}\n{offers}\n_{name}() {{\n{first}    local lister={lister} options='{words}'\n    \
         local -A after=(\n{after}    )\n    _alsabox_complete\n}}\n\ncomplete -o bashdefault -o default -F _{name} {name}\n",
        made_by = made_by(name),
        offers = include_str!("../../completions/src/offers.bash").trim_start_matches("# shellcheck shell=bash\n"),
        first = if name == "alsabox" { bash_dispatch() } else { String::new() },
        lister = lister(name, command),
        words = words.join(" "),
    )
}

fn applet_names() -> String {
    APPLETS.iter().map(|applet| applet.name).collect::<Vec<_>>().join(" ")
}

/// The words after an applet's name are the applet's own affair, as those after sudo.
fn bash_dispatch() -> String {
    format!(
        "    if (( COMP_CWORD > 1 )) && [[ ${{COMP_WORDS[1]}} != -* ]]; then\n        _command_offset 1\n        return\n    \
         elif [[ $2 != -* && ${{COMP_WORDS[COMP_CWORD-1]}} != --install ]]; then\n        \
         mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$2\")\n        return\n    fi\n",
        applet_names()
    )
}

fn zsh(name: &str, command: &Command) -> String {
    let script = by_clap(clap_complete::Shell::Zsh, name, hinted(command));
    let (head, body) = script.split_once("\n\n").unwrap();
    let pcms = format!(": _alsabox_pcms {}'", lister(name, command));
    let mut body = body.replace(":_hosts'", &pcms).replace(":_users'", ": _alsabox_cards'");
    if name == "alsabox" {
        let end = "&& ret=0";
        assert!(body.contains(end));
        let dispatch = format!("'(-)1:applet:({})' \\\n'*::arguments:_normal' \\\n{end}", applet_names());
        body = body.replace(end, &dispatch);
    }
    format!("{head}\n{}\n\n{}\n{body}", made_by(name), include_str!("../../completions/src/offers.zsh"))
}

fn fish(name: &str, command: &Command) -> String {
    let script = by_clap(clap_complete::Shell::Fish, name, hinted(command));
    let pcms = format!("(__alsabox_pcms {})", lister(name, command));
    let script =
        script.replace("(__fish_print_hostnames)", &pcms).replace("(__fish_complete_users)", "(__alsabox_cards)");
    let mut dispatch = String::new();
    if name == "alsabox" {
        for applet in APPLETS {
            let (name, about) = (applet.name, applet.about);
            writeln!(dispatch, "complete -c alsabox -n __fish_use_subcommand -f -a {name} -d '{about}'").unwrap();
        }
        dispatch += "complete -c alsabox -n 'not __fish_use_subcommand' -f -a '(__fish_complete_subcommand)'\n";
    }
    format!("{}\n\n{}\n{script}{dispatch}", made_by(name), include_str!("../../completions/src/offers.fish"))
}
