//! Files of alsa-lib's configuration, written for a test: the guest's file system is its own.

use std::fs;
use std::path::{Path, PathBuf};

/// A file that is there for as long as this lives.
pub(crate) struct Written<'a>(&'a Path);

impl<'a> Written<'a> {
    pub(crate) fn new(path: &'a Path, text: &str) -> Written<'a> {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Written(path)
    }
}

impl Drop for Written<'_> {
    fn drop(&mut self) {
        fs::remove_file(self.0).expect("the file is there");
    }
}

/// The places where users and systems redefine devices; `home` is the user's folder.
pub(crate) fn places(home: &Path) -> [PathBuf; 4] {
    [
        home.join(".asoundrc"),
        home.join(".config/alsa/asoundrc"),
        PathBuf::from("/etc/asound.conf"),
        PathBuf::from("/etc/alsa/conf.d/10-test.conf"),
    ]
}
