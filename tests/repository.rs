//! What every applet and every source must have beside its code. A forgotten step is named.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

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

fn make(target: &str, destination: &Path) -> Output {
    let binary = format!("BINARY={}", env!("CARGO_BIN_EXE_alsabox"));
    let destination = format!("DESTDIR={}", destination.display());
    let words = ["--silent", target, &binary, &destination, "PREFIX=/usr"];
    Command::new("make").args(words).current_dir(repository()).output().expect("make")
}

#[test]
fn make_install_and_uninstall_leave_what_they_should() {
    let dir = TempDir::new().expect("a temporary folder");
    let installed = make("install", dir.path());
    assert!(installed.status.success(), "{installed:?}");
    for applet in alsabox::applets::APPLETS {
        let link = dir.path().join("usr").join(applet.dir.name()).join(applet.name);
        let version = Command::new(&link).arg("--version").output().expect(applet.name);
        assert!(version.stdout.starts_with(applet.version_words.as_bytes()), "{version:?}");
        assert!(dir.path().join(format!("usr/share/man/man1/{}.1", applet.name)).is_file());
    }
    assert!(dir.path().join("usr/share/sounds/alsa/Noise.wav").is_file());

    let uninstalled = make("uninstall", dir.path());
    assert!(uninstalled.status.success(), "{uninstalled:?}");
    let left = Command::new("find").arg(dir.path()).args(["!", "-type", "d"]).output().expect("find");
    assert_eq!(String::from_utf8_lossy(&left.stdout), "");
}

#[test]
fn make_install_does_not_replace_the_aplay_of_somebody_else() {
    let dir = TempDir::new().expect("a temporary folder");
    let foreign = dir.path().join("usr/bin/aplay");
    fs::create_dir_all(foreign.parent().expect("a folder")).expect("folders");
    fs::write(&foreign, "foreign").expect("a file");
    let refused = make("install", dir.path());
    assert!(!refused.status.success());
    assert!(
        String::from_utf8_lossy(&refused.stdout).contains("usr/bin/aplay is there and is not alsabox"),
        "{refused:?}"
    );
    assert_eq!(fs::read(&foreign).expect("the file"), b"foreign");
}

#[test]
fn what_runs_at_boot_is_installed_where_it_is_told_and_is_in_order() {
    let dir = TempDir::new().expect("a temporary folder");
    let install = |words: &[&str]| {
        let folders = ["/usr/sbin/alsactl", "/units", "/rules", "/sysv", "/openrc"];
        let destination = dir.path().to_str().expect("a name");
        let call = Command::new(repository().join("scripts/install-boot"))
            .args(words)
            .arg(destination)
            .args(folders)
            .current_dir(repository())
            .output();
        let done = call.expect("the script");
        assert!(done.status.success(), "{done:?}");
    };
    install(&[]);
    let left = || {
        let found =
            Command::new("find").arg(dir.path()).args(["-type", "f", "-printf", "%P %m\n"]).output().expect("find");
        let mut lines: Vec<String> = String::from_utf8_lossy(&found.stdout).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let wanted = [
        "openrc/alsa-state 755",
        "rules/90-alsa-restore.rules 644",
        "sysv/alsa-state 755",
        "units/alsa-card-wait@.service 644",
        "units/alsa-restore.service 644",
        "units/alsa-state.service 644",
    ];
    assert_eq!(left(), wanted);
    for file in wanted.map(|line| line.split(' ').next().expect("a name")) {
        let text = fs::read_to_string(dir.path().join(file)).expect("the file");
        assert!(text.contains("/usr/sbin/alsactl") && !text.contains("@alsactl@"), "{file}: {text}");
    }
    if Path::new("/usr/bin/systemd-analyze").exists() {
        let stand_in = dir.path().join("alsactl");
        fs::write(&stand_in, "#!/bin/sh\n").expect("a file");
        fs::set_permissions(&stand_in, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("its mode");
        for unit in ["alsa-restore", "alsa-state", "alsa-card-wait@"] {
            let unit = dir.path().join(format!("units/{unit}.service"));
            // The units name an alsactl that need not be on this machine.
            let text = fs::read_to_string(&unit).expect("the unit");
            fs::write(&unit, text.replace("/usr/sbin/alsactl", &stand_in.to_string_lossy())).expect("the unit");
            let verified =
                Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit).output().expect("it runs");
            let said = String::from_utf8_lossy(&verified.stderr).into_owned();
            let about =
                |line: &&str| ["alsa-restore", "alsa-state", "alsa-card-wait"].iter().any(|unit| line.contains(unit));
            assert_eq!(said.lines().filter(about).collect::<Vec<_>>(), [""; 0], "{}", unit.display());
        }
    }
    if Path::new("/usr/bin/udevadm").exists() {
        let rules = dir.path().join("rules/90-alsa-restore.rules");
        let verified = Command::new("udevadm").arg("verify").arg(&rules).output().expect("it runs");
        let said = String::from_utf8_lossy(&verified.stderr).into_owned();
        // Older ones have no such word.
        assert!(verified.status.success() || said.contains("Unknown command verb"), "{said}");
    }
    fs::remove_file(dir.path().join("alsactl")).ok();
    install(&["--remove"]);
    assert_eq!(left(), [""; 0]);
}
