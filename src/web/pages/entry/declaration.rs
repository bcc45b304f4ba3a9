//! The three ways to say that a kept record must say something else, kept apart: the world changed,
//! an old fact was never recorded, the record says what was never so. And the choice of what.

use hoso_events::{
    catalogue::{Enterer, Kind, Section, catalogue},
    entry::{FieldCode, Slot},
    ids::{DossierId, RowId},
};
use maud::{Markup, html};

use super::Desk;
use crate::web::{forms, layout::dossier_path, visit::View};

/// The name under which a form says which places it is about.
pub const ABOUT: &str = "muc";
/// How many places one declaration is about at most.
pub const PLACES_MAX: usize = 30;

/// A way to declare something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Change,
    Late,
    Correction,
}

/// What often changes, and where the record says it.
const TOPICS: &[(&str, &str, &[&str])] = &[
    ("cho-o", "page-entry-topic-residence", &["current_address", "permanent_address"]),
    ("lien-lac", "page-entry-topic-contact", &["phone_mobile", "email_private"]),
    ("hon-nhan", "page-entry-topic-marriage", &["marital_status", "family"]),
    ("con", "page-entry-topic-child", &["family"]),
    (
        "bang-cap",
        "page-entry-topic-degree",
        &["education", "highest_qualification", "highest_major"],
    ),
    ("chung-chi", "page-entry-topic-training", &["training"]),
    ("can-cuoc", "page-entry-topic-card", &["id_card_issue_date", "id_card_issue_place"]),
];

impl Manner {
    const ALL: [Self; 3] = [Self::Change, Self::Late, Self::Correction];

    pub fn path(self, id: DossierId) -> String {
        let last = match self {
            Self::Change => "thay-doi",
            Self::Late => "khai-bo-sung",
            Self::Correction => "bao-sai",
        };
        format!("{}/{last}", dossier_path(id))
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Change => "page-entry-change-title",
            Self::Late => "page-entry-late-title",
            Self::Correction => "page-entry-correction-title",
        }
    }

    pub fn lead(self) -> &'static str {
        match self {
            Self::Change => "page-entry-change-lead",
            Self::Late => "page-entry-late-lead",
            Self::Correction => "page-entry-correction-lead",
        }
    }

    /// When this way is the right one, in one line.
    fn when(self) -> &'static str {
        match self {
            Self::Change => "page-entry-change-when",
            Self::Late => "page-entry-late-when",
            Self::Correction => "page-entry-correction-when",
        }
    }
}

/// "I have just had a change": what often changes, each a way straight into its form.
pub fn ways_in(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    html! {
        section aria-labelledby="thay-doi" {
            h2 id="thay-doi" { (words.say("page-entry-ways-title")) }
            p class="acts" { (topics(desk)) }
            p { (words.say("page-entry-ways-other")) }
            ul class="ways" {
                @for manner in [Manner::Late, Manner::Correction] {
                    li { a href=(manner.path(desk.id)) { (words.say(manner.title())) } " – " (words.say(manner.when())) }
                }
            }
        }
    }
}

fn topics(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let path = Manner::Change.path(desk.id);
    html! {
        @for (code, key, _fields) in TOPICS {
            a class="button" href={ (path) "?viec=" (code) } { (words.say(key)) }
        }
        a class="button" href=(path) { (words.say("page-entry-topic-other")) }
    }
}

/// The places a query is about: of a topic, or named one by one. A table alone means a new row.
pub fn places(view: &View, query: &[(String, String)]) -> Vec<Slot> {
    let topic = query.iter().find(|(name, _)| name == "viec").map(|(_, code)| code.as_str());
    let of_topic = TOPICS.iter().find(|(code, ..)| Some(*code) == topic);
    let named = query.iter().filter(|(name, _)| name == ABOUT).map(|(_, text)| text.as_str());
    let codes = of_topic.map(|(_, _, fields)| *fields).unwrap_or_default();
    let mut places = vec![];
    for text in codes.iter().copied().chain(named) {
        let place = place(text, || RowId::from_uuid(view.site.app().store().clock().new_id()));
        if let Some(place) = place.filter(|place| !places.contains(place)) {
            places.push(place);
        }
    }
    places.truncate(PLACES_MAX);
    places
}

