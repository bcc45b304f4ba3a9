//! Turning the rows under a header into people: values, or problems with their addresses.

mod rows;

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use chrono::NaiveDate;
use hoso_events::{
    catalogue::catalogue,
    entry::{FieldCode, Slot, Value},
};

use super::{
    Cell, CellProblem, ImportError, Mend, PersonRow, UnitCell,
    columns::{self, Meaning},
    header::Header,
    legacy::looks_legacy,
    mend::{Mended, mend},
    sheet::{CellValue, Grid, address},
    text::{digits, fold, has_letter, tidy_or_blank},
};

/// Fields a person cannot be without.
const REQUIRED: &[&str] = &[columns::FULL_NAME, columns::PERSONAL_ID];

/// Reads the rows under a header one after the other.
#[derive(Debug)]
pub(super) struct PeopleReader<'a> {
    header: &'a Header,
    names: &'a [u32],
    today: NaiveDate,
    rows: rows::Rows,
    /// Where each id was first seen.
    ids: HashMap<String, u32>,
}

/// Whether a header has every column nobody can do without.
pub(super) fn has_required(header: &Header) -> Result<(), ImportError> {
    for field in REQUIRED {
        if header.column_of(Meaning::Field(field)).is_none() {
            let header_row = header.last_row + 1;
            return Err(ImportError::MissingColumn { field: code(field), header_row });
        }
    }
    Ok(())
}

impl<'a> PeopleReader<'a> {
    pub(super) fn new(header: &'a Header, names: &'a [u32], today: NaiveDate) -> Self {
        Self { header, names, today, rows: rows::Rows::default(), ids: HashMap::new() }
    }

    /// The person in a sheet of one row, when it holds one.
    pub(super) fn read(&mut self, grid: &Grid) -> Option<PersonRow> {
        let row = grid.row_numbers().next()?;
        if row <= self.header.last_row || !self.rows.is_person(grid, self.header, row) {
            return None;
        }
        let reader = Reader { grid, header: self.header, names: self.names, today: self.today };
        let mut person = reader.person(row);
        self.mark_repeated_id(&reader, &mut person);
        Some(person)
    }

    /// The same id a second time is a problem of the second row, naming the first.
    fn mark_repeated_id(&mut self, reader: &Reader<'_>, person: &mut PersonRow) {
        let column = self.header.column_of(Meaning::Field(columns::PERSONAL_ID));
        let (Some(column), Some(id)) = (column, person.cells.get(columns::PERSONAL_ID)) else {
            return;
        };
        let row = person.sheet_row - 1;
        match self.ids.entry(id.value.clone()) {
            Entry::Vacant(place) => drop(place.insert(row)),
            Entry::Occupied(first) => {
                let mut again = reader.repeated_id(row, column);
                again.against.push(address(*first.get(), column));
                person.problems.push(again);
            }
        }
    }
}

/// A field code written in this program.
pub(super) fn code(field: &str) -> FieldCode {
    FieldCode::parse(field).expect("field codes in the import are literals")
}

struct Reader<'a> {
    grid: &'a Grid,
    header: &'a Header,
    names: &'a [u32],
    today: NaiveDate,
}

