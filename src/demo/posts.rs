//! What people of each kind of unit do: position, grade, pay group, schooling.

use fastrand::Rng;
use hoso_events::catalogue::catalogue;

use super::units::Work;

/// A post, in the codes of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Post {
    pub position: &'static str,
    pub grade: &'static str,
    /// `civil_servant` or `public_employee`.
    pub category: &'static str,
    pub duty: &'static str,
    pub qualification: &'static str,
    pub major: &'static str,
    pub school: &'static str,
    /// The position allowance of a post of leadership, in hundredths.
    pub allowance: Option<i64>,
}

const fn post(
    position: &'static str,
    grade: &'static str,
    duty: &'static str,
    qualification: &'static str,
    major: &'static str,
    school: &'static str,
) -> Post {
    let category = "public_employee";
    Post { position, grade, category, duty, qualification, major, school, allowance: None }
}

impl Post {
    const fn civil(self) -> Self {
        Self { category: "civil_servant", ..self }
    }

    const fn leads(self, allowance: i64) -> Self {
        Self { allowance: Some(allowance), ..self }
    }

    /// The salary group of the grade, as the catalogue has it.
    pub(super) fn group(&self) -> &'static str {
        catalogue()
            .code_list("grades")
            .and_then(|grades| grades.find(self.grade))
            .and_then(|grade| grade.salary_group.as_deref())
            .unwrap_or("A1")
    }
}

const PEDAGOGY: &str = "Trường Đại học Sư phạm Miền Đông (giả định)";
const MEDICINE: &str = "Trường Đại học Y khoa Vàm Cỏ (giả định)";
const ADMINISTRATION: &str = "Trường Đại học Hành chính Phương Nam (giả định)";
const ECONOMICS: &str = "Trường Đại học Kinh tế Phương Nam (giả định)";

const ACCOUNTANT: Post =
    post("accountant", "06.031", "Kế toán", "university", "Kế toán", ECONOMICS);
const CLERK: Post = post(
    "records_clerk",
    "02.007",
    "Văn thư, lưu trữ",
    "university",
    "Lưu trữ học",
    ADMINISTRATION,
);
const SPECIALIST: Post = post(
    "specialist",
    "01.003",
    "Tham mưu, tổng hợp",
    "university",
    "Quản lý nhà nước",
    ADMINISTRATION,
)
.civil();
const JUDICIAL: Post =
    post("judicial_officer", "01.003", "Tư pháp, hộ tịch", "university", "Luật", ADMINISTRATION)
        .civil();
const OFFICER: Post =
    post("officer", "01.004", "Tiếp nhận hồ sơ một cửa", "college", "Hành chính", ADMINISTRATION)
        .civil();
const PRINCIPAL_SPECIALIST: Post = post(
    "principal_specialist",
    "01.002",
    "Tham mưu chính sách",
    "master",
    "Quản lý công",
    ADMINISTRATION,
)
.civil();

/// The officer who keeps the dossiers of a department or commune.
pub(super) const RECORDS_OFFICER: Post = post(
    "specialist",
    "01.003",
    "Quản lý hồ sơ cán bộ, công chức, viên chức",
    "university",
    "Quản trị nhân lực",
    ADMINISTRATION,
)
.civil();

