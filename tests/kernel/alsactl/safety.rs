//! The plug is pulled at every step of a store: the file is the old one or the new one, whole.

use super::{Folder, ours, scatter};
use crate::amixer::bed::Kept;
use crate::call::Call;
use rustix::mount::{MountFlags, UnmountFlags, mount, mount_remount, unmount};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The calls that a store makes once it begins to write, each with the number of its turn.
fn steps(folder: &Folder) -> Vec<(String, usize)> {
    let log = folder.path("calls");
    let store = Call::alsactl().arg("-f").arg(folder.path("state")).args(&["store", "Intel"]);
    Call::traced("alsactl", store, "all", &log).run().succeeded();
    let log = fs::read_to_string(&log).expect("strace writes its log");
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    let mut steps = Vec::new();
    let mut writes = false;
    for line in log.lines() {
        // Number, time, and then the call.
        let Some((call, _)) =
            line.split(' ').filter(|word| !word.is_empty()).nth(2).and_then(|word| word.split_once('('))
        else {
            continue;
        };
        *turns.entry(call.to_owned()).or_default() += 1;
        writes |= call == "openat" && line.contains("state.new-");
        if writes && call != "exit_group" {
            steps.push((call.to_owned(), turns[call]));
        }
    }
    assert!(steps.len() > 5, "{steps:?}");
    steps
}

fn struck(folder: &Folder, (call, turn): &(String, usize), blow: &str) -> crate::call::Outcome {
    let filter = format!("inject={call}:{blow}:when={turn}");
    let store = Call::alsactl().arg("-f").arg(folder.path("state")).args(&["store", "Intel"]);
    Call::traced("alsactl", store, &filter, &folder.path("calls")).run()
}

/// A folder whose file has one state while the card has another; gives the texts of both.
fn prepared() -> (Folder, String, String) {
    let folder = Folder::new();
    scatter("Intel", 2);
    ours(&folder.path("state"), &["store", "Intel"]).succeeded();
    let new = folder.read("state");
    scatter("Intel", 1);
    ours(&folder.path("state"), &["store", "Intel"]).succeeded();
    let old = folder.read("state");
    scatter("Intel", 2);
    assert_ne!(old, new);
    (folder, old, new)
}

#[test]
fn killed_at_any_step_a_store_leaves_the_old_or_the_new_file() {
    let _kept = Kept::new("Intel");
    let (folder, old, new) = prepared();
    let mut seen = [0, 0];
    for step in steps(&folder) {
        folder.write("state", &old);
        let killed = struck(&folder, &step, "signal=KILL");
        assert_ne!(killed.code, Some(0), "{step:?} was survived");
        let is = folder.read("state");
        assert!(is == old || is == new, "{step:?} left\n{is}");
        seen[usize::from(is == new)] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}: the file was replaced at one of the steps");
}

#[test]
fn a_step_that_fails_leaves_the_old_file_and_nothing_beside_it() {
    let _kept = Kept::new("Intel");
    let (folder, old, new) = prepared();
    let is_of_the_file = |call: &str| ["openat", "write", "fsync", "rename", "fchmod"].contains(&call);
    let mut folder_synced = false;
    for step in steps(&folder).into_iter().filter(|(call, _)| is_of_the_file(call)) {
        folder.write("state", &old);
        let failed = struck(&folder, &step, "error=EIO");
        assert_eq!(failed.code, Some(5), "{step:?}: {}", failed.stderr);
        assert!(failed.stderr.contains("Cannot write"), "{step:?}: {}", failed.stderr);
        // Once it is renamed, only that the new name is on the disk is not certain.
        folder_synced |= folder.read("state") == new;
        assert!(folder_synced || folder.read("state") == old, "{step:?}");
        assert_eq!(folder.names(), ["calls", "state"], "{step:?}");
    }
    assert!(folder_synced);
}

/// A file system of so many bytes at this folder while it lives.
struct Small<'a>(&'a Path);

impl Small<'_> {
    fn mount<'a>(path: &'a Path, options: &std::ffi::CStr) -> Small<'a> {
        fs::create_dir(path).expect("a folder");
        mount("tmpfs", path, "tmpfs", MountFlags::empty(), options).expect("the guest mounts");
        Small(path)
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        unmount(self.0, UnmountFlags::DETACH).expect("it was mounted");
    }
}

#[test]
fn a_full_disk_a_read_only_one_and_a_limit_on_files_leave_the_old_file() {
    let _kept = Kept::new("Intel");
    let (folder, old, _) = prepared();
    let room = folder.path("small");
    let small = Small::mount(&room, c"size=12k");
    let file = room.join("state");
    fs::write(&file, &old).expect("there is room for one");
    fs::write(room.join("ballast"), vec![1; 5000]).expect("there is room for that");
    let refused = ours(&file, &["store"]);
    assert_eq!(refused.code, Some(28), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&file).expect("the file"), old);
    assert_eq!(fs::read_dir(&room).expect("the folder").count(), 2);

    mount_remount(&room, MountFlags::RDONLY, "").expect("the guest remounts");
    let refused = ours(&file, &["store", "Intel"]);
    assert_eq!(refused.code, Some(30), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&file).expect("the file"), old);
    drop(small);

    let limited = "ulimit -f 1; exec \"$0\" \"$@\"";
    let words = ["alsactl", "-f", "state", "store"];
    let shell = Call::debian("sh").args(&["-c", &format!("cd '{}'; {limited}", folder.path("").display())]);
    let refused = shell.arg(env!("CARGO_BIN_EXE_alsabox")).args(&words).run();
    assert_eq!(refused.code, Some(27), "{}", refused.stderr);
    assert_eq!(folder.read("state"), old);
    assert_eq!(folder.names(), ["small", "state"]);
}

#[test]
fn links_and_modes_stay_and_a_planted_link_is_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    fs::create_dir(folder.path("real")).expect("a folder");
    let real = folder.write("real/state", "state.Gone {\n}\n");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("the mode");
    symlink("real/state", folder.path("state")).expect("a link");
    ours(&folder.path("state"), &["store", "VirMIDI"]).succeeded();
    assert!(folder.path("state").is_symlink());
    assert_eq!(folder.read("real/state"), "state.Gone {\n}\nstate.VirMIDI {\n\tcontrol {\n\t}\n}\n");
    assert_eq!(fs::metadata(&real).expect("the file").permissions().mode() & 0o777, 0o600);
    // A lock that is a link to somebody's file would be written into.
    folder.write("victim", "mine");
    symlink("victim", folder.path("lock")).expect("a link");
    let lock = folder.path("lock");
    let refused = ours(&folder.path("state"), &["-l", "-O", lock.to_str().expect("a name"), "store", "VirMIDI"]);
    assert_eq!(refused.code, Some(40), "{}", refused.stderr);
    assert_eq!(folder.read("victim"), "mine");
}
