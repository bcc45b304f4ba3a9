//! The list of who comes to retirement as a file: all of them, one row a person.

use std::fs::File;

use axum::response::Response;
use hoso_events::{catalogue::catalogue, ids::UnitId};
use hoso_projections::births::Retiring;

use super::{
    super::export::{download, not_written},
    list::{Asked, group_key, nearness},
    told,
};
use crate::{
    app::{Act, Opened, export::ExportError},
    sheets::{Kind, SheetError, SheetWriter},
    web::{
        lists,
        obstacle::Obstacle,
        units::Meant,
        visit::{Asks, View, Visitor},
    },
};

/// The sentences over the columns, from the left.
const COLUMNS: [&str; 12] = [
    "page-retirement-out-number",
    "page-people-name",
    "page-retirement-out-sex",
    "page-retirement-out-born",
    "page-retirement-out-position",
    "page-retirement-out-unit-code",
    "page-people-unit",
    "page-retirement-out-age",
    "page-retirement-out-month",
    "page-retirement-label",
    "page-retirement-group",
    "page-retirement-out-checked",
];

/// `/sap-nghi-huu.xlsx`.
pub async fn xlsx(visitor: Visitor, Asks(asked): Asks<Asked>) -> Result<Response, Obstacle> {
    out(&visitor, &asked, Kind::Xlsx).await
}

/// `/sap-nghi-huu.csv`.
pub async fn csv(visitor: Visitor, Asks(asked): Asks<Asked>) -> Result<Response, Obstacle> {
    out(&visitor, &asked, Kind::Csv).await
}

async fn out(visitor: &Visitor, asked: &Asked, kind: Kind) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = visitor;
    let meant = Meant::read(view, Act::ReadDossier, asked.unit());
    if meant.wrong.is_some() {
        return Err(Obstacle::not_found());
    }
    let code = meant.unit.map(|unit| unit.code.as_str());
    let paths = lists::paths(&view.site, actor, Act::ReadDossier, code).await?;
    let app = view.site.app();
    let people = app.retiring(&paths, &asked.groups()).await?;
    let ids: Vec<&str> = people.iter().map(|found| found.birth.dossier_id.as_str()).collect();
    let checked = app.births_checked(&ids).await?;
    let rows = people
        .iter()
        .zip(1..)
        .map(|(found, number)| row(view, number, found, checked.contains(&found.birth.dossier_id)));
    let file = written(view, kind, rows).map_err(|error| not_written(ExportError::Sheet(error)))?;
    app.listed(actor, Opened::Export, people.len()).await?;
    let ending = if kind == Kind::Csv { "csv" } else { "xlsx" };
    Ok(download(file, &format!("sap-nghi-huu-{}.{ending}", view.today), kind))
}

fn written(
    view: &View,
    kind: Kind,
    rows: impl Iterator<Item = [String; COLUMNS.len()]>,
) -> Result<File, SheetError> {
    let words = view.words;
    let mut sheet = SheetWriter::new(kind, &words.say("page-retirement-title"))?;
    let head = COLUMNS.map(|key| words.say(key));
    for (at, cells) in (0..).zip([head].into_iter().chain(rows)) {
        let cells: Vec<(u32, &str)> = (0..).zip(cells.iter().map(String::as_str)).collect();
        sheet.row(at, &cells, at == 0)?;
    }
    sheet.finish()
}

fn row(view: &View, number: usize, found: &Retiring, checked: bool) -> [String; COLUMNS.len()] {
    let words = view.words;
    let birth = &found.birth;
    let unit = UnitId::parse(&found.unit_id).ok().and_then(|id| view.units().get(id));
    let display = |field: &str, text: &str| match text {
        "" => String::new(),
        text => catalogue().display(field, None, text, words.0),
    };
    let expected = birth.expected();
    [
        number.to_string(),
        found.full_name.clone(),
        display("sex", &birth.sex),
        words.stored_day(&birth.birth_date),
        display("position_code", found.position_code.as_deref().unwrap_or_default()),
        unit.map(|unit| unit.code.to_string()).unwrap_or_default(),
        unit.map(|unit| unit.name.to_string()).unwrap_or_default(),
        expected.map(|it| told::age_told(words, it.age)).unwrap_or_default(),
        expected.map(|it| it.reached.to_string()).unwrap_or_default(),
        match expected {
            Some(it) => words.day(it.begins_on),
            None => told::missing_told(words, birth),
        },
        words.say(group_key(nearness(view, found))),
        told::checked_told(words, checked),
    ]
}
