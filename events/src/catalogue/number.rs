//! Numbers as people in Vietnam type them, read without floating point.

/// Reads a decimal into hundredths, thousandths or whatever `scale` says; both `2,34` and `2.34`.
/// Digits beyond the scale are refused: nothing is rounded away, and `1.000` may mean a thousand.
pub fn decimal_units(typed: &str, scale: u32) -> Option<i64> {
    let typed = typed.trim();
    let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let separated = whole.len() < typed.len();
    if !all_digits(whole) || (separated && !all_digits(part)) || whole.len() > WHOLE_DIGITS_MAX {
        return None;
    }
    let scale = usize::try_from(scale).ok()?;
    if part.len() > scale {
        return None;
    }
    format!("{whole}{part:0<scale$}").parse().ok()
}

/// Writes units of 10^-scale as the stored decimal, such as `2.34`.
pub fn decimal_text(units: i64, scale: u32) -> String {
    let Some(places) = usize::try_from(scale).ok().filter(|places| *places > 0) else {
        return units.to_string();
    };
    let digits = format!("{units:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{whole}.{part}")
}

/// Reads an amount of đồng: `2340000`, `2.340.000`, `2,340,000`, `2 340 000 đ`.
pub fn dong(typed: &str) -> Option<i64> {
    let lower = typed.trim().to_lowercase();
    let bare = ["vnđ", "vnd", "đồng", "đ", "₫"]
        .iter()
        .find_map(|unit| lower.strip_suffix(unit))
        .unwrap_or(&lower)
        .trim();
    let mut groups = bare.split(['.', ',', ' ', '\u{A0}']);
    let first = groups.next().filter(|group| all_digits(group))?;
    let rest: Vec<&str> = groups.collect();
    let grouped =
        first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && all_digits(group));
    if !rest.is_empty() && !grouped {
        return None;
    }
    let digits = format!("{first}{}", rest.concat());
    if digits.len() > WHOLE_DIGITS_MAX { None } else { digits.parse().ok() }
}

/// Puts a mark between every three digits: `2340000` becomes `2.340.000`.
pub fn grouped(digits: &str, mark: char) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

const WHOLE_DIGITS_MAX: usize = 12;

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_read_with_comma_or_point_and_never_rounded() {
        for (typed, expected) in [
            ("2,34", Some(234)),
            ("2.34", Some(234)),
            ("6.1", Some(610)),
            ("3", Some(300)),
            ("4.980", None),
            ("2.345", None),
            ("2,", None),
            (",5", None),
            ("-1", None),
            ("1.000,5", None),
            ("2,3é", None),
        ] {
            assert_eq!(decimal_units(typed, 2), expected, "{typed}");
        }
        assert_eq!(decimal_text(234, 2), "2.34");
        assert_eq!(decimal_text(5, 2), "0.05");
    }

    #[test]
    fn money_is_read_with_its_thousands_marked_but_never_guessed_from_a_fraction() {
        for (typed, expected) in [
            ("2.340.000", Some(2_340_000)),
            ("2,340,000", Some(2_340_000)),
            ("2 340 000 đồng", Some(2_340_000)),
            ("2340000đ", Some(2_340_000)),
            ("0", Some(0)),
            ("2.34", None),
            ("2340.000", None),
            ("2 triệu", None),
            ("", None),
        ] {
            assert_eq!(dong(typed), expected, "{typed}");
        }
        assert_eq!(grouped("2340000", '.'), "2.340.000");
    }
}
