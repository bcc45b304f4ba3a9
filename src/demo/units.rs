//! The invented province: departments, communes, and the schools, stations and centres below them,
//! in the proportions of the real one after 07/2025 (96 communes, 892 schools, about 1,300 units).

use chrono::NaiveDate;
use hoso_events::{
    ids::UnitId,
    unit::{NewUnit, UnitKind},
    values::{UnitCode, UnitName},
};

use super::{ids::Ids, names};

/// What a unit does, which decides who works there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Province,
    Department,
    Commune,
    Nursery,
    Primary,
    LowerSecondary,
    UpperSecondary,
    HealthStation,
    Hospital,
    ServiceCentre,
    ProjectBoard,
}

impl Work {
    fn kind(self) -> UnitKind {
        match self {
            Self::Province => UnitKind::Province,
            Self::Department => UnitKind::Department,
            Self::Commune => UnitKind::Commune,
            Self::Nursery | Self::Primary | Self::LowerSecondary | Self::UpperSecondary => {
                UnitKind::School
            }
            Self::HealthStation => UnitKind::HealthStation,
            Self::Hospital | Self::ServiceCentre | Self::ProjectBoard => UnitKind::ServiceUnit,
        }
    }
}

/// A unit as the demo plans it.
#[derive(Debug, Clone)]
pub(super) struct PlannedUnit {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub work: Work,
    /// Its place in the list of units.
    pub parent: Option<usize>,
    /// From when it stands elsewhere.
    pub moved: Option<(NaiveDate, usize)>,
    /// From when it is called something else.
    pub renamed: Option<(NaiveDate, &'static str)>,
    /// From when it is part of another one: nobody of the story works there.
    pub merged: Option<(NaiveDate, usize)>,
}

impl PlannedUnit {
    pub(super) fn new_unit(&self, parent: Option<UnitId>) -> NewUnit {
        NewUnit {
            unit: self.id,
            code: UnitCode::parse(&self.code).expect("the demo's codes are short"),
            name: UnitName::parse(&self.name).expect("the demo's names are short"),
            kind: self.work.kind(),
            parent,
        }
    }
}

/// Departments and boards: code, name, and the name it has had since the second year.
const DEPARTMENTS: [(&str, &str, Option<&str>); 15] = [
    ("SNV", "Sở Nội vụ", None),
    ("SGD", "Sở Giáo dục và Đào tạo", None),
    ("SYT", "Sở Y tế", None),
    ("STC", "Sở Tài chính", None),
    ("TTT", "Thanh tra tỉnh", None),
    ("VPU", "Văn phòng Ủy ban nhân dân tỉnh", None),
    ("STP", "Sở Tư pháp", None),
    ("SXD", "Sở Xây dựng", None),
    ("SCT", "Sở Công Thương", None),
    ("SNN", "Sở Nông nghiệp và Phát triển nông thôn", Some("Sở Nông nghiệp và Môi trường")),
    ("SKC", "Sở Thông tin và Truyền thông", Some("Sở Khoa học và Công nghệ")),
    ("SVH", "Sở Văn hóa, Thể thao và Du lịch", None),
    ("BKT", "Ban Quản lý Khu kinh tế", None),
    ("BDT", "Ban Dân tộc", Some("Sở Dân tộc và Tôn giáo")),
    ("VPH", "Văn phòng Hội đồng nhân dân tỉnh", None),
];

/// Units under departments besides schools: the department's place above, code, name.
const BRANCHES: [(usize, &str, &str, Work); 12] = [
    (2, "BV1", "Bệnh viện Đa khoa Vàm Đông", Work::Hospital),
    (2, "BV2", "Bệnh viện Đa khoa Núi Bà", Work::Hospital),
    (2, "KSB", "Trung tâm Kiểm soát bệnh tật", Work::Hospital),
    (0, "LTS", "Trung tâm Lưu trữ lịch sử", Work::ServiceCentre),
    (3, "DTM", "Trung tâm Mua sắm tài sản công", Work::ServiceCentre),
    (6, "TGP", "Trung tâm Trợ giúp pháp lý", Work::ServiceCentre),
    (7, "KDC", "Trung tâm Kiểm định chất lượng xây dựng", Work::ServiceCentre),
    (8, "KCN", "Trung tâm Khuyến công", Work::ServiceCentre),
    (9, "KNG", "Trung tâm Khuyến nông", Work::ServiceCentre),
    (9, "GCT", "Trung tâm Giống cây trồng", Work::ServiceCentre),
    (10, "CDS", "Trung tâm Chuyển đổi số", Work::ServiceCentre),
    (11, "TVT", "Thư viện tỉnh", Work::ServiceCentre),
];

/// The fewest units in which everything the demo tells of has a place.
pub(super) const UNITS_MIN: usize = 30;
/// The most: the communes would run out of names.
pub(super) const UNITS_MAX: usize = 5_000;

/// How many of each there are.
struct Counts {
    departments: usize,
    communes: usize,
    wards: usize,
    branches: usize,
    upper_secondary: usize,
    boards: usize,
}

impl Counts {
    fn of(units: usize) -> Self {
        let share = |of_1300: usize, least: usize| (units * of_1300 / 1_300).max(least);
        let communes = share(96, 2).min(384);
        Self {
            departments: share(15, 5).min(DEPARTMENTS.len()),
            communes,
            wards: share(14, 1),
            branches: share(12, 1).min(BRANCHES.len()),
            upper_secondary: share(68, 1).min(communes),
            boards: share(24, 0),
        }
    }
}

/// All units, parents before children.
pub(super) struct Province {
    pub units: Vec<PlannedUnit>,
}

impl Province {
    /// Plans a province of about this many units; `changed_on` are the days of its renames and
    /// moves.
    pub(super) fn plan(ids: &Ids, units: usize, changed_on: [NaiveDate; 2]) -> Self {
        let units = units.clamp(UNITS_MIN, UNITS_MAX);
        let counts = Counts::of(units);
        let mut province = Self { units: vec![] };
        province.add(ids, None, Work::Province, "TN", "Tỉnh Tây Ninh (dữ liệu giả)");
        for (code, name, renamed) in &DEPARTMENTS[..counts.departments] {
            let place = province.add(ids, Some(0), Work::Department, &format!("TN.{code}"), name);
            province.units[place].renamed = renamed.map(|name| (changed_on[0], name));
        }
        let communes: Vec<usize> = (0..counts.communes)
            .map(|n| {
                let wards_from = counts.communes - counts.wards;
                let (letter, word, number) = if n < wards_from {
                    ("X", "Xã", n + 1)
                } else {
                    ("P", "Phường", n - wards_from + 1)
                };
                let (code, name) = (format!("TN.{letter}{number:02}"), names::place(number_of(n)));
                province.add(ids, Some(0), Work::Commune, &code, &format!("{word} {name}"))
            })
            .collect();
        for (department, code, name, work) in &BRANCHES[..counts.branches] {
            let parent = 1 + department;
            province.below(ids, parent, *work, code, name);
        }
        for n in 0..counts.upper_secondary {
            let name = format!("Trường Trung học phổ thông {}", names::place(number_of(n)));
            province.below(ids, 2, Work::UpperSecondary, &format!("PT{:02}", n + 1), &name);
        }
        for (n, commune) in communes.iter().enumerate() {
            let name = names::place(number_of(n));
            let name = name.as_str();
            let station = format!("Trạm Y tế {name}");
            province.below(ids, *commune, Work::HealthStation, "YT", &station);
            let centre = format!("Trung tâm Dịch vụ tổng hợp {name}");
            province.below(ids, *commune, Work::ServiceCentre, "DV", &centre);
            if n < counts.boards {
                let board = format!("Ban Quản lý dự án {name}");
                province.below(ids, *commune, Work::ProjectBoard, "DA", &board);
            }
        }
        let mut round = 0;
        while province.units.len() < units {
            let left = units - province.units.len();
            for (n, commune) in communes.iter().enumerate().take(left) {
                province.school(ids, *commune, round, &names::place(number_of(n)));
            }
            round += 1;
        }
        province.change(changed_on);
        province
    }

