//! Reads the data files into the catalogue and refuses what does not hold together.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    Catalogue,
    codes::{CodeItem, CodeList, OtherCodes},
    kind::Kind,
    model::{
        Column, Enterer, Exemption, Field, Required, SalaryTable, Section, Sensitivity, Table,
    },
    number::decimal_units,
    partial_date::Precision,
};
use crate::entry::FieldCode;

/// Why the data files are not a catalogue.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file is not written as it should be.
    #[error("could not read a catalogue file")]
    Toml(#[from] toml::de::Error),
    /// A field, column or table is not complete or contradicts itself.
    #[error("{code}: {problem}")]
    Broken { code: String, problem: &'static str },
}

fn broken(code: &str, problem: &'static str) -> CatalogueError {
    CatalogueError::Broken { code: code.to_owned(), problem }
}

/// The data files of one version, by what they hold.
pub(super) struct Files {
    pub head: &'static str,
    pub fields: &'static [&'static str],
    pub tables: &'static [&'static str],
    pub lists: &'static [&'static str],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadFile {
    version: String,
    dates_in_order: Vec<(FieldCode, FieldCode)>,
    section: Vec<SectionLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionLine {
    code: FieldCode,
    vi: String,
    en: String,
    fields: Vec<FieldCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    field: Vec<FieldLine>,
}

#[derive(Deserialize)]
struct FieldLine {
    code: FieldCode,
    no: u16,
    vi: String,
    en: String,
    #[serde(default)]
    required: Required,
    not_needed_when: Option<Exemption>,
    entered_by: Enterer,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    sealed: bool,
    group: u8,
    #[serde(default)]
    form: Vec<String>,
    default: Option<String>,
    #[serde(flatten)]
    kind: KindLine,
    /// Keys nobody knows: a misspelt limit must not be a limit that is not there.
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    table: Vec<TableLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableLine {
    code: FieldCode,
    no: String,
    vi: String,
    en: String,
    entered_by: Enterer,
    #[serde(default)]
    sensitive: bool,
    group: u8,
    #[serde(default)]
    form: Vec<String>,
    #[serde(default)]
    rows_min: usize,
    rows_max: Option<usize>,
    not_needed_when: Option<Exemption>,
    #[serde(default)]
    order: Vec<(FieldCode, FieldCode)>,
    columns: Vec<ColumnLine>,
}

#[derive(Deserialize)]
struct ColumnLine {
    code: FieldCode,
    vi: String,
    en: String,
    #[serde(default)]
    required: bool,
    #[serde(flatten)]
    kind: KindLine,
    /// Keys nobody knows: a misspelt limit must not be a limit that is not there.
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

/// The kind with its limits.
#[derive(Deserialize)]
struct KindLine {
    kind: String,
    max_chars: Option<usize>,
    list: Option<String>,
    least: Option<Precision>,
    past: Option<bool>,
    min: Option<Bound>,
    max: Option<Bound>,
    scale: Option<u32>,
    unit: Option<String>,
    lengths: Option<Vec<usize>>,
}

/// A bound of a number: whole, or a decimal as text so that no digit is lost.
#[derive(Deserialize)]
#[serde(untagged)]
enum Bound {
    Whole(i64),
    Decimal(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    list: BTreeMap<String, ListLine>,
    #[serde(default)]
    salary_table: Vec<SalaryLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListLine {
    items: Vec<ItemLine>,
    other_codes: Option<OtherCodes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemLine {
    code: String,
    vi: String,
    en: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    salary_group: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SalaryLine {
    group: String,
    first: String,
    increase: String,
    steps: u8,
    in_force_from: chrono::NaiveDate,
}

/// Rows a table may hold when its line says nothing.
const ROWS_MAX: usize = 200;
/// Characters a text may hold when its line says nothing.
const TEXT_CHARS_MAX: usize = 200;

pub(super) fn load(files: &Files) -> Result<Catalogue, CatalogueError> {
    let head: HeadFile = toml::from_str(files.head)?;
    let (mut fields, mut tables) = (Vec::new(), Vec::new());
    let (mut lists, mut salary_tables) = (BTreeMap::new(), BTreeMap::new());
    for text in files.fields {
        for line in toml::from_str::<FieldFile>(text)?.field {
            fields.push(field(line)?);
        }
    }
    for text in files.tables {
        for line in toml::from_str::<TableFile>(text)?.table {
            tables.push(table(line)?);
        }
    }
    for text in files.lists {
        let file: ListFile = toml::from_str(text)?;
        for (name, line) in file.list {
            let items = line.items.into_iter().map(item).collect();
            lists.insert(name, CodeList::new(items, line.other_codes));
        }
        for line in file.salary_table {
            salary_tables.insert(line.group.clone(), salary_table(line)?);
        }
    }
    let sections = head.section.into_iter().map(section).collect();
    let catalogue = Catalogue {
        version: head.version,
        dates_in_order: head.dates_in_order,
        sections,
        fields_by_code: index(fields.iter().map(|field| &field.code)),
        tables_by_code: index(tables.iter().map(|table| &table.code)),
        fields,
        tables,
        lists,
        salary_tables,
    };
    holds_together(&catalogue)?;
    Ok(catalogue)
}

fn index<'a>(codes: impl Iterator<Item = &'a FieldCode>) -> BTreeMap<FieldCode, usize> {
    codes.enumerate().map(|(index, code)| (code.clone(), index)).collect()
}

fn section(line: SectionLine) -> Section {
    Section { code: line.code, label_vi: line.vi, label_en: line.en, fields: line.fields }
}

fn field(line: FieldLine) -> Result<Field, CatalogueError> {
    if !line.unknown.is_empty() {
        return Err(broken(line.code.as_str(), "has a key nobody knows"));
    }
    Ok(Field {
        kind: kind(&line.code, line.kind)?,
        code: line.code,
        number: line.no,
        label_vi: line.vi,
        label_en: line.en,
        entered_by: line.entered_by,
        required: line.required,
        not_needed_when: line.not_needed_when,
        sensitivity: sensitivity(line.sensitive),
        sealed: line.sealed,
        form_items: line.form,
        group: line.group,
        offered: line.default,
    })
}

fn table(line: TableLine) -> Result<Table, CatalogueError> {
    let columns = line.columns.into_iter().map(column).collect::<Result<_, _>>()?;
    Ok(Table {
        code: line.code,
        number: line.no,
        label_vi: line.vi,
        label_en: line.en,
        columns,
        entered_by: line.entered_by,
        sensitivity: sensitivity(line.sensitive),
        form_items: line.form,
        group: line.group,
        rows_min: line.rows_min,
        rows_max: line.rows_max.unwrap_or(ROWS_MAX),
        not_needed_when: line.not_needed_when,
        dates_in_order: line.order,
    })
}

fn column(line: ColumnLine) -> Result<Column, CatalogueError> {
    if !line.unknown.is_empty() {
        return Err(broken(line.code.as_str(), "has a key nobody knows"));
    }
    Ok(Column {
        kind: kind(&line.code, line.kind)?,
        code: line.code,
        label_vi: line.vi,
        label_en: line.en,
        required: line.required,
    })
}

fn sensitivity(sensitive: bool) -> Sensitivity {
    if sensitive { Sensitivity::Sensitive } else { Sensitivity::Basic }
}

fn kind(code: &FieldCode, line: KindLine) -> Result<Kind, CatalogueError> {
    let missing = |what| broken(code.as_str(), what);
    let list = line.list.ok_or_else(|| missing("needs a list"));
    let lengths = line.lengths.ok_or_else(|| missing("needs lengths"));
    let scale = line.scale.unwrap_or(0);
    let min = line.min.and_then(|bound| bound_units(&bound, scale));
    let max = line.max.and_then(|bound| bound_units(&bound, scale));
    let bounds = min.zip(max).ok_or_else(|| missing("needs min and max"));
    Ok(match line.kind.as_str() {
        "text" => Kind::Text { max_chars: line.max_chars.unwrap_or(TEXT_CHARS_MAX) },
        "person_name" => Kind::PersonName,
        "date" => Kind::Date {
            least: line.least.unwrap_or(Precision::Year),
            past: line.past.unwrap_or(false),
        },
        "year" => Kind::Year,
        "code" => Kind::Code { list: list? },
        "codes" => Kind::Codes { list: list? },
        "integer" => {
            let (min, max) = bounds?;
            Kind::Integer { min, max, unit: line.unit }
        }
        "decimal" => {
            let (min, max) = bounds?;
            Kind::Decimal { scale, min, max, unit: line.unit }
        }
        "coefficient" => Kind::Coefficient,
        "money" => Kind::Money,
        "boolean" => Kind::Boolean,
        "person_id" => Kind::PersonId,
        "old_id" => Kind::OldId,
        "digits" => Kind::Number { lengths: lengths?, letters: false },
        "letters_and_digits" => Kind::Number { lengths: lengths?, letters: true },
        "phone" => Kind::Phone,
        "email" => Kind::Email,
        "reference" => Kind::Reference,
        "file" => Kind::File,
        _ => return Err(missing("has a kind nobody knows")),
    })
}

fn bound_units(bound: &Bound, scale: u32) -> Option<i64> {
    match bound {
        Bound::Whole(number) => number.checked_mul(10_i64.checked_pow(scale)?),
        Bound::Decimal(text) => decimal_units(text, scale),
    }
}

fn item(line: ItemLine) -> CodeItem {
    CodeItem {
        label_en: line.en.unwrap_or_else(|| line.vi.clone()),
        code: line.code,
        label_vi: line.vi,
        aliases: line.aliases,
        salary_group: line.salary_group,
    }
}

fn salary_table(line: SalaryLine) -> Result<SalaryTable, CatalogueError> {
    let hundredths = |text: &str| {
        decimal_units(text, 2).ok_or_else(|| broken(&line.group, "has a coefficient not a number"))
    };
    Ok(SalaryTable {
        first: hundredths(&line.first)?,
        increase: hundredths(&line.increase)?,
        group: line.group,
        steps: line.steps,
        in_force_from: line.in_force_from,
    })
}

/// Every field and table in exactly one section, every list known, every named field there.
fn holds_together(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    let mut placed = BTreeSet::new();
    for code in catalogue.sections.iter().flat_map(|section| &section.fields) {
        if !catalogue.knows(code.as_str()) {
            return Err(broken(code.as_str(), "stands in a section but is nowhere described"));
        }
        if !placed.insert(code) {
            return Err(broken(code.as_str(), "stands in two sections"));
        }
    }
    let all = catalogue.fields_by_code.keys().chain(catalogue.tables_by_code.keys());
    if let Some(code) = all.clone().find(|code| !placed.contains(code)) {
        return Err(broken(code.as_str(), "stands in no section"));
    }
    if all.count() != catalogue.fields.len() + catalogue.tables.len() {
        return Err(broken("catalogue", "describes one code twice"));
    }
    let columns = catalogue.tables.iter().flat_map(|table| &table.columns);
    let kinds = catalogue
        .fields
        .iter()
        .map(|field| (&field.code, &field.kind))
        .chain(columns.map(|column| (&column.code, &column.kind)));
    for (code, kind) in kinds {
        if kind.list().is_some_and(|list| !catalogue.lists.contains_key(list)) {
            return Err(broken(code.as_str(), "names a list that is not there"));
        }
    }
    for table in &catalogue.tables {
        let distinct: BTreeSet<_> = table.columns.iter().map(|column| &column.code).collect();
        let pairs = table.dates_in_order.iter().flat_map(|(from, to)| [from, to]);
        if distinct.len() != table.columns.len() || pairs.clone().any(|c| !distinct.contains(c)) {
            return Err(broken(table.code.as_str(), "names a column twice or one not there"));
        }
    }
    let exemptions = catalogue.fields.iter().filter_map(|field| field.not_needed_when.as_ref());
    let named = exemptions
        .chain(catalogue.tables.iter().filter_map(|table| table.not_needed_when.as_ref()))
        .map(|exemption| &exemption.field)
        .chain(catalogue.dates_in_order.iter().flat_map(|(from, to)| [from, to]));
    for code in named {
        if !catalogue.fields_by_code.contains_key(code) {
            return Err(broken(code.as_str(), "is named but is not a field"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "version = \"t\"\ndates_in_order = []\n\
        [[section]]\ncode = \"a\"\nvi = \"A\"\nen = \"A\"\nfields = [\"one\"]\n";

    fn loaded(field: &'static str) -> Result<Catalogue, String> {
        let fields: &'static [&'static str] = Vec::leak(vec![field]);
        load(&Files { head: HEAD, fields, tables: &[], lists: &[] }).map_err(|e| e.to_string())
    }

    #[test]
    fn a_misspelt_key_a_missing_limit_and_an_unknown_list_are_refused() {
        const START: &str = "[[field]]\ncode = \"one\"\nno = 1\nvi = \"Một\"\nen = \"One\"\n\
            entered_by = \"person\"\ngroup = 1\n";
        for (rest, expected) in [
            ("kind = \"text\"", Ok(())),
            ("kind = \"text\"\nmax_char = 9", Err("one: has a key nobody knows")),
            ("kind = \"integer\"\nmin = 1", Err("one: needs min and max")),
            ("kind = \"code\"\nlist = \"sexes\"", Err("one: names a list that is not there")),
            ("kind = \"colour\"", Err("one: has a kind nobody knows")),
        ] {
            let field: &'static str = String::leak(format!("{START}{rest}\n"));
            let outcome = loaded(field).map(|_whole| ());
            assert_eq!(outcome, expected.map_err(str::to_owned), "{rest}");
        }
    }

    #[test]
    fn a_field_that_stands_in_no_section_is_refused() {
        let two = "[[field]]\ncode = \"two\"\nno = 2\nvi = \"Hai\"\nen = \"Two\"\n\
            entered_by = \"person\"\ngroup = 1\nkind = \"text\"\n";
        let expected = "one: stands in a section but is nowhere described";
        assert_eq!(loaded(two).map(|_whole| ()), Err(expected.to_owned()));
    }
}
