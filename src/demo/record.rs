//! What a person writes in their first record, section by section, and what may be wrong with it.

use chrono::{Datelike as _, NaiveDate};
use hoso_events::{catalogue::plain, dossier::NewEntry};
use sha2::{Digest as _, Sha256};

use super::{
    days::{days_between, earlier, later, months_earlier, months_later},
    entries::{month, row, single, singles, with_column, year},
    names::{self, People, Sex},
    people::{Part, Person},
    script::Pen,
    units::Work,
};
use crate::store::integrity::hex;

/// A section as it should be.
pub(super) struct SectionText {
    pub code: &'static str,
    pub entries: Vec<NewEntry>,
}

/// One entry that does not match the paper at first.
pub(super) struct Flaw {
    pub section: &'static str,
    pub wrong: NewEntry,
    pub right: NewEntry,
    pub says: &'static str,
}

/// The sections of a first record, in the order a form shows them, with two flaws it may have.
pub(super) fn first_record(pen: &mut Pen<'_>) -> (Vec<SectionText>, Vec<Flaw>) {
    let person = pen.person;
    let mut flaws = vec![];
    let mut sections = vec![
        SectionText { code: "identity", entries: identity(pen) },
        SectionText { code: "contact", entries: contact(pen, &mut flaws) },
        SectionText { code: "family", entries: family(pen) },
        SectionText { code: "education", entries: education(pen, &mut flaws) },
        SectionText { code: "work", entries: work(pen, &mut flaws) },
        SectionText { code: "health", entries: health(pen) },
    ];
    if pen.happens(60) {
        let account = format!("0{:012} tại Ngân hàng Sông Vàm (giả định)", person.number);
        sections.push(SectionText { code: "pay", entries: vec![single("bank_account", account)] });
    }
    if let Some(joined) = person.party_joined {
        sections.push(SectionText { code: "party", entries: party(person, joined) });
    }
    if days_between(person.recruited, person.opened) > 4 * 365 && pen.happens(45) {
        sections.push(SectionText { code: "rewards", entries: rewards(pen) });
    }
    let portrait = hex(&Sha256::digest(format!("portrait/{}", person.personal_id).as_bytes()));
    sections.push(SectionText { code: "documents", entries: vec![single("portrait", portrait)] });
    (sections, flaws)
}

fn identity(pen: &mut Pen<'_>) -> Vec<NewEntry> {
    let person = pen.person;
    let born_in = if pen.happens(70) { person.commune.clone() } else { place(pen) };
    let religion = match person.people {
        People::Cham => "islam",
        People::Khmer => "buddhism",
        People::Kinh | People::Hoa => match pen.rng.u32(0..100) {
            0..=69 => "none",
            70..=83 => "cao_dai",
            84..=93 => "buddhism",
            _ => "catholicism",
        },
    };
    let card_on = later(NaiveDate::from_ymd_opt(2021, 3, 1).unwrap_or_default(), {
        u64::from(pen.rng.u32(0..700))
    });
    let mut entries = singles([
        ("sex", person.sex.code().to_owned()),
        ("birth_date", person.birth.to_string()),
        ("birth_place", format!("{born_in}, tỉnh Tây Ninh")),
        ("native_place", format!("{}, tỉnh Tây Ninh", person.commune)),
        ("ethnicity_code", person.people.code().to_owned()),
        ("religion_code", religion.to_owned()),
        ("nationality", "VN".to_owned()),
        ("id_card_issue_date", card_on.to_string()),
        ("id_card_issue_place", "Cục Cảnh sát quản lý hành chính về trật tự xã hội".to_owned()),
        ("social_insurance_no", format!("79{:08}", 10_000_019 + u64::from(person.number) * 37)),
    ]);
    if pen.happens(50) {
        entries.push(single("tax_code", format!("80{:08}", 20_000_003 + person.number)));
    }
    entries
}

fn place(pen: &mut Pen<'_>) -> String {
    format!("xã {}", names::place(pen.rng.u32(100..384)))
}

fn contact(pen: &mut Pen<'_>, flaws: &mut Vec<Flaw>) -> Vec<NewEntry> {
    let person = pen.person;
    let permanent = names::address(&mut pen.rng, &person.commune);
    let current = match pen.happens(75) {
        true => permanent.clone(),
        false => names::address(&mut pen.rng, &person.commune),
    };
    let right = single("permanent_address", permanent);
    flaws.push(Flaw {
        section: "contact",
        wrong: single("permanent_address", format!("{}, tỉnh Tây Ninh", person.commune)),
        right: right.clone(),
        says: "Thiếu số nhà và tên đường so với sổ đăng ký thường trú",
    });
    let mut entries = vec![right];
    entries
        .extend(singles([("current_address", current), ("phone_mobile", phone(person.number, 0))]));
    if pen.happens(65) {
        entries.push(single("email_private", email(person, 0)));
    }
    entries
}