const NURSERY: [Post; 3] = [
    post("teacher", "V.07.02.25", "Giáo viên mầm non", "university", "Giáo dục mầm non", PEDAGOGY),
    post("teacher", "V.07.02.26", "Giáo viên mầm non", "college", "Giáo dục mầm non", PEDAGOGY),
    ACCOUNTANT,
];
const PRIMARY: [Post; 3] = [
    post(
        "teacher",
        "V.07.03.29",
        "Giáo viên tiểu học",
        "university",
        "Giáo dục tiểu học",
        PEDAGOGY,
    ),
    post(
        "teacher",
        "V.07.03.28",
        "Giáo viên tiểu học",
        "university",
        "Giáo dục tiểu học",
        PEDAGOGY,
    ),
    CLERK,
];
const LOWER_SECONDARY: [Post; 4] = [
    post("teacher", "V.07.04.32", "Giáo viên Toán", "university", "Sư phạm Toán", PEDAGOGY),
    post("teacher", "V.07.04.32", "Giáo viên Ngữ văn", "university", "Sư phạm Ngữ văn", PEDAGOGY),
    post(
        "subject_head",
        "V.07.04.31",
        "Tổ trưởng chuyên môn",
        "university",
        "Sư phạm Vật lý",
        PEDAGOGY,
    )
    .leads(20),
    ACCOUNTANT,
];
const UPPER_SECONDARY: [Post; 3] = [
    post(
        "teacher",
        "V.07.05.15",
        "Giáo viên Tiếng Anh",
        "university",
        "Sư phạm Tiếng Anh",
        PEDAGOGY,
    ),
    post("teacher", "V.07.05.15", "Giáo viên Hóa học", "university", "Sư phạm Hóa học", PEDAGOGY),
    post("subject_head", "V.07.05.14", "Tổ trưởng chuyên môn", "master", "Lịch sử", PEDAGOGY)
        .leads(25),
];
const HEALTH: [Post; 3] = [
    post("nurse", "V.08.05.12", "Chăm sóc người bệnh", "university", "Điều dưỡng", MEDICINE),
    post("doctor", "V.08.01.03", "Khám, chữa bệnh", "university", "Y khoa", MEDICINE),
    post("pharmacist", "V.08.08.22", "Quản lý thuốc", "university", "Dược học", MEDICINE),
];
const CENTRE: [Post; 3] = [
    post("engineer", "V.05.02.07", "Kỹ thuật, dịch vụ công", "university", "Nông học", ECONOMICS),
    post("it_officer", "V.11.06.14", "Công nghệ thông tin", "university", "Tin học", ECONOMICS),
    ACCOUNTANT,
];
const COMMUNE: [Post; 4] = [SPECIALIST, JUDICIAL, OFFICER, SPECIALIST];
const DEPARTMENT: [Post; 4] = [SPECIALIST, PRINCIPAL_SPECIALIST, SPECIALIST, JUDICIAL];

/// Any ordinary post of a unit that does this work.
pub(super) fn any(rng: &mut Rng, work: Work) -> Post {
    let posts: &[Post] = match work {
        Work::Nursery => &NURSERY,
        Work::Primary => &PRIMARY,
        Work::LowerSecondary => &LOWER_SECONDARY,
        Work::UpperSecondary => &UPPER_SECONDARY,
        Work::HealthStation | Work::Hospital => &HEALTH,
        Work::ServiceCentre | Work::ProjectBoard => &CENTRE,
        Work::Commune => &COMMUNE,
        Work::Department | Work::Province => &DEPARTMENT,
    };
    posts[(rng.u32(0..1_000) as usize) % posts.len()]
}

/// The head of a unit that does this work.
pub(super) fn head(work: Work) -> Post {
    let (position, duty, base, allowance) = match work {
        Work::Nursery => ("principal", "Quản lý nhà trường", NURSERY[0], 50),
        Work::Primary => ("principal", "Quản lý nhà trường", PRIMARY[1], 50),
        Work::LowerSecondary => ("principal", "Quản lý nhà trường", LOWER_SECONDARY[2], 55),
        Work::UpperSecondary => ("principal", "Quản lý nhà trường", UPPER_SECONDARY[2], 70),
        Work::HealthStation => ("station_head", "Quản lý trạm", HEALTH[1], 30),
        Work::Hospital => ("hospital_director", "Quản lý bệnh viện", HEALTH[1], 90),
        Work::ServiceCentre | Work::ProjectBoard => {
            ("centre_director", "Quản lý trung tâm", CENTRE[0], 50)
        }
        Work::Commune => ("chairman", "Lãnh đạo Ủy ban nhân dân", PRINCIPAL_SPECIALIST, 70),
        Work::Department | Work::Province => {
            ("department_director", "Lãnh đạo sở", PRINCIPAL_SPECIALIST, 90)
        }
    };
    Post { position, duty, ..base }.leads(allowance)
}