    /// The unit whose officer keeps the dossiers of this one on a day: itself or the nearest above.
    pub(super) fn keeper(&self, unit: usize, on: NaiveDate) -> usize {
        let mut unit = unit;
        loop {
            let planned = &self.units[unit];
            match (planned.work, planned.moved, planned.parent) {
                (Work::Department | Work::Commune, _, _) | (_, _, None) => return unit,
                (_, Some((from, to)), _) if from <= on => unit = to,
                (_, _, Some(parent)) => unit = parent,
            }
        }
    }

    /// The places of all units that do this work.
    pub(super) fn doing(&self, work: Work) -> Vec<usize> {
        (0..self.units.len()).filter(|place| self.units[*place].work == work).collect()
    }

    /// Whoever signs for a unit: of a commune its people's committee.
    pub(super) fn authority(&self, unit: usize) -> String {
        match self.units[unit].work {
            Work::Commune => format!("Ủy ban nhân dân {}", self.commune_name(unit)),
            _ => self.units[unit].name.clone(),
        }
    }

    /// The name of the commune a unit stands in, as it is written inside a sentence; of the first
    /// commune for a department's.
    pub(super) fn commune_name(&self, unit: usize) -> String {
        let keeper = self.keeper(unit, NaiveDate::MIN);
        let commune = match self.units[keeper].work {
            Work::Commune => Some(keeper),
            _ => self.units.iter().position(|unit| unit.work == Work::Commune),
        };
        let name = commune.map_or("", |place| self.units[place].name.as_str());
        name.replacen("Xã", "xã", 1).replacen("Phường", "phường", 1)
    }

