//! Examples of what ends, interrupts or moves a service: endings, secondments, dossiers of one person,
//! mass moves.

use super::*;

pub(super) fn service() -> [DossierEvent; 5] {
    use DossierEvent as E;
    let retired = |ended_on: &str| Ending {
        leaving: Leaving::Retired { age: RetirementAge::Statutory },
        ended_on: day(ended_on),
        paper: paper(),
        paper_received_on: day(DAY),
    };
    [
        E::EndingAnnounced { ending: ENDING, details: retired(DAY) },
        E::ServiceEnded { ending: ENDING, details: retired(DAY) },
        E::EndingCorrected {
            ending: ENDING,
            details: Ending { leaving: Leaving::Dismissed { discipline: paper() }, ..retired(DAY) },
            reason: reason("Ghi nhầm hình thức"),
        },
        E::EndingReversed {
            ending: ENDING,
            reason: reason("Ghi nhầm người"),
            paper: Some(paper()),
        },
        E::ServiceResumed {
            ending: ENDING,
            from: EDUCATION,
            to: HEALTH,
            decision: paper(),
            resumed_on: day(DAY),
        },
    ]
}

pub(super) fn secondment() -> [DossierEvent; 4] {
    use DossierEvent as E;
    let (secondment, decision) = (SECONDMENT, paper());
    [
        E::SecondmentOrdered {
            secondment,
            from: EDUCATION,
            host: HEALTH,
            decision: decision.clone(),
            begins_on: day(DAY),
            ends_on: day("2027-07-19"),
        },
        E::SecondmentProlonged {
            secondment,
            ends_on: day("2028-01-19"),
            decision: decision.clone(),
            reason: reason("Chưa xong nhiệm vụ"),
        },
        E::SecondmentEndedEarly {
            secondment,
            ends_on: day("2027-01-19"),
            decision: decision.clone(),
            reason: reason("Xong nhiệm vụ sớm"),
        },
        E::SecondmentCancelled {
            secondment,
            reason: reason("Quyết định bị thu hồi"),
            decision: Some(decision),
        },
    ]
}

pub(super) fn duplicate() -> [DossierEvent; 5] {
    use DossierEvent as E;
    let other = DossierId::from_uuid(id(0xD2));
    let full_name = || PersonName::parse("Nguyễn Thị Mai").expect("a name");
    let personal_id_no = || Some("072185012345".to_owned());
    let account = Some(AccountId::from_uuid(id(0xA1)));
    [
        E::DuplicateTakenIn {
            duplicate: other,
            full_name: full_name(),
            personal_id_no: personal_id_no(),
            paper: paper(),
            reason: reason("Hai số định danh của một người"),
        },
        E::FoundDuplicate {
            kept: other,
            full_name: full_name(),
            personal_id_no: personal_id_no(),
            account,
            paper: paper(),
            reason: reason("Hai số định danh của một người"),
        },
        E::DuplicateSetApart {
            duplicate: other,
            full_name: full_name(),
            personal_id_no: personal_id_no(),
            paper: paper(),
            reason: reason("Hai chị em sinh đôi"),
        },
        E::FoundSeparate {
            kept: other,
            full_name: full_name(),
            personal_id_no: personal_id_no(),
            account,
            paper: paper(),
            reason: reason("Hai chị em sinh đôi"),
        },
        E::FoundTwoPeople { other, reason: reason("Trùng họ tên, khác quê quán") },
    ]
}

pub(super) fn moved() -> [DossierEvent; 2] {
    use DossierEvent as E;
    [
        E::MovedByDecision {
            mass_move: MASS_MOVE,
            from: EDUCATION,
            to: HEALTH,
            decision: paper(),
            effective_on: day(DAY),
        },
        E::MovedBack {
            mass_move: MASS_MOVE,
            from: HEALTH,
            to: EDUCATION,
            moved_back_on: day(DAY),
            reason: reason("Quyết định bị thu hồi"),
            decision: Some(paper()),
        },
    ]
}

pub(super) fn mass_move() -> [MassMoveEvent; 4] {
    use MassMoveEvent as E;
    let hash = "00000000000000000000000000000000000000000000000000000000000000a1";
    [
        E::MassMoveApproved {
            manifest: FileHash::parse(hash).expect("a hash"),
            ways: vec![Way { from: EDUCATION, to: HEALTH, people: 2_000 }],
            accounts: 3,
            decision: paper(),
            effective_on: day(DAY),
            reason: reason("Sắp xếp đơn vị hành chính"),
        },
        E::MassMoveCompleted { moved: 1_999, left: 1 },
        E::MassMoveUndoOrdered {
            reason: reason("Quyết định bị thu hồi"), decision: Some(paper())
        },
        E::MassMoveUndone { back: 1_998, left: 1 },
    ]
}
