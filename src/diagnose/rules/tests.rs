//! Every rule has a captured tree in `tests/trees/rules` that triggers it, as a change of `tests/trees/fine.txt`, in
//! which no rule finds anything.

use super::RULES;
use crate::diagnose::doctor::{Finding, Grade, Question, Topic, examine};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::tree::tests::World;
use std::fs;
use std::path::Path;

const FINE: &str = include_str!("../../../tests/trees/fine.txt");
const TOPICS: [Topic; 3] = [Topic::Playback, Topic::Capture, Topic::Midi];

/// A change of the fine tree, and what is to be found in it.
struct Scene {
    file: String,
    head: Vec<(String, String)>,
    change: String,
}

impl Scene {
    fn all() -> Vec<Scene> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trees/rules");
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut scenes: Vec<Scene> = paths.map(|path| Scene::read(&path)).collect();
        scenes.sort_by(|one, other| one.file.cmp(&other.file));
        scenes
    }

    fn read(path: &Path) -> Scene {
        let text = fs::read_to_string(path).unwrap();
        let (head, change) = text.split_once("\n\n").unwrap();
        let pair =
            |line: &str| line.split_once(':').map(|(key, value)| (key.to_owned(), value.trim().to_owned())).unwrap();
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        Scene { file, head: head.lines().map(pair).collect(), change: change.to_owned() }
    }

    fn word(&self, key: &str) -> &str {
        self.head.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
    }

    fn question(&self) -> Question {
        let topic = match self.word("topic") {
            "capture" => Topic::Capture,
            "midi" => Topic::Midi,
            _ => Topic::Playback,
        };
        Question { topic, card: self.word("card").parse().ok() }
    }

    fn found(&self) -> Vec<(&'static str, Finding)> {
        let world = World::new(FINE);
        self.head.iter().filter(|(key, _)| key == "gone").for_each(|(_, path)| world.remove(path));
        world.put(&self.change);
        let checks = examine(&Facts::capture(&world.tree), self.question());
        checks.into_iter().flat_map(|check| check.findings.into_iter().map(move |one| (check.rule.name, one))).collect()
    }
}

#[test]
fn nothing_is_found_on_a_machine_that_is_well() {
    let world = World::new(FINE);
    let facts = Facts::capture(&world.tree);
    for topic in TOPICS {
        for check in examine(&facts, Question { topic, card: None }) {
            assert_eq!(check.findings, [], "{topic:?} {}", check.rule.name);
            assert!(check.was_made, "{topic:?}: {} found nothing to look at", check.rule.name);
        }
    }
}

#[test]
fn every_rule_finds_what_its_tree_shows() {
    for scene in Scene::all() {
        let found = scene.found();
        let own: Vec<&Finding> =
            found.iter().filter(|(rule, _)| *rule == scene.word("rule")).map(|(_, one)| one).collect();
        let [finding] = own[..] else { panic!("{}: {found:#?}", scene.file) };
        let grade = if scene.word("grade") == "fail" { Grade::Fail } else { Grade::Warn };
        let told = (finding.grade, finding.text.as_str(), finding.fix.as_deref().unwrap_or_default());
        assert_eq!(told, (grade, scene.word("says"), scene.word("mend")), "{}", scene.file);
        assert!(!finding.evidence.is_empty() || grade == Grade::Fail, "{} says nothing of what it saw", scene.file);
    }
}

#[test]
fn the_verdict_is_the_cause_and_no_effect_of_it() {
    for scene in Scene::all().iter().filter(|scene| scene.word("grade") == "fail") {
        let found = scene.found();
        let first = found.iter().find(|(_, finding)| finding.grade == Grade::Fail).map(|(rule, _)| *rule);
        // A driver that fails for want of its firmware, and a machine without cards, have two names for one cause.
        let same = ["cards", "drivers", "firmware"];
        let is_same = same.contains(&scene.word("rule")) && first.is_some_and(|rule| same.contains(&rule));
        assert!(first == Some(scene.word("rule")) || is_same, "{}: {found:#?}", scene.file);
    }
}

#[test]
fn every_rule_has_a_tree() {
    let scenes = Scene::all();
    for rule in RULES {
        assert!(scenes.iter().any(|scene| scene.word("rule") == rule.name), "tests/trees/rules has no {}", rule.name);
    }
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len(), "two rules have one name");
}
