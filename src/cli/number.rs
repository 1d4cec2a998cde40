//! Numbers as the tools' users write them.

/// An integer as strtol(3) with base 0 reads it: decimal, `0x` hexadecimal, leading-0 octal, with a sign; nothing may
/// follow.
pub fn parse_integer(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['-', '+']) {
        return None;
    }
    let magnitude = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hexadecimal) => i128::from_str_radix(hexadecimal, 16).ok()?,
        None if digits.len() > 1 && digits.starts_with('0') => i128::from_str_radix(digits, 8).ok()?,
        None => digits.parse().ok()?,
    };
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bases_of_c_are_known() {
        assert_eq!(parse_integer("44100"), Some(44_100));
        assert_eq!(parse_integer("0x1f40"), Some(8000));
        assert_eq!(parse_integer("-010"), Some(-8));
        assert_eq!(parse_integer("4294967296"), Some(4_294_967_296));
    }

    #[test]
    fn nothing_may_follow() {
        for text in ["", "12x", "1.5", "--1", "0x", "9223372036854775808"] {
            assert_eq!(parse_integer(text), None, "{text}");
        }
    }
}