/// A place the person may declare something of.
pub fn place(text: &str, new_row: impl FnOnce() -> RowId) -> Option<Slot> {
    let slot: Slot = text.trim().parse().ok()?;
    let code = slot.field.as_str();
    if catalogue().entered_by(code) != Some(Enterer::Person) {
        return None;
    }
    match (catalogue().field(code), catalogue().table(code), slot.row) {
        (Some(field), _, None) => (field.kind != Kind::File).then_some(slot),
        (None, Some(_), Some(_)) => Some(slot),
        (None, Some(_), None) => Some(Slot::row(slot.field, new_row())),
        _ => None,
    }
}

/// Whether something is on its way about a place already.
pub fn is_busy(desk: &Desk<'_>, slot: &Slot) -> bool {
    let state = desk.entering.fields.get(slot).map(|field| field.state.as_str());
    matches!(state, Some("waiting" | "draft" | "returned"))
}

/// The choice of what to declare something of: any field or row, section by section.
pub fn choice(desk: &Desk<'_>, manner: Manner, nothing_chosen: bool) -> Markup {
    let words = desk.view.words;
    html! {
        @if manner == Manner::Change {
            section aria-labelledby="thuong-gap" {
                h2 id="thuong-gap" { (words.say("page-entry-choose-usual")) }
                p class="acts" { (topics(desk)) }
            }
        }
        section aria-labelledby="chon-muc" {
            h2 id="chon-muc" { (words.say("page-entry-choose-title")) }
            @if nothing_chosen { p class="error" { (words.say("page-entry-choose-nothing")) } }
            form method="get" action=(manner.path(desk.id)) class="choose" {
                input type="hidden" name="chon" value="1";
                @for section in catalogue().sections() { (choices(desk, section)) }
                p class="acts" { button type="submit" { (words.say("page-entry-choose-go")) } }
            }
        }
        (other_ways(desk, manner))
    }
}

/// What can be chosen in a section.
fn choices(desk: &Desk<'_>, section: &Section) -> Markup {
    let words = desk.view.words;
    let mut all: Vec<(String, String)> = vec![];
    for code in section.fields.iter().filter_map(open_to_person) {
        let label = words.field(code.as_str());
        if catalogue().table(code.as_str()).is_none() {
            let slot = Slot::single(code.clone());
            if !is_busy(desk, &slot) {
                all.push((slot.to_string(), label));
            }
            continue;
        }
        let table = [("table", label.clone())];
        all.push((code.to_string(), words.with("page-entry-choose-new-row", &table)));
        for field in desk.entering.rows(code.as_str()) {
            if !is_busy(desk, &field.slot) {
                let told = [("table", label.clone()), ("row", desk.row_told(&field.slot))];
                all.push((field.slot.to_string(), words.with("page-entry-choose-row", &told)));
            }
        }
    }
    html! {
        @if !all.is_empty() {
            details {
                summary { (words.section(section.code.as_str())) }
                @for (value, label) in &all {
                    @let id = forms::id(&format!("{ABOUT}-{value}"));
                    label class="pick" for=(id) {
                        input type="checkbox" id=(id) name=(ABOUT) value=(value);
                        " " (label)
                    }
                }
            }
        }
    }
}

fn open_to_person(code: &FieldCode) -> Option<&FieldCode> {
    place(code.as_str(), || RowId::from_uuid(uuid::Uuid::nil())).map(|_place| code)
}

/// The ways that are not this one, so that nobody takes the wrong one for want of knowing.
pub fn other_ways(desk: &Desk<'_>, manner: Manner) -> Markup {
    let words = desk.view.words;
    html! {
        section aria-labelledby="cach-khac" {
            h2 id="cach-khac" { (words.say("page-entry-other-ways")) }
            ul class="ways" {
                @for other in Manner::ALL.into_iter().filter(|other| *other != manner) {
                    li {
                        a href=(other.path(desk.id)) { (words.say(other.title())) }
                        " – " (words.say(other.when()))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_is_about_places_the_person_says() {
        for (code, _key, fields) in TOPICS {
            for field in *fields {
                let place = place(field, || RowId::from_uuid(uuid::Uuid::nil()));
                assert!(place.is_some(), "{code}: {field}");
            }
        }
        assert_eq!(place("salary_step", || unreachable!()), None);
        assert_eq!(place("portrait", || unreachable!()), None);
    }
}
