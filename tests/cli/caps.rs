//! caps on PCMs of user space: tables, JSON, directions, and devices that are not there. Cards are in the kernel tier.

use crate::case::Case;

#[test]
fn a_pcm_on_no_card_has_one_table_for_each_direction() {
    let done = Case::new("caps").args(["-D", "null"]).stdout_has("  period    1 to ").run();
    let heads: Vec<&str> = done.stdout.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(heads, ["null playback", "null capture"]);
    assert!(done.stdout.lines().all(|line| line.len() <= 100));
}

#[test]
fn a_converter_names_its_limits_at_one_rate() {
    let done = Case::new("caps").args(["-D", "plug:null", "playback"]).stdout_has(" frames at 48000 Hz\n").run();
    assert!(done.stdout.contains("  rates     any from 4000 to 768000 Hz\n"), "{}", done.stdout);
}

#[test]
fn json_has_each_combination() {
    let done = Case::new("caps").args(["--json", "-D", "null", "capture"]).stdout_has("{").run();
    let table: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!((&table["pcm"], &table["direction"]), (&"null".into(), &"capture".into()));
    let combinations = table["combinations"].as_array().unwrap();
    let stereo = combinations.iter().find(|one| one["format"] == "S16_LE" && one["channels"] == 2).unwrap();
    assert_eq!((&stereo["any_rate"], &stereo["period_frames"]["min"]), (&true.into(), &1.into()));
    assert!(stereo["rates"].as_array().unwrap().contains(&44_100.into()));
}

/// Interfaces have such counts, too.
#[test]
fn a_number_of_channels_that_few_have_is_found() {
    let binding = |channel| format!("bindings.{channel} {{ slave s channel {channel} }}\n");
    let bindings: String = (0..17).map(binding).collect();
    let config =
        format!("pcm.null {{ type null }}\npcm.odd {{ type multi slaves.s {{ pcm null channels 17 }}\n{bindings}}}");
    let case = Case::new("caps").file("alsa.conf", config);
    let path = case.dir().join("alsa.conf");
    case.env("ALSA_CONFIG_PATH", path).args(["-D", "odd", "playback"]).stdout_has("  channels  17\n").run();
}

#[test]
fn what_is_not_there_is_said_for_each_direction() {
    let wanted = "caps: nope playback: No such file or directory\n";
    Case::new("caps").args(["-D", "nope"]).exit(1).stderr_has(wanted).stderr_has("caps: nope capture: ").run();
}

#[test]
fn another_word_is_a_mistake() {
    let wanted = "caps: 'sideways': playback or capture is meant\nTry `caps --help' for more information.\n";
    Case::new("caps").args(["sideways"]).exit(1).stderr(wanted).run();
}