/// A mobile number nobody has: the numbers after 09000 are not given out.
pub(super) fn phone(person: u32, change: u32) -> String {
    format!("09000{:05}", (u64::from(person) * 13 + u64::from(change) * 50_021) % 100_000)
}

/// A private address at a domain that cannot exist (RFC 2606).
pub(super) fn email(person: &Person, change: u32) -> String {
    let given = person.name.split(' ').next_back().map(plain).unwrap_or_default();
    format!("{given}.{}{change}@thu.example", person.number)
}

fn relative_row(
    pen: &mut Pen<'_>,
    side: &str,
    relation: &str,
    name: String,
    born: i32,
    occupation: &str,
) -> NewEntry {
    let address = format!("{}, tỉnh Tây Ninh", pen.person.commune);
    let id = pen.row_id();
    let row = row(
        "family",
        id,
        [
            ("side", side.to_owned()),
            ("relation", relation.to_owned()),
            ("full_name", name),
            ("birth_year", born.to_string()),
            ("occupation", occupation.to_owned()),
            ("address", address),
        ],
    );
    if born < 1950 && pen.happens(50) { with_column(&row, "deceased", "true") } else { row }
}

const OCCUPATIONS: &[&str] =
    &["Nông dân", "Buôn bán", "Giáo viên", "Công nhân", "Nội trợ", "Hưu trí", "Công chức"];

fn family(pen: &mut Pen<'_>) -> Vec<NewEntry> {
    let person = pen.person;
    let (born, people) = (person.birth.year(), person.people);
    let status = if person.married { "married" } else { "single" };
    let mut entries = vec![single("marital_status", status)];
    let father = names::relative(&mut pen.rng, &person.name, Sex::Male, people);
    let mother = names::full_name(&mut pen.rng, Sex::Female, people);
    let older = i32::try_from(pen.rng.u32(22..34)).unwrap_or(25);
    let work = names::one_of(&mut pen.rng, OCCUPATIONS);
    entries.push(relative_row(pen, "self", "father", father, born - older - 2, work));
    let work = names::one_of(&mut pen.rng, OCCUPATIONS);
    entries.push(relative_row(pen, "self", "mother", mother, born - older, work));
    if person.married {
        entries.push(spouse(pen));
        let children = pen.rng.u32(0..3);
        for child in 0..children {
            let child = child_row(pen, born + 27 + i32::try_from(child * 3).unwrap_or_default());
            entries.push(child);
        }
    }
    entries
}

/// The row of a wife or husband.
pub(super) fn spouse(pen: &mut Pen<'_>) -> NewEntry {
    let person = pen.person;
    let (relation, sex) = match person.sex {
        Sex::Male => ("wife", Sex::Female),
        Sex::Female => ("husband", Sex::Male),
    };
    let name = names::full_name(&mut pen.rng, sex, person.people);
    let work = names::one_of(&mut pen.rng, OCCUPATIONS);
    relative_row(pen, "self", relation, name, person.birth.year() + 1, work)
}

/// The row of a child.
pub(super) fn child_row(pen: &mut Pen<'_>, born: i32) -> NewEntry {
    let person = pen.person;
    let sex = if pen.happens(50) { Sex::Male } else { Sex::Female };
    let name = names::relative(&mut pen.rng, &person.name, sex, person.people);
    // The year of a birth is never still to come.
    relative_row(pen, "self", "child", name, born.min(person.opened.year()), "Còn nhỏ")
}

fn education(pen: &mut Pen<'_>, flaws: &mut Vec<Flaw>) -> Vec<NewEntry> {
    let person = pen.person;
    let post = person.post;
    let began = NaiveDate::from_ymd_opt(person.birth.year() + 18, 9, 1).unwrap_or(person.birth);
    let years = if post.qualification == "college" { 3 } else { 4 };
    // A master's degree is told with the degree it builds on.
    let first = if post.qualification == "master" { "university" } else { post.qualification };
    let mut entries = singles([
        ("general_education", "12_12".to_owned()),
        ("highest_qualification", post.qualification.to_owned()),
        ("highest_major", post.major.to_owned()),
        (
            "political_theory",
            if post.allowance.is_some() { "intermediate" } else { "elementary" }.to_owned(),
        ),
        ("informatics", "basic".to_owned()),
    ]);
    let diploma = diploma_row(pen, first, began, months_later(began, years * 12 - 2));
    flaws.push(Flaw {
        section: "education",
        wrong: with_column(&diploma, "diploma_no", "0"),
        right: diploma.clone(),
        says: "Số hiệu văn bằng không khớp với bản sao bằng tốt nghiệp",
    });
    entries.push(diploma);
    if post.qualification == "master" {
        // Not after the dossier was taken in, however young the person.
        let ended = months_later(began, 12 * 6 + 22).min(earlier(person.opened, 60));
        let degree = diploma_row(pen, "master", months_earlier(ended, 22), ended);
        entries.push(degree);
    }
    if pen.happens(70) {
        let (id, level) = (pen.row_id(), if pen.happens(50) { "b1" } else { "a2" });
        entries.push(row(
            "foreign_language",
            id,
            [("language", "en".to_owned()), ("level", level.to_owned())],
        ));
    }
    entries
}

