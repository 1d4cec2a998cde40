//! Where ours differs on purpose: what is not understood changes nothing and is named, and errors carry the answer.

use super::bed::{Bed, CARD, Kept, State};
use super::{SHORT_CONFIG, ours, refused};
use crate::call::Call;

#[test]
fn words_that_are_not_understood_change_nothing_and_are_named() {
    let _bed = Bed::new();
    let before = [State::of("Dummy"), State::of(CARD)];
    let table: [(&[&str], &str); 17] = [
        (&["-D", "hw:Dummy", "sset", "Master", "gibberish"], "'gibberish'"),
        (&["-D", "hw:Dummy", "sset", "Master", "20", "loud"], "'loud'"),
        (&["-D", "hw:Dummy", "sset", "Master", "left", "10"], "'left'"),
        (&["-D", "hw:Dummy", "sset", "Master", "10:20"], "'10:20'"),
        (&["-D", "hw:Dummy", "sset", "Master", "mute"], "'mute'"),
        (&["-D", "hw:Dummy", "sset", "External I/O Box", "none"], "'none'"),
        (&["-D", "hw:Dummy", "sset", "External I/O Box", "None", "None"], "'None'"),
        (&["-D", "hw:VirMIDI", "sset", "Stereo", "two,zwei"], "'zwei'"),
        (&["-D", "hw:Dummy", "cset", "numid=1", "abc"], "'abc'"),
        (&["-D", "hw:Dummy", "cset", "numid=1", "5+"], "'5+'"),
        (&["-D", "hw:Dummy", "cset", "numid=1", "1", "2"], "'2'"),
        (&["-D", "hw:Dummy", "cset", "numid=1"], "Specify what you want to set..."),
        (&["-D", "hw:Dummy", "cset", "numid=2", "maybe"], "'maybe'"),
        (&["-D", "hw:Dummy", "cset", "numid=11", "None "], "'None '"),
        (&["-D", "hw:Dummy", "cset", "numid=11", "2"], "'2'"),
        (&["-D", "hw:VirMIDI", "cset", "iface=PCM,name='IEC958 Playback Default'", "on"], "'on'"),
        (&["-D", "hw:Dummy", "bogus"], "Unknown command 'bogus'..."),
    ];
    for (words, named) in table {
        let stderr = refused(words);
        assert!(stderr.contains(named), "{words:?}: {stderr}");
        let after = [State::of("Dummy"), State::of(CARD)];
        assert_eq!(before[0].difference(&after[0]).or_else(|| before[1].difference(&after[1])), None, "{words:?}");
    }
}

#[test]
fn lenient_is_silent_as_debians_is() {
    let before = State::of("Dummy");
    assert_eq!(ours(&["-D", "hw:Dummy", "--lenient", "sset", "Master", "gibberish"]), "");
    assert!(ours(&["-D", "hw:Dummy", "--lenient", "cset", "numid=1", "abc"]).starts_with("numid=1,"));
    assert_eq!(before.difference(&State::of("Dummy")), None);
}

#[test]
fn fractions_of_percent_count_and_steps_move_once() {
    let _bed = Bed::new();
    let _kept = Kept::new("Dummy");
    let big = ["-D", "hw:VirMIDI", "sset", "Big"];
    let raw =
        |text: String| text.split("Left: ").nth(1).map(|rest| rest.split('[').next().unwrap_or_default().to_owned());
    assert_eq!(raw(ours(&[&big[..], &["12.5%"]].concat())).as_deref(), Some("Playback 8192 "));
    assert_eq!(raw(ours(&[&big[..], &["+8"]].concat())).as_deref(), Some("Playback 8200 "));
    ours(&["-D", "hw:Dummy", "sset", "Master", "10"]);
    // One volume for both directions, in a range that begins below 0: Debian's goes to the least volume.
    assert_eq!(raw(ours(&["-D", "hw:Dummy", "sset", "Master", "10%+"])).as_deref(), Some("25 "));
    assert_eq!(raw(ours(&["-D", "hw:Dummy", "sset", "Master", "3dB-"])).as_deref(), Some("15 "));
    for scale in ["-R", "-M"] {
        for step in ["0.01%+", "1%+", "0.01dB+", "1+"] {
            let now = || raw(ours(&["-D", "hw:VirMIDI", "sget", "Scale"]));
            let before = now();
            ours(&["-D", "hw:VirMIDI", scale, "sset", "Scale", step]);
            assert_ne!(now(), before, "{scale} {step}");
        }
    }
}

