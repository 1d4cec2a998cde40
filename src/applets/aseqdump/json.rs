//! An event as a JSON object: who sent it, its type's number, and what the line says.

use super::packet;
use super::text::{self, View};
use crate::device::seq::event::{Due, Event};
use crate::device::seq::ump::{Content, UmpEvent};
use serde_json::{Value, json};

pub(super) fn event(event: &Event) -> String {
    let (queue, tick, time_ns) = match event.due {
        Due::Now => (None, None, None),
        Due::Tick(queue, tick) => (Some(queue), Some(tick), None),
        Due::Time(queue, time_ns) => (Some(queue), None, Some(time_ns)),
    };
    json!({
        "source": event.source.to_string(),
        "type": event.kind.0,
        "text": squeezed(&text::body(event, View::Raw)),
        "queue": queue,
        "tick": tick,
        "time_ns": time_ns,
        "data": if event.bytes.is_empty() { json!(event.fixed) } else { Value::Null },
        "bytes": if event.bytes.is_empty() { Value::Null } else { json!(event.bytes) },
    })
    .to_string()
}

pub(super) fn packet(event: &UmpEvent) -> String {
    let source = event.source.to_string();
    match &event.content {
        Content::Packet(words) => {
            let text = squeezed(&packet::body(words, View::Raw));
            json!({ "source": source, "ump": words, "text": text }).to_string()
        }
        Content::Legacy(kind, fixed) => json!({ "source": source, "type": kind.0, "data": fixed }).to_string(),
    }
}

/// The line's words with one blank between them.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
