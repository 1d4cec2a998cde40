//! What every applet and every source must have beside its code. A forgotten step is named.

use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = repository().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rust_files(dir: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let paths = entries.map(|entry| entry.expect("a folder's entry").path());
    let files = paths.flat_map(|path| if path.is_dir() { rust_files(path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

#[test]
fn every_applet_has_its_cli_tests() {
    for applet in alsabox::applets::APPLETS {
        let tests = format!("tests/cli/{}.rs", applet.name);
        assert!(repository().join(&tests).is_file(), "{} has no CLI tests: {tests} is missing", applet.name);
        let module = format!("mod {};", applet.name.replace('-', "_"));
        assert!(read("tests/cli/main.rs").contains(&module), "tests/cli/main.rs lacks '{module}'");
    }
}

#[test]
fn every_applet_is_in_the_changelog_and_the_readme() {
    for page in ["CHANGELOG.md", "README.md"] {
        let text = read(page);
        for applet in alsabox::applets::APPLETS {
            assert!(text.contains(&format!("`{}`", applet.name)), "{page} does not mention {}", applet.name);
        }
    }
}

#[test]
fn every_source_says_what_it_is() {
    for path in rust_files(repository().join("src")).into_iter().chain(rust_files(repository().join("tests"))) {
        assert!(read(&path).starts_with("//! "), "{} does not open with what it is", path.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Written apart, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("#[ign", "ore"), concat!("unimple", "mented!")];
    for path in rust_files(repository().join("src")).into_iter().chain(rust_files(repository().join("tests"))) {
        let text = read(&path);
        for mark in marks {
            assert!(!text.contains(mark), "{} holds {mark}", path.display());
        }
    }
}
