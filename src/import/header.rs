//! Where a list begins: its titles, its header of one or two rows, and what each column holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    HEADER_ROWS_MAX, ImportError,
    columns::{ColumnChoice, FULL_NAME, Meaning, PERSONAL_ID, chosen, meaning},
    legacy::looks_legacy,
    sheet::{CellValue, Grid, address, letters},
    text::{digits, fold, has_letter, tidy_or_blank},
};

/// How many columns must be understood before a row is taken for a header.
const UNDERSTOOD_MIN: usize = 2;
/// How many headings a row must hold to be read as the upper half of a header.
const UPPER_HEADINGS_MIN: usize = 3;
/// How many digits make a cell a value.
const DIGITS_MIN: usize = 6;
/// How many cells a row of column numbers holds at least.
const COLUMN_NUMBERS_MIN: usize = 3;

/// The header of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Its first row, from 0.
    pub(super) first_row: u32,
    /// Its last row.
    pub(super) last_row: u32,
    /// What was understood, by column.
    pub(super) columns: BTreeMap<u32, Column>,
    /// Headings that were not, by column.
    pub(super) unread: BTreeMap<u32, String>,
}

/// One column that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) meaning: Meaning,
    /// The heading as the sheet shows it.
    pub(super) heading: String,
}

/// What stands above the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Titles {
    pub(super) issuer: Option<String>,
    pub(super) title: Option<String>,
    pub(super) as_at: Option<NaiveDate>,
}

/// Finds the header: the row, or pair of rows, in which most columns are understood.
/// A column that someone said what it is counts as understood.
pub(super) fn find(grid: &Grid, choices: &[ColumnChoice]) -> Result<Header, ImportError> {
    let mut best: Option<(usize, Header)> = None;
    for row in grid.row_numbers().take_while(|row| *row < HEADER_ROWS_MAX) {
        for upper in [None, row.checked_sub(1)] {
            if upper.is_some_and(|upper| headings(grid, upper) < UPPER_HEADINGS_MIN) {
                continue;
            }
            let (score, header) = read(grid, upper, row, choices);
            // On a tie the pair says more: which heading stands over "Hệ số".
            let wins = match &best {
                None => true,
                Some((most, _)) if upper.is_some() => score >= *most,
                Some((most, _)) => score > *most,
            };
            if score >= UNDERSTOOD_MIN && header.has_any() && wins {
                best = Some((score, header));
            }
        }
    }
    match best {
        Some((_, header)) => Ok(header),
        None => Err(no_header(grid)),
    }
}

/// The row with the most headings, when no header was understood: where a person would look.
pub(super) fn likeliest(grid: &Grid, choices: &[ColumnChoice]) -> Option<Header> {
    let near = grid.row_numbers().take_while(|row| *row < HEADER_ROWS_MAX);
    let most = near.map(|row| (headings(grid, row), std::cmp::Reverse(row))).max()?;
    let (count, std::cmp::Reverse(row)) = most;
    (count >= UNDERSTOOD_MIN).then(|| read(grid, None, row, choices).1)
}

fn no_header(grid: &Grid) -> ImportError {
    let looked_at = || grid.row_numbers().take_while(|row| *row < HEADER_ROWS_MAX);
    for row in looked_at() {
        for (column, value) in grid.row(row) {
            if matches!(value, CellValue::Text(text) if looks_legacy(&tidy_or_blank(text))) {
                return ImportError::LegacyFont { address: address(row, column) };
            }
        }
    }
    ImportError::NoHeader { rows_looked_at: looked_at().last().map_or(0, |row| row + 1) }
}

fn headings(grid: &Grid, row: u32) -> usize {
    let texts = grid.row(row).filter(|(_, v)| matches!(v, CellValue::Text(t) if has_letter(t)));
    texts.count()
}

/// Reads `row` as a header, under the headings of `upper` when there is one.
fn read(grid: &Grid, upper: Option<u32>, row: u32, choices: &[ColumnChoice]) -> (usize, Header) {
    let mut header = Header {
        first_row: upper.unwrap_or(row),
        last_row: row,
        columns: BTreeMap::new(),
        unread: BTreeMap::new(),
    };
    let mut claimed = BTreeSet::new();
    let mut elsewhere = 0;
    let mut unread = BTreeMap::new();
    let at: BTreeSet<u32> = [upper, Some(row)]
        .into_iter()
        .flatten()
        .flat_map(|row| grid.row(row).map(|(column, _)| column))
        .collect();
    for &column in &at {
        let own = tidy_or_blank(&grid.shown(row, column));
        let over = upper.and_then(|upper| over(grid, upper, row, column));
        let (meaning, heading) = match (over, own.is_empty()) {
            (Some(over), true) => (meaning(None, &over), over),
            (Some(over), false) => (meaning(Some(&over), &own), format!("{over} / {own}")),
            (None, _) => (meaning(None, &own), own.clone()),
        };
        let by_hand = said_by_hand(choices, column, &own, &heading);
        let meaning = by_hand.unwrap_or(meaning);
        // What was said by hand comes before what was guessed of another column.
        let said_of_another = |meaning: Meaning| {
            by_hand.is_none()
                && at.iter().any(|other| {
                    let heading = tidy_or_blank(&grid.shown(row, *other));
                    said_by_hand(choices, *other, &heading, &heading) == Some(Some(meaning))
                })
        };
        match meaning {
            Some(Meaning::Elsewhere) => {
                elsewhere += 1;
                unread.insert(column, heading);
            }
            Some(meaning) if !said_of_another(meaning) && claimed.insert(meaning) => {
                header.columns.insert(column, Column { meaning, heading });
            }
            _ if heading.is_empty() => {}
            _ => drop(unread.insert(column, heading)),
        }
    }
    header.unread = unread;
    header.settle_names();
    (header.columns.len() + elsewhere, header)
}