impl Reader<'_> {
    fn person(&self, row: u32) -> PersonRow {
        let mut person = PersonRow {
            sheet_row: row + 1,
            cells: BTreeMap::new(),
            unit: None,
            note: None,
            problems: Vec::new(),
        };
        self.read_unit(row, &mut person);
        self.read_name(row, &mut person);
        for (column, entry) in &self.header.columns {
            match entry.meaning {
                Meaning::Field(columns::FULL_NAME | columns::BIRTH_DATE | columns::SEX) => {}
                Meaning::Field(field) => self.read_field(field, row, *column, &mut person),
                Meaning::Note => {
                    let note = tidy_or_blank(&self.grid.shown(row, *column));
                    person.note = (!note.is_empty()).then_some(note);
                    if person.note.as_deref().is_some_and(looks_legacy) {
                        person.problems.push(self.problem(row, *column, None, "legacy_font"));
                    }
                }
                _ => {}
            }
        }
        self.read_birth(row, &mut person);
        self.read_sex(row, &mut person);
        self.derive_table_group(&mut person);
        self.require(row, &mut person);
        self.check_rules(row, &mut person);
        // As one goes along the row, from the left.
        person.problems.sort_by_key(|problem| (problem.address.len(), problem.address.clone()));
        person
    }

    fn repeated_id(&self, row: u32, column: u32) -> CellProblem {
        self.problem(row, column, Some(columns::PERSONAL_ID), "duplicate_in_file")
    }

    /// The unit as the list names it: by its code where there is one, else by its name.
    fn read_unit(&self, row: u32, person: &mut PersonRow) {
        for meaning in [Meaning::UnitCode, Meaning::UnitName] {
            let Some(column) = self.header.column_of(meaning) else { continue };
            let typed = tidy_or_blank(&self.grid.shown(row, column));
            if !has_letter(&typed) && digits(&typed) == 0 {
                continue;
            }
            if looks_legacy(&typed) {
                person.problems.push(self.problem(row, column, None, "legacy_font"));
            }
            let column_heading = self.header.heading(column);
            person.unit =
                Some(UnitCell { address: address(row, column), column: column_heading, typed });
            return;
        }
    }

    fn problem(
        &self,
        row: u32,
        column: u32,
        field: Option<&str>,
        problem: &'static str,
    ) -> CellProblem {
        CellProblem {
            address: address(row, column),
            column: self.header.heading(column),
            field: field.map(code),
            code: problem,
            typed: self.grid.shown(row, column),
            against: Vec::new(),
        }
    }

    fn read_field(&self, field: &'static str, row: u32, column: u32, person: &mut PersonRow) {
        let Some(value) = self.grid.get(row, column) else { return };
        self.take(field, row, column, value.shown(), mend(field, value), person);
    }

    /// Takes a mended text through the catalogue, into the cells or the problems.
    fn take(
        &self,
        field: &'static str,
        row: u32,
        column: u32,
        typed: String,
        mended: Result<Option<Mended>, &'static str>,
        person: &mut PersonRow,
    ) {
        let read = match mended {
            Ok(None) => return,
            Ok(Some(mended)) => through_catalogue(field, mended),
            Err(problem) => Err(problem),
        };
        match read {
            Ok((value, mended)) => {
                let address = address(row, column);
                person.cells.insert(code(field), Cell { address, typed, value, mended });
            }
            Err(problem) => {
                let mut problem = self.problem(row, column, Some(field), problem);
                problem.typed = typed;
                person.problems.push(problem);
            }
        }
    }

    /// The name, joined when it is spread over two columns.
    fn read_name(&self, row: u32, person: &mut PersonRow) {
        let parts: Vec<(u32, &CellValue)> = self
            .names
            .iter()
            .filter_map(|column| Some((*column, self.grid.get(row, *column)?)))
            .collect();
        match parts[..] {
            [] => {}
            [(column, value)] => {
                let mended = mend(columns::FULL_NAME, value);
                self.take(columns::FULL_NAME, row, column, value.shown(), mended, person);
            }
            [(column, ..), ..] => {
                let shown: Vec<String> = parts.iter().map(|(_, value)| value.shown()).collect();
                let whole = shown.join(" ");
                let mended =
                    mend(columns::FULL_NAME, &CellValue::Text(whole.clone())).map(|read| {
                        read.map(|read| match read.mend {
                            Some(Mend::UpperCaseName) => read,
                            _ => Mended { mend: Some(Mend::JoinedName), ..read },
                        })
                    });
                self.take(columns::FULL_NAME, row, column, whole, mended, person);
            }
        }
    }

    /// The birth date, from its own column or from the column of one sex, which tells the sex too.
    fn read_birth(&self, row: u32, person: &mut PersonRow) {
        let filled = |meaning| {
            let column = self.header.column_of(meaning)?;
            let value = self.grid.get(row, column)?;
            mend(columns::BIRTH_DATE, value).map_or(true, |read| read.is_some()).then_some(column)
        };
        let own = filled(Meaning::Field(columns::BIRTH_DATE));
        let male = filled(Meaning::BirthMale);
        let female = filled(Meaning::BirthFemale);
        if let (Some(male), Some(female)) = (male, female) {
            let mut both = self.problem(row, female, Some(columns::SEX), "both_sexes");
            both.against.push(address(row, male));
            person.problems.push(both);
            return;
        }
        if let Some((column, sex)) = male.map(|c| (c, "male")).or(female.map(|c| (c, "female"))) {
            self.derive_sex(row, column, sex, person);
        }
        // In some lists the columns of the sexes hold a mark, and the date has its own.
        if let Some(column) = own.or(male).or(female) {
            self.read_field(columns::BIRTH_DATE, row, column, person);
        }
    }

    fn derive_sex(&self, row: u32, column: u32, sex: &str, person: &mut PersonRow) {
        let mended = Mended { text: sex.to_owned(), mend: Some(Mend::Derived) };
        let typed = self.header.heading(column);
        self.take(columns::SEX, row, column, typed, Ok(Some(mended)), person);
    }

    /// The sex, from its own column or from a mark in the column of one sex.
    fn read_sex(&self, row: u32, person: &mut PersonRow) {
        if let Some(column) = self.header.column_of(Meaning::Field(columns::SEX)) {
            self.read_sex_column(row, column, person);
        }
        let marked = |meaning| {
            let column = self.header.column_of(meaning)?;
            let shown = tidy_or_blank(&self.grid.shown(row, column));
            (!shown.is_empty() && shown != "0" && shown != "-").then_some(column)
        };
        match (marked(Meaning::SexMale), marked(Meaning::SexFemale)) {
            (Some(male), Some(female)) => {
                let mut both = self.problem(row, female, Some(columns::SEX), "both_sexes");
                both.against.push(address(row, male));
                person.problems.push(both);
            }
            (Some(male), None) => self.derive_sex(row, male, "male", person),
            (None, Some(female)) => self.derive_sex(row, female, "female", person),
            (None, None) => {}
        }
    }

    /// A column headed "Giới tính" names the sex in Vietnamese.
    fn read_sex_column(&self, row: u32, column: u32, person: &mut PersonRow) {
        let Some(value) = self.grid.get(row, column) else { return };
        let mended = mend(columns::SEX, value).map(|read| {
            read.map(|read| match fold(&read.text).as_str() {
                "nam" => Mended { text: "male".to_owned(), mend: read.mend },
                "nu" => Mended { text: "female".to_owned(), mend: read.mend },
                _ => read,
            })
        });
        self.take(columns::SEX, row, column, value.shown(), mended, person);
    }

    /// The salary table of the grade, when the catalogue knows it.
    fn derive_table_group(&self, person: &mut PersonRow) {
        let Some(grade) = person.cells.get(columns::GRADE) else { return };
        let Some(group) = table_group(&grade.value) else { return };
        let cell = Cell {
            address: grade.address.clone(),
            typed: grade.typed.clone(),
            value: group,
            mended: Some(Mend::Derived),
        };
        person.cells.insert(code(columns::TABLE_GROUP), cell);
    }

    /// A missing name or id is a problem of the cell where it should stand.
    fn require(&self, row: u32, person: &mut PersonRow) {
        for field in REQUIRED {
            let told = person.cells.contains_key(*field)
                || person.problems.iter().any(|p| p.field.as_ref() == Some(&code(field)));
            if let (false, Some(column)) = (told, self.header.column_of(Meaning::Field(field))) {
                person.problems.push(self.problem(row, column, Some(field), "required"));
            }
        }
    }

    /// Rules between the values of one person, as the catalogue has them.
    fn check_rules(&self, row: u32, person: &mut PersonRow) {
        let values: BTreeMap<Slot, Value> = person
            .cells
            .iter()
            .map(|(field, cell)| (Slot::single(field.clone()), Value::Single(cell.value.clone())))
            .collect();
        for breach in catalogue().breaches(&values, self.today) {
            let mut cells: Vec<(&FieldCode, &Cell)> = breach
                .slots
                .iter()
                .filter_map(|slot| person.cells.get_key_value(&slot.field))
                .collect();
            // A rule about something the list does not have is for later, not for this list.
            if cells.len() < breach.slots.len() {
                continue;
            }
            // The later value of a rule is the one judged; what was derived was typed by nobody.
            let judged = cells.iter().rposition(|(_, cell)| cell.mended != Some(Mend::Derived));
            let Some(judged) = judged else { continue };
            let (field, cell) = cells.remove(judged);
            let of_cell = |at: &u32| address(row, *at) == cell.address;
            let mut against: Vec<String> =
                cells.iter().map(|(_, other)| other.address.clone()).collect();
            against.dedup();
            person.problems.push(CellProblem {
                address: cell.address.clone(),
                column: self
                    .header
                    .columns
                    .keys()
                    .find(|at| of_cell(at))
                    .map_or_else(String::new, |at| self.header.heading(*at)),
                field: Some(field.clone()),
                code: breach.code,
                typed: cell.typed.clone(),
                against,
            });
        }
    }
}

/// Reads a text as a value of a field. The catalogue's own aliases are named as a mend.
fn through_catalogue(
    field: &'static str,
    mended: Mended,
) -> Result<(String, Option<Mend>), &'static str> {
    let value =
        catalogue().read(field, None, &mended.text).map_err(|refused| refused.problem.code())?;
    let alias = mended.mend.is_none_or(|mend| mend == Mend::Spaces)
        && is_alias(field, &mended.text, &value);
    Ok((value, if alias { Some(Mend::Alias) } else { mended.mend }))
}

/// Whether a text stands for a code without being the code or its own name.
fn is_alias(field: &str, text: &str, code: &str) -> bool {
    let list = catalogue().kind(field, None).ok().and_then(|kind| kind.list());
    let item = list.and_then(|list| catalogue().code_list(list)?.find(code));
    item.is_some_and(|item| {
        let text = fold(text);
        text != fold(&item.code) && text != fold(&item.label_vi)
    })
}

/// The salary table group of a grade.
fn table_group(grade: &str) -> Option<String> {
    catalogue().code_list("grades")?.find(grade)?.salary_group.clone()
}