    fn add(
        &mut self,
        ids: &Ids,
        parent: Option<usize>,
        work: Work,
        code: &str,
        name: &str,
    ) -> usize {
        let place = self.units.len();
        self.units.push(PlannedUnit {
            id: UnitId::from_uuid(ids.of("unit", code)),
            code: code.to_owned(),
            name: name.to_owned(),
            work,
            parent,
            moved: None,
            renamed: None,
            merged: None,
        });
        place
    }

    fn below(&mut self, ids: &Ids, parent: usize, work: Work, code: &str, name: &str) {
        let code = format!("{}.{code}", self.units[parent].code);
        self.add(ids, Some(parent), work, &code, name);
    }

    /// Schools come round by round: of every three a nursery, a primary and a secondary school.
    fn school(&mut self, ids: &Ids, commune: usize, round: usize, place: &str) {
        let number = round / 3 + 1;
        let (work, code, name) = match round % 3 {
            0 => {
                let flower = names::flower(number_of(round / 3 + commune));
                (Work::Nursery, "MN", format!("Trường Mầm non {flower} {place}"))
            }
            1 => (Work::Primary, "TH", format!("Trường Tiểu học {place} {number}")),
            _ => (Work::LowerSecondary, "CS", format!("Trường Trung học cơ sở {place} {number}")),
        };
        self.below(ids, commune, work, &format!("{code}{number}"), &name);
    }

