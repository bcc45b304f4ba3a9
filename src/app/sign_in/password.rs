//! Passwords: which are taken, and how their hashes are made and checked without letting a rush of
//! sign-ins take the machine away from everyone else.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::super::{CommandError, Refusal};

/// The fewest characters of a password that is used with a second factor (NIST SP 800-63B-4 asks
/// for eight, we ask for more).
pub const CHARS_MIN_WITH_FACTOR: usize = 12;
/// The fewest characters of a password that stands alone (NIST SP 800-63B-4, 3.1.1.2).
pub const CHARS_MIN_ALONE: usize = 15;
/// The most characters of a password.
pub const CHARS_MAX: usize = 128;
/// The weakest password that is taken, on the scale of zxcvbn from 0 to 4: about ten to the eighth
/// guesses.
const SCORE_MIN: zxcvbn::Score = zxcvbn::Score::Three;
/// How many hashes are made at a time: each takes a core and 19 MiB.
const HASHING_MAX: usize = 2;
/// How many wait to be made; one more is told to try again.
const WAITING_MAX: usize = 48;
/// Argon2id with 19 MiB and two passes: the least the OWASP cheat sheet gives.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What everyone in this province may think of first.
const COMMON_HERE: [&str; 11] = [
    "hoso", "tayninh", "longan", "canbo", "congchuc", "vienchuc", "noivu", "vietnam", "matkhau",
    "password", "dangnhap",
];
/// Words shorter than this are in everything.
const KNOWN_CHARS_MIN: usize = 3;
/// How much of a password must be left without what anyone knows of its holder.
const OWN_CHARS_MIN: usize = 8;

/// A password as it is hashed: NFKC, so that what one keyboard composes another may decompose.
pub fn normal(typed: &str) -> String {
    typed.nfkc().collect()
}

/// Whether a new password is taken. `known` is what anyone may know of its holder: their name,
/// their login, their unit.
pub fn check_new(typed: &str, chars_min: usize, known: &[&str]) -> Result<(), Refusal> {
    let password = normal(typed);
    let chars = password.chars().count();
    let words = |limit: usize| vec![("actual", chars.to_string()), ("limit", limit.to_string())];
    if chars < chars_min {
        return Err(Refusal { words: words(chars_min), ..Refusal::plain("password_short") });
    }
    if chars > CHARS_MAX {
        return Err(Refusal { words: words(CHARS_MAX), ..Refusal::plain("password_long") });
    }
    let folded: Vec<String> =
        known.iter().flat_map(|text| hoso_projections::fold::words(text)).collect();
    let inputs: Vec<&str> =
        folded.iter().map(String::as_str).chain(known.iter().copied()).chain(COMMON_HERE).collect();
    let weak = zxcvbn::zxcvbn(&password, &inputs).score() < SCORE_MIN;
    if weak || own_chars(&password, &inputs) < OWN_CHARS_MIN {
        return Err(Refusal::plain("password_common"));
    }
    Ok(())
}

