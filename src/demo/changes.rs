//! What changes in people's lives: what they then declare, on which paper, and what may be unclear.

use chrono::{Datelike as _, NaiveDate};
use hoso_events::{dossier::NewEntry, entry::Value};

use super::{
    days::{earlier, months_earlier},
    entries::{row, single, singles, with_column},
    names,
    people::{Part, Person},
    record::{child_row, diploma_row, email, phone, reward_row, spouse},
    script::Pen,
};

/// A change, with what may be wrong with how it is first told.
pub(super) struct Change {
    pub entries: Vec<NewEntry>,
    /// The symbol and the issuer of its paper.
    pub paper: (&'static str, String),
    /// The section, the wrong entry and the objection.
    pub flaw: Option<(&'static str, NewEntry, &'static str)>,
}

/// Kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Phone,
    Address,
    Marriage,
    Child,
    Degree,
    Theory,
    Email,
    Reward,
    Course,
}

/// What the one with the long history goes through, in this order.
const LONG_STORY: [Matter; 10] = [
    Matter::Phone,
    Matter::Course,
    Matter::Address,
    Matter::Theory,
    Matter::Reward,
    Matter::Child,
    Matter::Degree,
    Matter::Course,
    Matter::Email,
    Matter::Reward,
];

/// What has happened to the person so far, so that nothing happens twice that happens once.
#[derive(Debug)]
pub(super) struct Known {
    pub corrections: u32,
    changes: usize,
    phones: u32,
    emails: u32,
    addresses: u32,
    children: u32,
    married: bool,
    studied: bool,
    theory: bool,
}

impl Known {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            corrections: 0,
            changes: 0,
            phones: 0,
            emails: 0,
            addresses: 0,
            children: 0,
            married: person.married,
            studied: person.post.qualification != "university",
            theory: person.post.allowance.is_some(),
        }
    }

    /// The next change in this person's life, on the pen's day.
    pub(super) fn next_change(&mut self, pen: &mut Pen<'_>) -> Change {
        let matter = match LONG_STORY.get(self.changes) {
            Some(matter) if pen.person.part == Part::Longstanding => *matter,
            _ => any(pen),
        };
        self.changes += 1;
        let matter = if self.may(matter) { matter } else { Matter::Course };
        self.tell(pen, matter)
    }

    fn may(&self, matter: Matter) -> bool {
        match matter {
            Matter::Phone => self.phones < 3,
            Matter::Address => self.addresses < 2,
            Matter::Marriage => !self.married,
            Matter::Child => self.married && self.children < 1,
            Matter::Degree => !self.studied,
            Matter::Theory => !self.theory,
            Matter::Email => self.emails < 1,
            Matter::Reward | Matter::Course => true,
        }
    }

    fn tell(&mut self, pen: &mut Pen<'_>, matter: Matter) -> Change {
        let person = pen.person;
        let commune = format!("Ủy ban nhân dân {}", person.commune);
        let plain = |entries, paper| Change { entries, paper, flaw: None };
        match matter {
            Matter::Phone => {
                self.phones += 1;
                let number = phone(person.number, self.phones);
                let issuer = "Nhà mạng (giả định)".to_owned();
                plain(vec![single("phone_mobile", number)], ("GXN-TB", issuer))
            }
            Matter::Address => {
                self.addresses += 1;
                address(pen, commune)
            }
            Matter::Marriage => {
                self.married = true;
                let entries = vec![single("marital_status", "married"), spouse(pen)];
                plain(entries, ("GCN-KH", commune))
            }
            Matter::Child => {
                self.children += 1;
                let born = pen.day.year();
                let child = child_row(pen, born);
                // The row of a first record never names a year after the intake.
                let child = with_column(&child, "birth_year", &born.to_string());
                plain(vec![child], ("GKS", commune))
            }
            Matter::Degree => {
                self.studied = true;
                degree(pen)
            }
            Matter::Theory => {
                self.theory = true;
                let school = POLITICS.to_owned();
                plain(vec![single("political_theory", "intermediate")], ("BTN", school))
            }
            Matter::Email => {
                self.emails += 1;
                let address = email(person, self.emails);
                plain(vec![single("email_private", address)], ("GXN", commune))
            }
            Matter::Reward => {
                let on = pen.day;
                plain(vec![reward_row(pen, on)], ("QĐ-KT", commune))
            }
            Matter::Course => course(pen),
        }
    }
}

