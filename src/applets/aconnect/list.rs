//! The list of clients, ports and links. Scripts cut these lines into pieces: every blank counts.

use crate::device::seq::Seq;
use crate::device::seq::directory::{Client, ClientKind, Port};
use crate::device::seq::link::{End, Link, Stamp};
use crate::ui::{Printer, Report};
use serde_json::{Value, json};

/// What is listed.
pub(super) struct Wanted {
    pub(super) input: bool,
    pub(super) output: bool,
    pub(super) links: bool,
    pub(super) inactive: bool,
}

impl Wanted {
    fn wants(&self, port: &Port) -> bool {
        let direction = match (self.input, self.output) {
            (false, false) => true,
            (input, output) => (input && port.is_readable()) || (output && port.is_writable()),
        };
        direction && !port.is_private() && (self.inactive || !port.is_inactive())
    }
}

/// A port with its links.
struct Listed {
    port: Port,
    to: Vec<Link>,
    from: Vec<Link>,
}

struct List {
    clients: Vec<(Client, Vec<Listed>)>,
}

pub(super) fn show(seq: &Seq, printer: Printer, wanted: Wanted) -> anyhow::Result<()> {
    let mut clients = Vec::new();
    for mut client in seq.clients()? {
        let ports: Vec<Port> =
            std::mem::take(&mut client.ports).into_iter().filter(|port| wanted.wants(port)).collect();
        let listed = |port: Port| {
            let links = |end| if wanted.links { seq.links(port.address, end) } else { Ok(Vec::new()) };
            let (to, from) = (links(End::Sender)?, links(End::Dest)?);
            Ok(Listed { port, to, from })
        };
        let ports = ports.into_iter().map(listed).collect::<crate::device::Result<Vec<_>>>()?;
        if !ports.is_empty() {
            clients.push((client, ports));
        }
    }
    printer.show(&List { clients })
}

impl Report for List {
    fn text(&self) -> String {
        let mut text = String::new();
        for (client, ports) in &self.clients {
            text += &client_line(client);
            ports.iter().for_each(|listed| text += &port_lines(listed));
        }
        text
    }
}

fn client_line(client: &Client) -> String {
    let mut kind = match client.kind {
        ClientKind::Kernel => "kernel".to_owned(),
        ClientKind::User => "user".to_owned(),
    };
    if client.midi_version > 0 {
        kind += &format!(",UMP-MIDI{}", client.midi_version);
    }
    if let Some(card) = client.card {
        kind += &format!(",card={card}");
    }
    if let Some(pid) = client.pid {
        kind += &format!(",pid={pid}");
    }
    format!("client {}: '{}' [type={kind}]\n", client.number, client.name)
}

fn port_lines(listed: &Listed) -> String {
    let Listed { port, to, from } = listed;
    let padding = " ".repeat(16usize.saturating_sub(port.name.len()));
    let inactive = if port.is_inactive() { " [INACTIVE]" } else { "" };
    let mut text = format!("  {:3} '{}{padding}'{inactive}\n", port.address.port, port.name);
    for (title, links, end) in [("Connecting To", to, End::Sender), ("Connected From", from, End::Dest)] {
        if !links.is_empty() {
            let links: Vec<String> = links.iter().map(|link| link_text(link, end)).collect();
            text += &format!("\t{title}: {}\n", links.join(", "));
        }
    }
    text
}

fn link_text(link: &Link, end: End) -> String {
    let other = if end == End::Sender { link.dest } else { link.sender };
    let exclusive = if link.exclusive { "[ex]" } else { "" };
    let stamp = match link.stamp {
        Some(Stamp::Real(queue)) => format!("[real:{queue}]"),
        Some(Stamp::Tick(queue)) => format!("[tick:{queue}]"),
        None => String::new(),
    };
    format!("{other}{exclusive}{stamp}")
}

impl serde::Serialize for List {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let clients: Vec<Value> = self.clients.iter().map(|(client, ports)| client_json(client, ports)).collect();
        json!({ "clients": clients }).serialize(serializer)
    }
}

fn client_json(client: &Client, ports: &[Listed]) -> Value {
    json!({
        "client": client.number,
        "name": client.name,
        "type": if client.kind == ClientKind::Kernel { "kernel" } else { "user" },
        "card": client.card,
        "pid": client.pid,
        "midi_version": client.midi_version,
        "ports": ports.iter().map(port_json).collect::<Vec<_>>(),
    })
}

fn port_json(listed: &Listed) -> Value {
    let links = |links: &[Link], end| links.iter().map(|link| link_json(link, end)).collect::<Vec<_>>();
    json!({
        "port": listed.port.address.port,
        "name": listed.port.name,
        "readable": listed.port.is_readable(),
        "writable": listed.port.is_writable(),
        "inactive": listed.port.is_inactive(),
        "connecting_to": links(&listed.to, End::Sender),
        "connected_from": links(&listed.from, End::Dest),
    })
}

fn link_json(link: &Link, end: End) -> Value {
    let other = if end == End::Sender { link.dest } else { link.sender };
    let (real, tick) = match link.stamp {
        Some(Stamp::Real(queue)) => (Some(queue), None),
        Some(Stamp::Tick(queue)) => (None, Some(queue)),
        None => (None, None),
    };
    json!({ "client": other.client, "port": other.port, "exclusive": link.exclusive, "real": real, "tick": tick })
}