#[test]
fn status_bits_and_true_can_be_set() {
    let _bed = Bed::new();
    let id = "iface=PCM,name='IEC958 Playback Default'";
    let set = ours(&["-D", "hw:VirMIDI", "cset", id, "AES0=0x04,AES3=0x02"]);
    assert!(set.contains("[AES0=0x04 AES1=0x00 AES2=0x00 AES3=0x02]"), "{set}");
    assert!(ours(&["-D", "hw:VirMIDI", "cset", "name='Switch Switch'", "true"]).contains("values=on,on"));
    assert!(ours(&["-D", "hw:VirMIDI", "cset", "iface=CARD,name=Wide", "5000000000"]).contains("values=5000000000,"));
    assert!(ours(&["-D", "hw:VirMIDI", "cget", "iface=HWDEP,name=Hwdep"]).contains("iface=HWDEP,name='Hwdep'"));
}

#[track_caller]
fn assert_hint(words: &[&str], hint: &str) {
    let call = |hints| Call::amixer().env("ALSABOX_HINTS", hints).env("ALSA_CONFIG_PATH", SHORT_CONFIG).args(words);
    let outcome = call("1").run();
    assert!(outcome.stderr.contains(hint), "{words:?}: {}", outcome.text());
    assert!(!call("0").run().stderr.contains(hint), "{words:?}: a hint that nobody asked for");
}

#[test]
fn errors_carry_the_answer() {
    assert_hint(&["-D", "hw:Intel", "sget", "Mastr"], "did you mean 'Master'?");
    assert_hint(&["-D", "hw:Intel", "sget", "PCM"], "card 4 (I82801AAICH) has 'PCM': -c I82801AAICH");
    assert_hint(&["-D", "hw:Dummy", "cget", "name='Master Volum'"], "did you mean 'Master Volume'?");
    assert_hint(&["-D", "hw:Loopback", "scontents"], "has no mixer; these have one: 0 (Dummy), 3 (Intel)");
    assert_hint(&["-D", "null", "scontents"], "'null' plays or records, but has no control device");
    assert_hint(&["-c", "Intell", "info"], "did you mean -c Intel?");
    assert_hint(&["-c", "nothing", "info"], "the cards are 0 (Dummy), 1 (Loopback)");
    assert_hint(&["-D", "hw:Dummy", "sgett", "Master"], "did you mean 'sget'?");
}

#[test]
fn json_describes_every_element_of_every_card() {
    let _bed = Bed::new();
    for card in super::CARDS {
        for command in ["scontents", "contents", "scontrols", "controls"] {
            let text = ours(&["-D", &format!("hw:{card}"), "--json", command]);
            let elements: Vec<serde_json::Value> =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert!(elements.iter().all(|element| element["name"].is_string()), "{text}");
        }
    }
    let info: serde_json::Value = serde_json::from_str(&ours(&["-D", "hw:Intel", "--json", "info"])).unwrap();
    assert_eq!((&info["id"], &info["controls"], &info["simple_controls"]), (&"Intel".into(), &8.into(), &2.into()));
    let wide = ours(&["-D", "hw:VirMIDI", "--json", "cget", "iface=CARD,name=Wide"]);
    assert!(wide.contains(r#""type":"INTEGER64""#) && wide.contains(r#""min":-5000000000"#), "{wide}");
}
