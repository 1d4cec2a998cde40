//! Stream messages: who an endpoint is, what it speaks, and its function blocks.

use super::{bytes_of, clean, form, named};

pub(super) fn described(first: u32, rest: &[u32]) -> Option<String> {
    let [one, two, three] = rest else { return None };
    let part = form(first >> 26);
    let text = |bytes: &[u8]| format!("{part}: {}", clean(bytes));
    let bytes = bytes_of(&[first, *one, *two, *three]);
    let block = first >> 8 & 0x7f;
    Some(match first >> 16 & 0x3ff {
        0x00 => named("EP Discovery", &format!("{}, filter={:#x}", version(first), one & 0xff)),
        0x01 => named("EP Info", &format!("{}, {}", version(first), endpoint(*one))),
        0x02 => named("Device Info", &device([*one, *two, *three])),
        0x03 => named("EP Name", &text(&bytes[2..])),
        0x04 => named("Product Id", &text(&bytes[2..])),
        0x05 => named("Stream Cfg Request", &protocol(first)),
        0x06 => named("Stream Cfg", &protocol(first)),
        0x10 => named("FB Discovery", &format!("fb#={}, filter={:#x}", all_or(first >> 8 & 0xff), first & 0xff)),
        0x11 => named("FB Info", &format!("fb#={block}, {}", function_block(first, *one))),
        0x12 => named("FB Name", &format!("fb#={block}, {}", text(&bytes[3..]))),
        0x20 => named("Start of Clip", ""),
        0x21 => named("End of Clip", ""),
        _ => return None,
    })
}

fn version(first: u32) -> String {
    format!("ver={}/{}", first >> 8 & 0xff, first & 0xff)
}

fn yes(bit: u32) -> u32 {
    bit & 1
}

fn endpoint(word: u32) -> String {
    let (fixed, blocks) = (yes(word >> 31), word >> 24 & 0x7f);
    let [midi2, midi1, takes, sends] = [9, 8, 1, 0].map(|bit| yes(word >> bit));
    format!("static={fixed}, fb#={blocks}, midi2={midi2}, midi1={midi1}, rxjr={takes}, txjr={sends}")
}

fn device([maker, family, revision]: [u32; 3]) -> String {
    let seven = |word: u32, shift: u32| (word >> (shift + 8) & 0x7f) | (word >> shift & 0x7f) << 7;
    let (maker, family, model) = (maker & 0x7f_7f7f, seven(family, 16), seven(family, 0));
    let revision = revision.to_be_bytes().map(|byte| byte.to_string()).join(".");
    format!("sysid={maker:06x}, family={family:04x}, model={model:04x}, revision={revision}")
}

fn protocol(first: u32) -> String {
    let (protocol, takes, sends) = (first >> 8 & 0xff, yes(first >> 1), yes(first));
    format!("protocol={protocol} (MIDI {protocol}.0), rxjr={takes}, txjr={sends}")
}

fn all_or(block: u32) -> String {
    if block == 0xff { "all".to_owned() } else { block.to_string() }
}

fn function_block(first: u32, word: u32) -> String {
    let active = yes(first >> 15);
    let way = ["-", "in", "out", "bidirectional"][(first & 3) as usize];
    let [hint, midi1] = [first >> 4 & 3, first >> 2 & 3];
    let [group, groups, ci, sysex8] = word.to_be_bytes();
    format!(
        "active={active}, dir={way}, hint={hint}, midi1={midi1}, group={group}, groups={groups}, ci={ci}, \
         sysex8={sysex8}"
    )
}

#[cfg(test)]
mod tests {
    use super::super::{View, body};

    #[test]
    fn endpoints_and_their_blocks_are_read() {
        for (words, wanted) in [
            (
                [0xf001_0101, 0x8200_0302, 0, 0],
                "EP Info                ver=1/1, static=1, fb#=2, midi2=1, midi1=1, rxjr=1, txjr=0",
            ),
            (
                [0xf002_0000, 0x007d_0001, 0x0102_0304, 0x0100_0203],
                "Device Info            sysid=7d0001, family=0101, model=0203, revision=1.0.2.3",
            ),
            ([0xf003_4b65, 0x7973_0000, 0, 0], "EP Name                Single: Keys"),
            ([0xf404_4142, 0x4344_4546, 0x4748_494a, 0x4b4c_4d4e], "Product Id             Start: ABCDEFGHIJKLMN"),
            ([0xf006_0200, 0, 0, 0], "Stream Cfg             protocol=2 (MIDI 2.0), rxjr=0, txjr=0"),
            ([0xf010_ff03, 0, 0, 0], "FB Discovery           fb#=all, filter=0x3"),
            (
                [0xf011_8103, 0x0004_0100, 0, 0],
                "FB Info                fb#=1, active=1, dir=bidirectional, hint=0, midi1=0, group=0, groups=4, ci=1, \
                 sysex8=0",
            ),
            ([0xf012_0141, 0x4200_0000, 0, 0], "FB Name                fb#=1, Single: AB"),
            ([0xf021_0000, 0, 0, 0], "End of Clip"),
        ] {
            assert_eq!(body(&words, View::Raw), format!("          {wanted}"));
        }
    }
}
