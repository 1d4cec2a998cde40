//! The container that this runs in, if it is one, as the runtimes mark it.

use super::tree::Tree;

/// A container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    /// What made it: "docker", "podman", "lxc", "systemd-nspawn", or "container" when it does not say.
    pub runtime: String,
}

impl Container {
    /// Reads its marks.
    pub fn read(tree: &Tree) -> Option<Container> {
        let runtime = if tree.exists("run/.containerenv") {
            "podman".to_owned()
        } else if tree.exists(".dockerenv") {
            "docker".to_owned()
        } else {
            let said = tree.line("run/systemd/container").or_else(|| of_init(tree)).or_else(|| of_group(tree));
            said.filter(|name| !name.is_empty())?
        };
        Some(Container { runtime })
    }
}

/// Runtimes tell the first process what they are.
fn of_init(tree: &Tree) -> Option<String> {
    let variables = tree.text("proc/1/environ")?;
    variables.split('\0').find_map(|variable| Some(variable.strip_prefix("container=")?.to_owned()))
}

fn of_group(tree: &Tree) -> Option<String> {
    let groups = tree.text("proc/1/cgroup")?;
    let is_known = |name: &&str| groups.contains(&format!("/{name}"));
    ["docker", "lxc", "kubepods"].into_iter().find(is_known).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    #[test]
    fn each_runtime_leaves_its_mark() {
        let runtime = |text: &str| Container::read(&World::new(text).tree).map(|container| container.runtime);
        assert_eq!(runtime("-- .dockerenv --\n").as_deref(), Some("docker"));
        assert_eq!(runtime("-- run/.containerenv --\n").as_deref(), Some("podman"));
        assert_eq!(runtime("-- run/systemd/container --\nsystemd-nspawn\n").as_deref(), Some("systemd-nspawn"));
        assert_eq!(runtime("-- proc/1/environ --\nA=1\0container=lxc\0B=2").as_deref(), Some("lxc"));
        assert_eq!(runtime("-- proc/1/cgroup --\n0::/kubepods/pod1\n").as_deref(), Some("kubepods"));
        assert_eq!(runtime("-- proc/1/cgroup --\n0::/init.scope\n-- proc/1/environ --\nHOME=/\0"), None);
    }
}
