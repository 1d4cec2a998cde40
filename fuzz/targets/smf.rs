//! Any bytes as a Standard MIDI File: read, and laid out as a song.
#![no_main]

use alsabox::midi::smf;
use alsabox::midi::song::Song;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(smf) = smf::read(bytes) {
        let song = Song::new(&smf);
        assert!(song.events.is_sorted_by_key(|event| event.tick));
        let place = song.place(song.end_tick);
        assert!(place.bar > 0 && place.beat > 0);
        song.tick_at(song.time_us(song.end_tick));
    }
});
