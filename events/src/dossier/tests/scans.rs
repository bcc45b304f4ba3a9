//! A paper of the dossier and the file that shows it.

use super::*;

#[test]
fn a_scan_is_one_fact_however_often_it_is_sent() {
    given([opened()]).when_mai_asks(scan(1)).then([scanned(1)]);
    given(after(kept(), [scanned(1)])).when_mai_asks(scan(1)).then_nothing_new();
    // Another page of the same paper, and the same file of another paper, are facts of their own.
    given(after(kept(), [scanned(1)])).when_an_officer_asks(scan(2)).then([scanned(2)]);
    let other = || Paper { number: PaperNumber::parse("16/QĐ-SGDĐT").unwrap(), ..paper() };
    given(after(kept(), [scanned(1)]))
        .when_mai_asks(DossierCommand::ScanPaper { paper: other(), scan: file(1) })
        .then([DossierEvent::PaperScanned { paper: other(), scan: file(1) }]);
}

#[test]
fn a_scan_changes_nothing_of_the_record_and_of_what_was_compared() {
    given(after(kept(), [found_unchanged_sex(), scanned(1)]))
        .when_an_officer_asks(find_unchanged("sex"))
        .then_nothing_new();
}

fn found_unchanged_sex() -> DossierEvent {
    DossierEvent::SectionFoundUnchanged { section: section("sex"), compared_with: paper() }
}

#[test]
fn a_scan_is_refused_of_a_paper_of_tomorrow_of_no_dossier_and_of_one_that_is_full() {
    given([]).when_an_officer_asks(scan(1)).then_refused(DossierRefusal::NotOpened);
    given([opened()])
        .when_mai_asks(DossierCommand::ScanPaper { paper: paper_of(TOMORROW), scan: file(1) })
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: day(TOMORROW) });
    let hash = |n: usize| FileHash::parse(&format!("{n:064x}")).unwrap();
    let full = (0..SCANS_MAX)
        .map(|n| DossierEvent::PaperScanned { paper: paper(), scan: hash(n) })
        .collect::<Vec<_>>();
    given(after(vec![opened()], full))
        .when_mai_asks(DossierCommand::ScanPaper { paper: paper(), scan: hash(SCANS_MAX) })
        .then_refused(DossierRefusal::TooManyScans { max: SCANS_MAX });
}