fn any(pen: &mut Pen<'_>) -> Matter {
    match pen.rng.u32(0..100) {
        0..=19 => Matter::Phone,
        20..=37 => Matter::Address,
        38..=45 => Matter::Marriage,
        46..=56 => Matter::Child,
        57..=61 => Matter::Degree,
        62..=65 => Matter::Theory,
        66..=73 => Matter::Email,
        74..=85 => Matter::Reward,
        _ => Matter::Course,
    }
}

/// Stands where the person left something unclear.
const UNCLEAR: &str = "(chưa rõ) ";

/// What was unclear, said clearly.
pub(super) fn amended(wrong: &NewEntry) -> NewEntry {
    let mut right = wrong.clone();
    match &mut right.value {
        Some(Value::Single(text)) => *text = text.replace(UNCLEAR, "Số 12, "),
        Some(Value::Row(columns)) => {
            for text in columns.values_mut() {
                *text = text.replace(UNCLEAR, "1");
            }
        }
        None => {}
    }
    right
}

fn address(pen: &mut Pen<'_>, issuer: String) -> Change {
    let commune = pen.person.commune.clone();
    let address = names::address(&mut pen.rng, &commune);
    let unclear = format!("{UNCLEAR}{}", address.split_once(", ").map_or("", |(_, rest)| rest));
    Change {
        entries: vec![single("current_address", address)],
        paper: ("CT07", issuer),
        flaw: Some((
            "contact",
            single("current_address", unclear),
            "Chưa ghi số nhà như trong giấy xác nhận thông tin về cư trú",
        )),
    }
}

fn degree(pen: &mut Pen<'_>) -> Change {
    let (from, to) = (months_earlier(pen.day, 24), pen.day);
    let degree = diploma_row(pen, "master", from, to);
    let mut entries = singles([
        ("highest_qualification", "master".to_owned()),
        ("highest_major", pen.person.post.major.to_owned()),
    ]);
    entries.push(degree);
    Change { entries, paper: ("BTN", pen.person.post.school.to_owned()), flaw: None }
}

const POLITICS: &str = "Trường Chính trị tỉnh (giả định)";
const COURSES: &[&str] = &[
    "Bồi dưỡng chuyên môn, nghiệp vụ định kỳ",
    "Bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức",
    "Bồi dưỡng kỹ năng giao tiếp hành chính",
    "Bồi dưỡng lãnh đạo, quản lý cấp phòng",
    "Bồi dưỡng tiêu chuẩn chức danh nghề nghiệp",
];

/// A row of the training table.
pub(super) fn training_row(pen: &mut Pen<'_>, ended: NaiveDate) -> NewEntry {
    let course = names::one_of(&mut pen.rng, COURSES);
    let (id, number) = (pen.row_id(), pen.number("CC-BD"));
    row(
        "training",
        id,
        [
            ("kind", "professional".to_owned()),
            ("from", earlier(ended, 45).to_string()),
            ("to", ended.to_string()),
            ("place", POLITICS.to_owned()),
            ("course", course.to_owned()),
            ("cert_no", number),
        ],
    )
}

fn course(pen: &mut Pen<'_>) -> Change {
    let ended = pen.day;
    let training = training_row(pen, ended);
    let wrong = with_column(&training, "cert_no", &format!("{UNCLEAR}0/CC-BD"));
    Change {
        entries: vec![training],
        paper: ("CC-BD", POLITICS.to_owned()),
        flaw: Some(("education", wrong, "Số chứng chỉ không đọc được, cần ghi lại cho rõ")),
    }
}
