//! Invented names of people and places, put together from common parts. Nobody is meant.

use fastrand::Rng;

/// One of a person's two recorded sexes, as the catalogue codes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
}

impl Sex {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// Peoples of the province, by how often they are met: of a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum People {
    Kinh,
    Khmer,
    Cham,
    Hoa,
}

impl People {
    pub(super) fn any(rng: &mut Rng) -> Self {
        match rng.u32(0..1_000) {
            0..=949 => Self::Kinh,
            950..=969 => Self::Khmer,
            970..=984 => Self::Cham,
            _ => Self::Hoa,
        }
    }

    /// The code of the catalogue's list `ethnicities`.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Kinh => "01",
            Self::Hoa => "04",
            Self::Khmer => "05",
            Self::Cham => "17",
        }
    }
}

/// Surnames with their weights.
const SURNAMES: &[(&str, u32)] = &[
    ("Nguyễn", 300),
    ("Trần", 110),
    ("Lê", 95),
    ("Phạm", 70),
    ("Huỳnh", 60),
    ("Võ", 50),
    ("Phan", 45),
    ("Đặng", 35),
    ("Bùi", 30),
    ("Đỗ", 25),
    ("Hồ", 25),
    ("Ngô", 22),
    ("Dương", 20),
    ("Trương", 20),
    ("Lâm", 15),
    ("Mai", 12),
    ("Đoàn", 12),
    ("Cao", 10),
    ("Châu", 8),
    ("Tô", 8),
    ("Hà", 8),
    ("Thái", 6),
    ("Trịnh", 6),
    ("Tạ", 4),
    ("Kiều", 4),
];
const MIDDLE_MALE: &[&str] = &[
    "Văn", "Hữu", "Minh", "Quốc", "Thanh", "Đức", "Hoàng", "Công", "Ngọc", "Trung", "Phước", "Tấn",
    "Anh", "Bảo", "Chí", "Duy", "Gia", "Xuân",
];
const MIDDLE_FEMALE: &[&str] = &[
    "Thị",
    "Thị",
    "Thị",
    "Ngọc",
    "Thanh",
    "Thị Mỹ",
    "Thị Kim",
    "Thị Hồng",
    "Thị Thu",
    "Kim",
    "Mỹ",
    "Thị Ngọc",
    "Thùy",
    "Bích",
    "Phương",
    "Thị Thanh",
    "Cẩm",
    "Như",
];
const GIVEN_MALE: &[&str] = &[
    "An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hậu", "Hiếu", "Hòa", "Hùng", "Huy",
    "Khang", "Khoa", "Kiệt", "Lâm", "Lộc", "Long", "Lợi", "Minh", "Nam", "Nghĩa", "Nhân", "Phát",
    "Phong", "Phúc", "Quang", "Sơn", "Tài", "Tâm", "Thắng", "Thịnh", "Tiến", "Toàn", "Trí",
    "Trung", "Tuấn", "Tùng", "Vinh", "Vũ",
];
const GIVEN_FEMALE: &[&str] = &[
    "An",
    "Anh",
    "Châu",
    "Chi",
    "Diễm",
    "Diệu",
    "Dung",
    "Duyên",
    "Giang",
    "Hà",
    "Hân",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Hương",
    "Huyền",
    "Kiều",
    "Lan",
    "Liên",
    "Linh",
    "Loan",
    "Ly",
    "Mai",
    "My",
    "Ngân",
    "Nga",
    "Nhi",
    "Nhung",
    "Oanh",
    "Phượng",
    "Quyên",
    "Tâm",
    "Thảo",
    "Thơ",
    "Thu",
    "Thủy",
    "Trang",
    "Trâm",
    "Tuyền",
    "Uyên",
    "Vân",
    "Yến",
];

const KHMER_SURNAMES: &[&str] = &["Thạch", "Kim", "Sơn", "Danh", "Kiên", "Lâm", "Tăng"];
const KHMER_MALE: &[&str] = &["Sóc Kha", "Sa Phia", "Chanh Đa", "Sa Rết", "Đa Ra", "Vi Sal"];
const KHMER_FEMALE: &[&str] = &["Sa Ly", "Thị Sa Rương", "Chan Thu", "Thị Na Ri", "Sô Pha"];
const CHAM_SURNAMES: &[&str] = &["Chàm", "Mách", "Du", "Ka", "Miêu"];
const CHAM_MALE: &[&str] = &["Sa Lim", "Sô Ly", "Ha Săn", "Ro Man", "Ây Dốp"];
const CHAM_FEMALE: &[&str] = &["Sa Ri Giá", "A Mi Nah", "Ma Ri Dâm", "Sây Nắp", "Ro Phi Á"];
const HOA_SURNAMES: &[&str] = &["Quách", "Hứa", "Mã", "Lý", "Trịnh", "Lưu", "La", "Vương"];
const HOA_MALE: &[&str] = &["Chí Cường", "Vĩ Hào", "Gia Lương", "Thế Vinh", "Tuấn Kiệt"];
const HOA_FEMALE: &[&str] = &["Mỹ Phụng", "Tú Quyên", "Huệ Linh", "Muội", "Bội Nghi"];