/// How many letters and digits of a password are left when the words anyone knows are taken out.
fn own_chars(password: &str, known: &[&str]) -> usize {
    let plain = |text: &str| -> String {
        hoso_projections::fold::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let mut words: Vec<String> = known.iter().map(|word| plain(word)).collect();
    words.retain(|word| word.chars().count() >= KNOWN_CHARS_MIN);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let left = words.iter().fold(plain(password), |left, word| left.replace(word.as_str(), ""));
    left.chars().count()
}

/// Makes and checks hashes, a few at a time.
pub struct Passwords {
    hashing: Semaphore,
    waiting: Semaphore,
    /// Checked where there is no password, so that it takes as long.
    nobody: String,
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("parameters within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str, salt: &[u8]) -> String {
    let hashed: Result<PasswordHash, _> =
        argon2().hash_password_with_salt(password.as_bytes(), salt);
    hashed.expect("a salt of sixteen bytes and parameters within bounds").to_string()
}

impl Default for Passwords {
    fn default() -> Self {
        // A hash of the right shape that no password has: checking it costs what any other does.
        let nobody = format!(
            "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$bm9ib2R5IGhhcyBpdA${}",
            "A".repeat(43)
        );
        Self { hashing: Semaphore::new(HASHING_MAX), waiting: Semaphore::new(WAITING_MAX), nobody }
    }
}

impl Passwords {
    /// Runs hashing work away from the threads that answer requests.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        let _place = self.waiting.try_acquire().map_err(|_full| CommandError::Busy)?;
        let _turn = self.hashing.acquire().await.map_err(|_closed| CommandError::Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|_stopped| CommandError::Busy)
    }

    /// The hash of a password, as a PHC string.
    pub async fn hash(&self, typed: &str, salt: [u8; 16]) -> Result<String, CommandError> {
        let password = normal(typed);
        self.work(move || hash_now(&password, &salt)).await
    }

    /// Whether a password is the one hashed; without a hash it is not, and takes as long.
    pub async fn is_right(&self, typed: &str, hash: Option<&str>) -> Result<bool, CommandError> {
        if typed.chars().count() > CHARS_MAX {
            return Ok(false);
        }
        let password = normal(typed);
        let (known, hash) = (hash.is_some(), hash.unwrap_or(&self.nobody).to_owned());
        let right = self.work(move || {
            let parsed = PasswordHash::new(&hash).ok();
            parsed.is_some_and(|parsed| {
                argon2().verify_password(password.as_bytes(), &parsed).is_ok()
            })
        });
        Ok(right.await? && known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["Nguyễn Thị Hường", "huongnt", "Trường THCS Trần Phú"];

    fn code(typed: &str, chars_min: usize) -> Result<(), &'static str> {
        check_new(typed, chars_min, &KNOWN).map_err(|refusal| refusal.code)
    }

    #[test]
    fn what_anyone_would_guess_is_not_taken() {
        for typed in [
            "matkhaumatkhau1",
            "tayninh2026tayninh",
            "nguyenthihuong1985",
            "passwordpassword",
            "123456789012345",
            "aaaaaaaaaaaaaaaaaaaa",
            "qwertyuiopasdfgh",
        ] {
            assert_eq!(code(typed, CHARS_MIN_ALONE), Err("password_common"), "{typed}");
        }
    }

    #[test]
    fn a_phrase_with_blanks_and_marks_is_taken_and_nothing_is_asked_of_its_characters() {
        assert_eq!(code("con gà đi bộ qua sông", CHARS_MIN_ALONE), Ok(()));
        assert_eq!(code("cau tre lac leo gap ghenh kho di", CHARS_MIN_ALONE), Ok(()));
        assert_eq!(code(&"xạ hương 7 núi ".repeat(4), CHARS_MIN_ALONE), Ok(()));
    }

    #[test]
    fn length_is_counted_in_characters_and_depends_on_the_second_factor() {
        assert_eq!(code("gà qua sông ấy", CHARS_MIN_ALONE), Err("password_short"));
        assert_eq!(code("gà qua sông ấy", CHARS_MIN_WITH_FACTOR), Ok(()));
        assert_eq!(code(&"ă".repeat(CHARS_MAX + 1), CHARS_MIN_ALONE), Err("password_long"));
    }

    #[tokio::test]
    async fn a_password_is_right_however_its_marks_are_composed() {
        let passwords = Passwords::default();
        let composed: String = "cầu tre lắc lẻo".nfc().collect();
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        let hash = passwords.hash(&composed, [7; 16]).await.unwrap();
        assert!(passwords.is_right(&decomposed, Some(&hash)).await.unwrap());
        assert!(!passwords.is_right("cầu tre lắc léo", Some(&hash)).await.unwrap());
        assert!(!passwords.is_right(&composed, None).await.unwrap());
    }

    #[test]
    fn the_hash_nobody_has_is_checked_like_any_other() {
        let nobody = Passwords::default().nobody;
        let parsed = PasswordHash::new(&nobody).unwrap();
        let wrong = argon2().verify_password(b"x", &parsed);
        assert!(matches!(wrong, Err(argon2::password_hash::Error::PasswordInvalid)), "{wrong:?}");
        let real = hash_now("x", &[7; 16]);
        let cost = |hash: &str| hash.split('$').nth(3).unwrap().to_owned();
        assert_eq!(cost(&nobody), cost(&real));
    }

    #[tokio::test]
    async fn a_rush_is_told_to_come_back_and_the_rest_is_served() {
        let passwords = std::sync::Arc::new(Passwords::default());
        let tries = (0..WAITING_MAX + 40).map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.is_right("một mật khẩu", None).await })
        });
        let mut busy = 0;
        for answer in futures_util::future::join_all(tries).await {
            match answer.unwrap() {
                Ok(right) => assert!(!right),
                Err(CommandError::Busy) => busy += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert!(busy > 0, "nobody was told to come back");
    }
}