    /// Some schools got other names and some moved to the neighbouring commune; a library and an
    /// archive went with their tasks to another department.
    fn change(&mut self, changed_on: [NaiveDate; 2]) {
        let schools = [self.doing(Work::Primary), self.doing(Work::LowerSecondary)];
        let communes = self.doing(Work::Commune);
        for (list, names) in schools.into_iter().zip([
            ["Trường Tiểu học Cánh Diều", "Trường Tiểu học Ánh Sao", "Trường Tiểu học Bình Minh"],
            [
                "Trường Trung học cơ sở Khai Trí",
                "Trường Trung học cơ sở Hiếu Học",
                "Trường Trung học cơ sở Tân Tiến",
            ],
        ]) {
            for (n, name) in names.into_iter().enumerate() {
                if let Some(place) = list.get(7 * n + 5) {
                    self.units[*place].renamed = Some((changed_on[1], name));
                }
                if let Some(place) = list.get(7 * n + 9)
                    && let Some(parent) = self.units[*place].parent
                    && let Some(next) = communes.iter().find(|commune| **commune > parent)
                {
                    self.units[*place].moved = Some((changed_on[1], *next));
                }
            }
        }
        self.merge(&communes, changed_on[1]);
        let lasting = |unit: &PlannedUnit, end: &str| unit.code.ends_with(end);
        if let Some(archive) = self.units.iter().position(|unit| lasting(unit, ".LTS"))
            && let Some(office) = self.units.iter().position(|unit| lasting(unit, ".VPU"))
        {
            self.units[archive].moved = Some((changed_on[0], office));
        }
    }
}

impl Province {
    /// In the second commune the second primary school became part of the first.
    fn merge(&mut self, communes: &[usize], on: NaiveDate) {
        let school = |number: u8| {
            let code = format!("{}.TH{number}", self.units[*communes.get(1)?].code);
            self.units.iter().position(|unit| unit.code == code)
        };
        if let (Some(first), Some(second)) = (school(1), school(2))
            && self.units[second].renamed.is_none()
            && [first, second].iter().all(|place| self.units[*place].moved.is_none())
        {
            self.units[second].merged = Some((on, first));
        }
    }

    /// The unit that was merged, if the province is large enough for one.
    pub(super) fn merged(&self) -> Option<&PlannedUnit> {
        self.units.iter().find(|unit| unit.merged.is_some())
    }
}

fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn planned(units: usize) -> Province {
        let day = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        Province::plan(&Ids::new(7), units, [day, day])
    }

    #[test]
    fn the_province_has_the_real_shape() {
        let province = planned(1_300);
        let count = |work| province.doing(work).len();
        assert_eq!(province.units.len(), 1_300);
        assert_eq!((count(Work::Department), count(Work::Commune)), (15, 96));
        let wards = province.units.iter().filter(|unit| unit.name.starts_with("Phường")).count();
        assert_eq!(wards, 14);
        let schools = count(Work::Nursery) + count(Work::Primary) + count(Work::LowerSecondary);
        assert_eq!(schools, 892);
        assert_eq!((count(Work::HealthStation), count(Work::ProjectBoard)), (96, 24));
    }

    #[test]
    fn codes_and_names_are_each_held_by_one_unit_whatever_the_size() {
        for units in [UNITS_MIN, 100, 1_300, 3_000] {
            let province = planned(units);
            let codes: BTreeSet<_> = province.units.iter().map(|unit| &unit.code).collect();
            let names: BTreeSet<_> = province.units.iter().map(|unit| &unit.name).collect();
            assert_eq!((codes.len(), names.len()), (units, units));
        }
    }

    #[test]
    fn a_school_that_was_merged_is_one_without_another_change() {
        for units in [UNITS_MIN, 100, 1_300, 3_000] {
            let province = planned(units);
            let merged = province.merged().unwrap();
            let (_on, into) = merged.merged.unwrap();
            assert_eq!(province.units[into].parent, merged.parent, "{units}");
            assert!(merged.renamed.is_none() && merged.moved.is_none(), "{units}");
        }
    }

    #[test]
    fn a_school_that_moved_is_kept_by_its_new_commune_from_that_day() {
        let province = planned(1_300);
        let moved = province.units.iter().position(|unit| unit.moved.is_some()).unwrap();
        let (from, to) = province.units[moved].moved.unwrap();
        assert_eq!(province.keeper(moved, from), to);
        assert_eq!(province.keeper(moved, from.pred_opt().unwrap()), {
            province.units[moved].parent.unwrap()
        });
    }
}
