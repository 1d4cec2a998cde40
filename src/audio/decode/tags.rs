//! Title, artist and album of a file, and iTunes' comment on its gaps.

use super::edit_list::Window;
use crate::audio::source::Tags;
use symphonia::core::formats::FormatReader;
use symphonia::core::meta::{RawValue, StandardTag, Tag};

/// What iTunes calls the comment that tells how many frames are an encoder's.
const GAPS: &str = "iTunSMPB";

fn tags(format: &mut dyn FormatReader) -> Vec<Tag> {
    let mut metadata = format.metadata();
    let Some(revision) = metadata.skip_to_latest() else { return Vec::new() };
    let tracks = revision.per_track.iter().flat_map(|track| &track.metadata.tags);
    revision.media.tags.iter().chain(tracks).cloned().collect()
}

/// The first of each.
pub(super) fn read(format: &mut dyn FormatReader) -> Tags {
    let mut found = Tags::default();
    for tag in tags(format) {
        let (place, text) = match tag.std {
            Some(StandardTag::TrackTitle(text)) => (&mut found.title, text),
            Some(StandardTag::Artist(text)) => (&mut found.artist, text),
            Some(StandardTag::Album(text)) => (&mut found.album, text),
            _ => continue,
        };
        if place.is_none() {
            *place = Some(text.to_string());
        }
    }
    found
}

/// The sound by iTunes' comment: hexadecimal numbers, of which the second is the frames in front, and the fourth the
/// frames of the sound.
pub(super) fn itunes_window(format: &mut dyn FormatReader) -> Option<Window> {
    let tag = tags(format).into_iter().find(|tag| tag.raw.key.ends_with(GAPS))?;
    let RawValue::String(text) = tag.raw.value else { return None };
    parse_gaps(&text)
}

fn parse_gaps(text: &str) -> Option<Window> {
    let numbers: Vec<u64> = text.split_whitespace().map_while(|word| u64::from_str_radix(word, 16).ok()).collect();
    let &[_, start, _, frames, ..] = numbers.as_slice() else { return None };
    Some(Window { start, end: start.checked_add(frames), slack: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comment_of_itunes_tells_where_the_sound_is() {
        let text = " 00000000 00000840 000001CA 00000000003F31F6 00000000 00000000";
        assert_eq!(parse_gaps(text), Some(Window { start: 0x840, end: Some(0x840 + 0x3f_31f6), slack: 0 }));
        assert_eq!(parse_gaps(" 00000000 0000084"), None);
        assert_eq!(parse_gaps("0 1 2 FFFFFFFFFFFFFFFF").unwrap().end, None);
    }
}
