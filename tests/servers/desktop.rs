//! A user's session with a sound server: home, runtime directory and configuration are the test's own.
//!
//! Dropped, it ends every server that it started.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a busy machine; nothing that works comes near it.
const LIMIT: Duration = Duration::from_secs(60);

/// A sink that needs no card.
const SINK: &str = "context.objects = [ { factory = adapter args = { factory.name = support.null-audio-sink \
     node.name = nul media.class = Audio/Sink audio.position = [ FL FR ] } } ]\n";

pub(crate) struct Desktop {
    home: TempDir,
    servers: Vec<Child>,
}

impl Desktop {
    pub(crate) fn pulseaudio() -> Desktop {
        let mut desktop = Desktop::new(&["50-pulseaudio.conf", "../pulse-alsa.conf"]);
        let modules = modules();
        let mut server = desktop.program(&root().join("usr/bin/pulseaudio"));
        server.args([
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "-L",
            "module-native-protocol-unix",
        ]);
        server.args(["-L", "module-null-sink sink_name=nul rate=48000 channels=2 format=s16le"]);
        server.arg(format!("--dl-search-path={}", modules.display()));
        desktop.start(server);
        let pactl = root().join("usr/bin/pactl");
        wait_until("PulseAudio has its sink", || says(desktop.program(&pactl).arg("info"), "Default Sink: nul"));
        desktop
    }

    pub(crate) fn pipewire() -> Desktop {
        let mut desktop = Desktop::pipewire_that_links_nothing();
        let manager = desktop.program(&root().join("usr/bin/wireplumber"));
        desktop.start(manager);
        let wpctl = root().join("usr/bin/wpctl");
        // The star is at the default sink.
        wait_until("PipeWire has a default sink", || says(desktop.program(&wpctl).arg("status"), "*"));
        desktop
    }

    /// PipeWire before its session manager has come.
    pub(crate) fn pipewire_that_links_nothing() -> Desktop {
        let mut desktop = Desktop::new(&["50-pipewire.conf", "99-pipewire-default.conf"]);
        let drop_ins = desktop.path("pipewire/pipewire.conf.d");
        copy(&root().join("usr/share/pipewire"), &desktop.path("pipewire"));
        fs::create_dir_all(&drop_ins).unwrap();
        fs::write(drop_ins.join("sink.conf"), SINK).unwrap();
        let mut bus = desktop.program(Path::new("/usr/bin/dbus-daemon"));
        bus.args(["--session", "--nofork", "--nopidfile"]).arg(format!("--address={}", desktop.bus()));
        desktop.start(bus);
        wait_until("there is a bus", || desktop.path("run/bus").exists());
        let server = desktop.program(&root().join("usr/bin/pipewire"));
        desktop.start(server);
        wait_until("PipeWire listens", || desktop.path("run/pipewire-0").exists());
        desktop
    }

    fn new(configuration: &[&str]) -> Desktop {
        let home = tempfile::tempdir().unwrap();
        let run = home.path().join("run");
        fs::create_dir(&run).unwrap();
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).unwrap();
        let include = |name: &&str| format!("<{}>\n", root().join("usr/share/alsa/alsa.conf.d").join(name).display());
        fs::write(home.path().join(".asoundrc"), configuration.iter().map(include).collect::<String>()).unwrap();
        Desktop { home, servers: Vec::new() }
    }

    fn start(&mut self, mut server: Command) {
        self.servers.push(server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    }

    /// The same session after its servers have gone.
    pub(crate) fn without_servers(mut self) -> Desktop {
        self.end();
        self
    }

    fn end(&mut self) {
        // The last one started needs the others.
        for server in self.servers.iter_mut().rev() {
            let _ = server.kill();
            let _ = server.wait();
        }
        self.servers.clear();
    }

    /// Where a file of that name is in the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn bus(&self) -> String {
        format!("unix:path={}", self.path("run/bus").display())
    }

    /// One of our tools.
    pub(crate) fn ours(&self, tool: &str) -> Command {
        let mut command = self.program(Path::new(env!("CARGO_BIN_EXE_alsabox")));
        command.arg0(tool);
        command
    }

    /// One of our tools, whose standard input will be its controlling terminal.
    pub(crate) fn on_a_terminal(&self, tool: &str) -> Command {
        let mut command = self.program(Path::new("/usr/bin/setsid"));
        command.args(["-c", env!("CARGO_BIN_EXE_alsabox"), tool]);
        command
    }

    /// One of Debian's tools.
    pub(crate) fn debians(&self, tool: &str) -> Command {
        self.program(&Path::new("/usr/bin").join(tool))
    }

    /// Waits until PipeWire has a stream of this name.
    pub(crate) fn wait_for_stream(&self, name: &str) {
        let list = root().join("usr/bin/pw-cli");
        wait_until(&format!("there is {name}"), || says(self.program(&list).args(["ls", "Node"]), name));
    }

    /// A program in this session; nothing of the caller's gets in.
    fn program(&self, path: &Path) -> Command {
        let libraries = root().join("usr/lib/x86_64-linux-gnu");
        let below = |name: &str| libraries.join(name);
        let mut command = Command::new(path);
        command.current_dir(self.home.path()).stdin(Stdio::null()).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").env("HOME", self.home.path());
        command.env("XDG_RUNTIME_DIR", self.path("run")).env("DBUS_SESSION_BUS_ADDRESS", self.bus());
        let paths = [libraries.clone(), below("pulseaudio"), modules()].map(|path| path.display().to_string());
        command.env("LD_LIBRARY_PATH", paths.join(":")).env("ALSA_PLUGIN_DIR", below("alsa-lib"));
        command.env("PIPEWIRE_MODULE_DIR", below("pipewire-0.3")).env("SPA_PLUGIN_DIR", below("spa-0.2"));
        command.env("PIPEWIRE_CONFIG_DIR", self.path("pipewire"));
        command.env("WIREPLUMBER_MODULE_DIR", below("wireplumber-0.4"));
        let shared = root().join("usr/share/wireplumber");
        command.env("WIREPLUMBER_CONFIG_DIR", &shared).env("WIREPLUMBER_DATA_DIR", &shared);
        command
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.end();
    }
}

/// Where the servers are, fetched by the first who asks.
fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let fetched = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers/fetch")).output().unwrap();
        assert!(
            fetched.status.success(),
            "the servers cannot be fetched: {}",
            String::from_utf8_lossy(&fetched.stderr)
        );
        PathBuf::from(String::from_utf8(fetched.stdout).unwrap().trim())
    })
}

/// PulseAudio's modules are in a folder with its version.
fn modules() -> PathBuf {
    let names = fs::read_dir(root().join("usr/lib")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders = names.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("pulse-"));
    folders.next().expect("PulseAudio's modules").join("modules")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

fn says(command: &mut Command, text: &str) -> bool {
    let output = command.stderr(Stdio::null()).output().unwrap();
    output.status.success() && String::from_utf8_lossy(&output.stdout).contains(text)
}

/// Waits for a state of the session that sends no event to who is not a client.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "after {LIMIT:?} still not true: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