/// Any of a list; the empty text of an empty one.
pub(super) fn one_of(rng: &mut Rng, list: &'static [&'static str]) -> &'static str {
    let place = rng.u32(0..u32::try_from(list.len()).unwrap_or(u32::MAX).max(1));
    list.get(place as usize).copied().unwrap_or_default()
}

/// A full name of someone of this sex and people.
pub(super) fn full_name(rng: &mut Rng, sex: Sex, people: People) -> String {
    let surname = match people {
        People::Kinh => kinh_surname(rng),
        People::Khmer => one_of(rng, KHMER_SURNAMES),
        People::Cham => one_of(rng, CHAM_SURNAMES),
        People::Hoa => one_of(rng, HOA_SURNAMES),
    };
    named(rng, surname, sex, people)
}

/// A full name of a relative with the same surname.
pub(super) fn relative(rng: &mut Rng, of: &str, sex: Sex, people: People) -> String {
    let surname = of.split(' ').next().unwrap_or_default().to_owned();
    named(rng, &surname, sex, people)
}

fn kinh_surname(rng: &mut Rng) -> &'static str {
    let all: u32 = SURNAMES.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.u32(0..all);
    for (surname, weight) in SURNAMES {
        if left < *weight {
            return surname;
        }
        left -= weight;
    }
    "Nguyễn"
}

fn named(rng: &mut Rng, surname: &str, sex: Sex, people: People) -> String {
    let given = match (people, sex) {
        (People::Kinh, Sex::Male) => {
            let middle = one_of(rng, MIDDLE_MALE);
            return format!("{surname} {middle} {}", one_of(rng, GIVEN_MALE));
        }
        (People::Kinh, Sex::Female) => {
            let middle = one_of(rng, MIDDLE_FEMALE);
            return format!("{surname} {middle} {}", one_of(rng, GIVEN_FEMALE));
        }
        (People::Khmer, Sex::Male) => KHMER_MALE,
        (People::Khmer, Sex::Female) => KHMER_FEMALE,
        (People::Cham, Sex::Male) => CHAM_MALE,
        (People::Cham, Sex::Female) => CHAM_FEMALE,
        (People::Hoa, Sex::Male) => HOA_MALE,
        (People::Hoa, Sex::Female) => HOA_FEMALE,
    };
    format!("{surname} {}", one_of(rng, given))
}

const PLACE_FIRST: [&str; 12] =
    ["Tân", "Phước", "Long", "Thạnh", "Bình", "Mỹ", "Hưng", "Lộc", "An", "Đức", "Vĩnh", "Hòa"];
const PLACE_SECOND: [&str; 8] = ["Phú", "Thuận", "Ninh", "Lợi", "Khánh", "Thành", "Hiệp", "Hội"];
const PLACE_THIRD: [&str; 4] = ["Trung", "Đông", "Tây", "Thượng"];

/// The name of the commune with this number: three syllables, so that hardly a real one has it,
/// and no two alike among the first 384.
pub(super) fn place(number: u32) -> String {
    // 37 has no factor in common with 384, so every combination comes once before one comes again.
    let n = (number * 37 % 384) as usize;
    let (first, second, third) = (n % 12, n / 12 % 8, n / 96);
    format!("{} {} {}", PLACE_FIRST[first], PLACE_SECOND[second], PLACE_THIRD[third])
}

const FLOWERS: &[&str] = &[
    "Hoa Mai",
    "Hoa Sen",
    "Hướng Dương",
    "Sơn Ca",
    "Họa Mi",
    "Vành Khuyên",
    "Tuổi Thơ",
    "Ban Mai",
    "Bông Hồng",
    "Măng Non",
    "Rạng Đông",
    "Hoa Cúc",
];

/// The name of the nursery school with this number in its commune.
pub(super) fn flower(number: u32) -> &'static str {
    FLOWERS[number as usize % FLOWERS.len()]
}

const STREETS: &[&str] = &[
    "Đường số 1",
    "Đường số 4",
    "Đường số 7",
    "Hương lộ 2",
    "Hương lộ 6",
    "Đường Bờ Kênh",
    "Đường Cầu Mới",
    "Đường Chợ Cũ",
    "Đường Vườn Dừa",
    "Đường Lò Gạch",
    "Đường Ngã Ba",
    "Đường Bến Đò",
];

/// An address in a commune.
pub(super) fn address(rng: &mut Rng, commune: &str) -> String {
    let house = rng.u32(1..400);
    let street = one_of(rng, STREETS);
    let part = if commune.starts_with("phường") { "khu phố" } else { "ấp" };
    let number = rng.u32(1..9);
    format!("Số {house}, {street}, {part} {number}, {commune}, tỉnh Tây Ninh")
}
