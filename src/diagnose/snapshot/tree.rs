//! The files that facts are read from, below one root.
//!
//! A captured tree holds files as the machine shows them, links included. What a copy of files cannot keep, who owns a
//! device node, stands in place of the node as text: see `nodes`.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of a machine's files: of this one, or of one that was captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// This machine.
    pub fn live() -> Tree {
        Tree { root: PathBuf::from("/") }
    }

    /// The machine whose files were captured in this folder.
    pub fn at(root: impl Into<PathBuf>) -> Tree {
        Tree { root: root.into() }
    }

    /// Whether this is the running machine, which answers more than files do.
    pub fn is_live(&self) -> bool {
        self.root == Path::new("/")
    }

    /// The root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the machine ("proc/asound/cards") is for us.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// The text of a file; `None` if it cannot be read.
    pub fn text(&self, path: &str) -> Option<String> {
        fs::read(self.path(path)).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The first line of a file, without blanks around it.
    pub fn line(&self, path: &str) -> Option<String> {
        Some(self.text(path)?.lines().next().unwrap_or_default().trim().to_owned())
    }

    /// The names in a folder, in order; none if it cannot be read.
    pub fn names(&self, path: &str) -> Vec<String> {
        let Ok(entries) = self.path(path).read_dir() else { return Vec::new() };
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// The numbers behind `prefix` of the names in a folder, in order: of "card0" and "card10", 0 and 10.
    pub fn numbers<N: std::str::FromStr + Ord>(&self, path: &str, prefix: &str) -> Vec<N> {
        let names = self.names(path);
        let mut numbers: Vec<N> = names.iter().filter_map(|name| name.strip_prefix(prefix)?.parse().ok()).collect();
        numbers.sort();
        numbers
    }

    /// Whether there is such a file or folder.
    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// What a link says, read as text.
    pub fn link(&self, path: &str) -> Option<String> {
        Some(fs::read_link(self.path(path)).ok()?.to_str()?.to_owned())
    }
}

/// The value of a line "name: value" or "name<tab>: value" of a text.
pub(super) fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A captured tree for a test, unpacked from one text: `-- path --` begins a file, `-- path -> target --` is a
    /// link, and `␀` a zero byte.
    pub(crate) struct World {
        pub(crate) tree: Tree,
        _dir: TempDir,
    }

    impl World {
        pub(crate) fn new(text: &str) -> World {
            let dir = TempDir::new().unwrap();
            let world = World { tree: Tree::at(dir.path()), _dir: dir };
            world.put(text);
            world
        }

        /// Adds files, or puts them in place of others.
        pub(crate) fn put(&self, text: &str) {
            let mut file: Option<(PathBuf, String)> = None;
            for line in text.split_inclusive('\n') {
                let mark = line.trim_end().strip_prefix("-- ").and_then(|line| line.strip_suffix(" --"));
                let Some(mark) = mark else {
                    let Some((_, content)) = &mut file else { panic!("text before the first file: {line}") };
                    content.push_str(&line.replace("␀\n", "\0").replace('␀', "\0"));
                    continue;
                };
                if let Some((path, target)) = mark.split_once(" -> ") {
                    std::os::unix::fs::symlink(target, self.clear(path)).unwrap();
                } else if let Some((path, content)) = file.replace((self.clear(mark), String::new())) {
                    fs::write(path, content).unwrap();
                }
            }
            if let Some((path, content)) = file {
                fs::write(path, content).unwrap();
            }
        }

        /// Takes a file or folder away.
        pub(crate) fn remove(&self, path: &str) {
            let path = self.tree.path(path);
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }

        fn clear(&self, path: &str) -> PathBuf {
            let path = self.tree.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = fs::remove_file(&path);
            path
        }
    }

    #[test]
    fn a_field_is_found_whatever_stands_before_its_colon() {
        assert_eq!(field("state: RUNNING\nowner_pid   : 169\n", "owner_pid"), Some("169"));
        assert_eq!(field("Name:\taplay\n", "Name"), Some("aplay"));
        assert_eq!(field("closed\n", "state"), None);
    }
}