/// What was said by hand of a column. A cell full of digits is a value and heads nothing.
fn said_by_hand(
    choices: &[ColumnChoice],
    column: u32,
    own: &str,
    heading: &str,
) -> Option<Option<Meaning>> {
    let heads = !heading.is_empty() && digits(own) < DIGITS_MIN;
    heads.then(|| chosen(choices, &letters(column), heading)).flatten()
}

/// The heading over a cell: its own, or that of the merged cell that begins further left.
fn over(grid: &Grid, upper: u32, row: u32, column: u32) -> Option<String> {
    let mut at = column;
    loop {
        let heading = tidy_or_blank(&grid.shown(upper, at));
        if !heading.is_empty() {
            return Some(heading);
        }
        // Only a cell with a heading of its own can stand under a wider one.
        grid.get(row, at)?;
        at = at.checked_sub(1)?;
    }
}

impl Header {
    fn has(&self, wanted: Meaning) -> bool {
        self.columns.values().any(|column| column.meaning == wanted)
    }

    fn has_any(&self) -> bool {
        self.has(Meaning::Field(FULL_NAME)) || self.has(Meaning::Field(PERSONAL_ID))
    }

    /// "Tên" alone, or "Họ" alone, is the full name; a pair of them stays a pair.
    fn settle_names(&mut self) {
        let pair = self.has(Meaning::NameFront) && self.has(Meaning::NameLast);
        if self.has(Meaning::Field(FULL_NAME)) {
            return;
        }
        for column in self.columns.values_mut() {
            match column.meaning {
                Meaning::NameFront => column.meaning = Meaning::Field(FULL_NAME),
                Meaning::NameLast if !pair => column.meaning = Meaning::Field(FULL_NAME),
                _ => {}
            }
        }
    }

    /// The column of a meaning.
    pub(super) fn column_of(&self, wanted: Meaning) -> Option<u32> {
        self.columns.iter().find(|(_, column)| column.meaning == wanted).map(|(at, _)| *at)
    }

    /// The heading over a column; blank when nothing was understood there.
    pub(super) fn heading(&self, column: u32) -> String {
        self.columns.get(&column).map(|column| column.heading.clone()).unwrap_or_default()
    }

    /// The columns a name is spread over: "Họ đệm" and "Tên", or a heading merged over two columns,
    /// of which the second has no heading of its own.
    pub(super) fn name_columns(&self, grid: &Grid) -> Vec<u32> {
        let mut columns: Vec<u32> = self.column_of(Meaning::Field(FULL_NAME)).into_iter().collect();
        let next = columns.first().map(|first| first + 1);
        match (self.column_of(Meaning::NameLast), next) {
            (Some(last), _) => columns.push(last),
            (None, Some(next)) => {
                let headed =
                    (self.first_row..=self.last_row).any(|row| grid.get(row, next).is_some());
                if !headed {
                    columns.push(next);
                }
            }
            (None, None) => {}
        }
        columns
    }
}

/// Whether a row numbers the columns: "(1)", "(2)", … or "A", "B", "1", "2", "5=3+4".
pub(super) fn is_column_numbers(grid: &Grid, row: u32) -> bool {
    let texts: Vec<String> =
        grid.row(row).map(|(_, value)| tidy_or_blank(&value.shown())).collect();
    let numbers = |text: &String| {
        let words = fold(text);
        !words.is_empty()
            && words.split(' ').all(|w| w.chars().count() == 1 || (w.len() == 2 && !has_letter(w)))
    };
    let plain = |text: &String| text.trim_matches(['(', ')', '[', ']']).parse::<u32>().ok();
    // Increasing, so that a poor row of data is not taken for it.
    let counted: Vec<u32> = texts.iter().filter_map(plain).collect();
    texts.len() >= COLUMN_NUMBERS_MIN
        && texts.iter().all(numbers)
        && counted.windows(2).all(|pair| pair[0] < pair[1])
}

/// Reads what stands above the header.
pub(super) fn titles(grid: &Grid, header: &Header) -> Titles {
    let mut titles = Titles::default();
    for row in grid.row_numbers().take_while(|row| *row < header.first_row) {
        for (_, value) in grid.row(row) {
            let text = tidy_or_blank(&value.shown());
            if !has_letter(&text) {
                continue;
            }
            let folded = fold(&text);
            if titles.title.is_none() && folded.starts_with("danh sach") {
                titles.title = Some(text.clone());
            } else if titles.issuer.is_none() {
                titles.issuer = Some(text.clone());
            }
            if titles.as_at.is_none() && folded.contains("tinh den") {
                titles.as_at = day_in(&text);
            }
        }
    }
    titles
}

/// The first "31/10/2026" or "31 tháng 10 năm 2026" in a text.
fn day_in(text: &str) -> Option<NaiveDate> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().unwrap_or(u32::MAX))
        .collect();
    numbers.windows(3).find_map(|three| {
        let year = i32::try_from(three[2]).ok().filter(|year| (1900..=2200).contains(year))?;
        NaiveDate::from_ymd_opt(year, three[1], three[0])
    })
}