/// A row of the education table.
pub(super) fn diploma_row(
    pen: &mut Pen<'_>,
    qualification: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> NewEntry {
    let post = pen.person.post;
    let mode = if pen.happens(70) { "full_time" } else { "in_service" };
    let grade = if pen.happens(60) { "good" } else { "excellent" };
    let (id, number) = (pen.row_id(), pen.rng.u32(100_000..999_999));
    row(
        "education",
        id,
        [
            ("from_ym", month(from)),
            ("to_ym", month(to)),
            ("school", post.school.to_owned()),
            ("country", "VN".to_owned()),
            ("major", post.major.to_owned()),
            ("mode", mode.to_owned()),
            ("qualification", qualification.to_owned()),
            ("grade", grade.to_owned()),
            ("diploma_no", format!("B{number}")),
        ],
    )
}

fn work(pen: &mut Pen<'_>, flaws: &mut Vec<Flaw>) -> Vec<NewEntry> {
    let person = pen.person;
    let unit = pen.scene.province.authority(person.unit);
    let mut entries = vec![];
    if person.joined > person.recruited {
        let elsewhere = format!("Cơ quan cũ tại {}", place(pen));
        // The official of long standing came from a school that is part of another one today.
        let merged = pen.scene.province.merged().filter(|_| person.part == Part::Longstanding);
        let before = merged.map_or(elsewhere, |unit| unit.id.to_string());
        entries.push(work_row(pen, person.recruited, Some(person.joined), before));
    }
    let present = work_row(pen, person.joined, None, unit);
    flaws.push(Flaw {
        section: "work",
        wrong: with_column(&present, "from_ym", &month(earlier(person.joined, 365))),
        right: present.clone(),
        says: "Thời điểm bắt đầu không khớp với quyết định",
    });
    entries.push(present);
    if pen.happens(40) {
        entries.push(single("strength", person.post.duty));
    }
    entries
}

fn work_row(pen: &mut Pen<'_>, from: NaiveDate, to: Option<NaiveDate>, unit: String) -> NewEntry {
    let id = pen.row_id();
    let duty = pen.person.post.duty.to_owned();
    let kind = "state".to_owned();
    let row = row(
        "work_history",
        id,
        [("from_ym", month(from)), ("unit_ref", unit), ("duty", duty), ("kind", kind)],
    );
    to.map_or(row.clone(), |to| with_column(&row, "to_ym", &month(to)))
}

fn health(pen: &mut Pen<'_>) -> Vec<NewEntry> {
    let tall = if pen.person.sex == Sex::Male { 160 } else { 150 };
    let (height, weight) = (tall + pen.rng.u32(0..18), 45 + pen.rng.u32(0..30));
    let blood = names::one_of(&mut pen.rng, &["o_pos", "a_pos", "b_pos", "ab_pos"]);
    singles([
        ("health_status", "good".to_owned()),
        ("height_cm", height.to_string()),
        ("weight_kg", weight.to_string()),
        ("blood_type", blood.to_owned()),
    ])
}

fn party(person: &Person, joined: NaiveDate) -> Vec<NewEntry> {
    let mut entries = singles([
        ("party_join_date", joined.to_string()),
        ("first_sociopolitical_org", "Đoàn Thanh niên Cộng sản Hồ Chí Minh".to_owned()),
    ]);
    let official = months_later(joined, 12);
    if official <= earlier(person.opened, 30) {
        entries.push(single("party_official_date", official.to_string()));
    }
    entries
}

fn rewards(pen: &mut Pen<'_>) -> Vec<NewEntry> {
    let times = pen.rng.u32(1..3);
    let opened = pen.person.opened;
    (1..=times).map(|back| reward_row(pen, earlier(opened, u64::from(back) * 365))).collect()
}

/// A row of the rewards table, for what was decided on a day.
pub(super) fn reward_row(pen: &mut Pen<'_>, on: NaiveDate) -> NewEntry {
    let school = !matches!(
        pen.scene.province.units[pen.person.unit].work,
        Work::Department | Work::Commune | Work::Province
    );
    let (form, level) = match pen.rng.u32(0..10) {
        0..=5 => ("advanced_worker", "unit"),
        6..=7 => ("base_emulation", if school { "unit" } else { "commune" }),
        8 => ("merit_certificate", "commune"),
        _ => ("province_certificate", "province"),
    };
    let (id, number) = (pen.row_id(), pen.number("QĐ-KT"));
    row(
        "rewards",
        id,
        [
            ("year", year(on)),
            ("form", form.to_owned()),
            ("level", level.to_owned()),
            ("decision_no", number),
            ("decision_date", on.to_string()),
        ],
    )
}
