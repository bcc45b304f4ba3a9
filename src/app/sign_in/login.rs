//! What one signs in by: made from the name as offices make mail addresses, and read forgivingly.

use hoso_projections::fold::words_in_order;

/// The longest login that is looked for.
pub const CHARS_MAX: usize = 40;

/// The login a name gives, before it is made to differ from others: the given name, then the
/// initials of the names before it. `Nguyễn Thị Hường` gives `huongnt`.
pub fn of_name(name: &str) -> String {
    let ascii =
        |word: &String| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let words: Vec<String> = words_in_order(name).iter().map(ascii).collect();
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let Some((given, before)) = words.split_last() else { return "canbo".to_owned() };
    let initials = before.iter().filter_map(|word| word.chars().next());
    let login: String = given.chars().chain(initials).collect();
    login.chars().take(CHARS_MAX - 8).collect()
}

/// The first login like `wanted` that is not taken: as it is, else with a number behind.
pub fn free(wanted: &str, taken: &[String]) -> String {
    let numbered = (2_u32..).map(|n| format!("{wanted}{n}"));
    let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
    let found = candidates.find(|login| !taken.contains(login));
    found.expect("there are more numbers than logins")
}

/// A login as it was typed: capitals, blanks around and marks make no difference.
pub fn read(typed: &str) -> String {
    hoso_projections::fold::fold(typed).replace(' ', "").chars().take(CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_the_given_name_and_the_initials_before_it() {
        assert_eq!(of_name("Nguyễn Thị Hường"), "huongnt");
        assert_eq!(of_name("Đặng Đình Đức"), "ducdd");
        assert_eq!(of_name("H'Hen Niê"), "niehh");
        assert_eq!(of_name("Y"), "y");
    }

    #[test]
    fn two_people_of_one_name_get_two_logins() {
        let taken = ["huongnt", "huongnt2", "huongntx"].map(str::to_owned);
        assert_eq!(free("huongnt", &taken), "huongnt3");
        assert_eq!(free("namtv", &taken), "namtv");
    }

    #[test]
    fn capitals_blanks_and_marks_make_no_difference() {
        assert_eq!(read("  HuongNT "), "huongnt");
        assert_eq!(read("hường nt"), "huongnt");
    }
}
