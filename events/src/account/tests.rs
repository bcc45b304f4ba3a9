use chrono::NaiveDate;
use cqrs_es::{DomainEvent as _, test::TestFramework};
use uuid::Uuid;

use super::*;
use crate::{
    ids::{DossierId, GrantId, UnitId},
    unit::{UnitEvent, UnitKind, UnitTree},
    values::{Issuer, Paper, PaperNumber, PersonName, Reason, UnitCode, UnitName},
};

mod laws;
mod moves;
mod moving;
mod service;

const PROVINCE: UnitId = UnitId::from_uuid(Uuid::from_u128(1));
const EDUCATION: UnitId = UnitId::from_uuid(Uuid::from_u128(2));
const SCHOOL: UnitId = UnitId::from_uuid(Uuid::from_u128(3));
const HEALTH: UnitId = UnitId::from_uuid(Uuid::from_u128(4));
const NOWHERE: UnitId = UnitId::from_uuid(Uuid::from_u128(99));
const HA: DossierId = DossierId::from_uuid(Uuid::from_u128(10));
const GRANT: GrantId = GrantId::from_uuid(Uuid::from_u128(20));
const OTHER_GRANT: GrantId = GrantId::from_uuid(Uuid::from_u128(21));

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn paper(dated_on: &str) -> Paper {
    Paper {
        number: PaperNumber::parse("17/TTr-SGDĐT").unwrap(),
        dated_on: date(dated_on),
        issuer: Issuer::parse("Sở Giáo dục và Đào tạo").unwrap(),
    }
}

fn request() -> Paper {
    paper("2026-01-05")
}

fn reason() -> Reason {
    Reason::parse("nghỉ hưu").unwrap()
}

fn until(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| date(text))
}

/// The province with education, a school under it, and health.
fn tree() -> UnitTree {
    let mut tree = UnitTree::default();
    for (unit, code, parent) in [
        (PROVINCE, "H53", None),
        (EDUCATION, "H53.01", Some(PROVINCE)),
        (SCHOOL, "H53.01.07", Some(EDUCATION)),
        (HEALTH, "H53.02", Some(PROVINCE)),
    ] {
        tree.evolve(&UnitEvent::UnitEstablished {
            unit,
            code: UnitCode::parse(code).unwrap(),
            name: UnitName::parse(code).unwrap(),
            kind: UnitKind::Department,
            parent,
            effective_on: date("2025-07-01"),
            basis: paper("2025-06-12"),
        });
    }
    tree
}

fn issue() -> AccountCommand {
    AccountCommand::IssueAccount {
        holder: Holder::Official { dossier: HA },
        name: PersonName::parse("Phạm Thu Hà").unwrap(),
        unit: EDUCATION,
        issued_on: date("2026-01-05"),
    }
}

fn issued() -> AccountEvent {
    AccountEvent::AccountIssued {
        holder: Holder::Official { dossier: HA },
        name: PersonName::parse("Phạm Thu Hà").unwrap(),
        unit: EDUCATION,
        issued_on: date("2026-01-05"),
    }
}

fn grant(role: Role, scope: UnitId, from: &str, end: &str) -> AccountCommand {
    let (from, until) = (date(from), until(end));
    AccountCommand::GrantAccess { grant: GRANT, role, scope, from, until, request: request() }
}

fn granted(role: Role, scope: UnitId, from: &str, end: &str) -> AccountEvent {
    let (from, until) = (date(from), until(end));
    AccountEvent::AccessGranted { grant: GRANT, role, scope, from, until, request: request() }
}

fn restrict(scope: UnitId, end: &str) -> AccountCommand {
    let until = until(end);
    AccountCommand::RestrictAccess { grant: GRANT, scope, until, request: request() }
}

fn restricted(scope: UnitId, end: &str) -> AccountEvent {
    let until = until(end);
    AccountEvent::AccessRestricted { grant: GRANT, scope, until, request: request() }
}

fn extend(scope: UnitId, end: &str, requested_on: &str) -> AccountCommand {
    let (until, request) = (until(end), paper(requested_on));
    AccountCommand::ExtendAccess { grant: GRANT, scope, until, request }
}

fn extended(scope: UnitId, end: &str, requested_on: &str) -> AccountEvent {
    let (until, request) = (until(end), paper(requested_on));
    AccountEvent::AccessExtended { grant: GRANT, scope, until, request }
}

fn revoke() -> AccountCommand {
    AccountCommand::RevokeAccess { grant: GRANT, request: request() }
}

fn revoked() -> AccountEvent {
    AccountEvent::AccessRevoked { grant: GRANT, request: request() }
}

fn moved(to: UnitId) -> AccountEvent {
    let moved_on = date("2026-05-04");
    AccountEvent::AccountMoved { from: EDUCATION, to, moved_on, decision: request() }
}

fn close() -> AccountCommand {
    AccountCommand::CloseAccount { closed_on: date("2026-06-01"), reason: reason() }
}

fn closed() -> AccountEvent {
    AccountEvent::AccountClosed { closed_on: date("2026-06-01"), reason: reason() }
}

/// Hà inspects education from 10 January to the end of June.
fn inspecting() -> [AccountEvent; 2] {
    [issued(), granted(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-30")]
}

struct Given {
    account: Account,
}

struct Then {
    account: Account,
    answer: Result<Vec<AccountEvent>, AccountRefusal>,
}

fn given(history: impl IntoIterator<Item = AccountEvent>) -> Given {
    let mut account = Account::default();
    for event in history {
        account.evolve(&event);
    }
    Given { account }
}

/// What the same command says after it succeeded: nothing more, or that the account is closed.
#[track_caller]
fn assert_no_second_fact(account: &Account, command: AccountCommand) {
    let expected = match account {
        Account::Closed(_) => Err(AccountRefusal::Closed),
        Account::NotIssued | Account::Active(_) => Ok(vec![]),
    };
    assert_eq!(decide(account, command, &tree()), expected, "the same command twice is one fact");
}

impl Given {
    /// Also holds the law: the same command again never yields a second fact.
    #[track_caller]
    fn when(self, command: AccountCommand) -> Then {
        let mut account = self.account;
        let answer = decide(&account, command.clone(), &tree());
        for event in answer.iter().flatten() {
            account.evolve(event);
        }
        if answer.is_ok() {
            assert_no_second_fact(&account, command);
        }
        Then { account, answer }
    }
}

impl Then {
    #[track_caller]
    fn then(self, facts: impl Into<Vec<AccountEvent>>) -> Account {
        assert_eq!(self.answer, Ok(facts.into()));
        self.account
    }

    #[track_caller]
    fn then_refused(self, refusal: AccountRefusal, code: &str) {
        assert_eq!(refusal.code(), code);
        assert_eq!(self.answer, Err(refusal));
    }
}

#[test]
fn an_account_is_issued_once_and_to_one_holder() {
    TestFramework::<Account>::with(tree())
        .given_no_previous_events()
        .when(issue())
        .then_expect_events(vec![issued()]);
    given([]).when(issue()).then([issued()]);
    let (name, unit) = (PersonName::parse("Phạm Thu Hà").unwrap(), EDUCATION);
    let issued_on = date("2026-01-05");
    given([issued()])
        .when(AccountCommand::IssueAccount { holder: Holder::Staff, name, unit, issued_on })
        .then_refused(AccountRefusal::AlreadyIssued, "already_issued");
}

#[test]
fn an_account_that_is_not_issued_takes_nothing_else() {
    for command in [
        grant(Role::Head, EDUCATION, "2026-01-10", ""),
        restrict(SCHOOL, ""),
        extend(PROVINCE, "", "2026-01-05"),
        revoke(),
        close(),
    ] {
        given([]).when(command).then_refused(AccountRefusal::NotIssued, "not_issued");
    }
}

#[test]
fn a_closed_account_opens_nothing_and_takes_nothing() {
    let [issued, granted] = inspecting();
    let history = || [issued.clone(), granted.clone(), closed()];
    for command in [
        issue(),
        grant(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-30"),
        restrict(SCHOOL, "2026-06-30"),
        extend(PROVINCE, "2026-06-30", "2026-01-05"),
        revoke(),
        close(),
    ] {
        TestFramework::<Account>::with(tree())
            .given(history().to_vec())
            .when(command.clone())
            .then_expect_error(AccountRefusal::Closed);
        given(history()).when(command).then_refused(AccountRefusal::Closed, "closed");
    }
    let account = given(history()).account;
    assert_eq!(account.grants_on(date("2026-02-01")), []);
    assert!(account.issued().unwrap().grants.values().all(|grant| grant.revoked));
}

#[test]
fn closing_an_account_ends_all_its_grants() {
    let account = given(inspecting()).when(close()).then([closed()]);
    assert!(matches!(account, Account::Closed(_)));
    assert_eq!(account.grants_on(date("2026-02-01")), []);
}

#[test]
fn access_holds_from_its_first_to_its_last_day_with_both() {
    let account = given([issued()])
        .when(grant(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-30"))
        .then([granted(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-30")]);
    for (on, holds) in
        [("2026-01-09", false), ("2026-01-10", true), ("2026-06-30", true), ("2026-07-01", false)]
    {
        let expected = if holds { vec![(GRANT, Role::Inspector, EDUCATION)] } else { vec![] };
        assert_eq!(account.grants_on(date(on)), expected, "{on}");
    }
}

#[test]
fn only_standing_posts_have_access_without_an_end() {
    for role in [Role::DataOfficer, Role::Head, Role::Administrator] {
        let account = given([issued()])
            .when(grant(role, EDUCATION, "2026-01-10", ""))
            .then([granted(role, EDUCATION, "2026-01-10", "")]);
        assert_eq!(account.grants_on(date("2036-01-10")), [(GRANT, role, EDUCATION)]);
    }
    given([issued()])
        .when(grant(Role::Inspector, EDUCATION, "2026-01-10", ""))
        .then_refused(AccountRefusal::EndRequired(Role::Inspector), "end_required");
    given(inspecting())
        .when(extend(EDUCATION, "", "2026-06-01"))
        .then_refused(AccountRefusal::EndRequired(Role::Inspector), "end_required");
}

#[test]
fn access_is_granted_for_twelve_months_at_most() {
    assert_eq!(MONTHS_MAX, 12);
    given([issued()])
        .when(grant(Role::Inspector, EDUCATION, "2026-01-10", "2027-01-10"))
        .then([granted(Role::Inspector, EDUCATION, "2026-01-10", "2027-01-10")]);
    let (until, latest) = (date("2027-01-11"), date("2027-01-10"));
    given([issued()])
        .when(grant(Role::Inspector, EDUCATION, "2026-01-10", "2027-01-11"))
        .then_refused(AccountRefusal::TermTooLong { until, latest }, "term_too_long");
}

#[test]
fn access_is_extended_to_twelve_months_after_the_request_at_most() {
    given(inspecting()).when(extend(EDUCATION, "2027-06-15", "2026-06-15")).then([extended(
        EDUCATION,
        "2027-06-15",
        "2026-06-15",
    )]);
    let (until, latest) = (date("2027-06-16"), date("2027-06-15"));
    given(inspecting())
        .when(extend(EDUCATION, "2027-06-16", "2026-06-15"))
        .then_refused(AccountRefusal::TermTooLong { until, latest }, "term_too_long");
}

#[test]
fn an_extension_in_scope_alone_leaves_an_end_set_long_ago() {
    given([
        issued(),
        granted(Role::DataOfficer, SCHOOL, "2026-01-10", ""),
        restricted(SCHOOL, "2030-12-31"),
    ])
    .when(extend(EDUCATION, "2030-12-31", "2026-06-01"))
    .then([extended(EDUCATION, "2030-12-31", "2026-06-01")]);
}

#[test]
fn dates_of_access_stand_in_order() {
    let (from, end) = (date("2026-01-10"), date("2026-01-09"));
    let refused = || AccountRefusal::EndsBeforeStart { from, until: end };
    given([issued()])
        .when(grant(Role::Inspector, EDUCATION, "2026-01-10", "2026-01-09"))
        .then_refused(refused(), "ends_before_start");
    given(inspecting())
        .when(restrict(EDUCATION, "2026-01-09"))
        .then_refused(refused(), "ends_before_start");
    let issued_on = date("2026-01-05");
    given([issued()])
        .when(grant(Role::Head, EDUCATION, "2026-01-04", ""))
        .then_refused(AccountRefusal::BeforeIssued { issued_on }, "before_issued");
    given([issued()])
        .when(AccountCommand::CloseAccount { closed_on: date("2026-01-04"), reason: reason() })
        .then_refused(AccountRefusal::BeforeIssued { issued_on }, "before_issued");
}

#[test]
fn access_starts_no_earlier_than_the_written_request() {
    let (dated_on, from) = (date("2026-01-11"), date("2026-01-10"));
    let command = AccountCommand::GrantAccess {
        grant: GRANT,
        role: Role::Head,
        scope: EDUCATION,
        from,
        until: None,
        request: paper("2026-01-11"),
    };
    given([issued()])
        .when(command)
        .then_refused(AccountRefusal::RequestAfterStart { dated_on, from }, "request_after_start");
}

#[test]
fn a_unit_nobody_knows_has_no_accounts_and_no_access() {
    let refused = || AccountRefusal::UnknownUnit(NOWHERE);
    let (holder, issued_on) = (Holder::Staff, date("2026-01-05"));
    let name = PersonName::parse("Lê Minh").unwrap();
    given([])
        .when(AccountCommand::IssueAccount { holder, name, unit: NOWHERE, issued_on })
        .then_refused(refused(), "unknown_unit");
    given([issued()])
        .when(grant(Role::Head, NOWHERE, "2026-01-10", ""))
        .then_refused(refused(), "unknown_unit");
    given(inspecting()).when(restrict(NOWHERE, "")).then_refused(refused(), "unknown_unit");
    given(inspecting())
        .when(extend(NOWHERE, "", "2026-01-05"))
        .then_refused(refused(), "unknown_unit");
}

#[test]
fn one_grant_id_is_one_grant() {
    for other in [
        grant(Role::Head, EDUCATION, "2026-01-10", "2026-06-30"),
        grant(Role::Inspector, SCHOOL, "2026-01-10", "2026-06-30"),
        grant(Role::Inspector, EDUCATION, "2026-01-11", "2026-06-30"),
        grant(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-29"),
    ] {
        given(inspecting())
            .when(other)
            .then_refused(AccountRefusal::AlreadyGranted(GRANT), "already_granted");
    }
}

#[test]
fn a_grant_nobody_made_cannot_be_changed() {
    for command in [restrict(SCHOOL, ""), extend(PROVINCE, "", "2026-01-05"), revoke()] {
        given([issued()])
            .when(command)
            .then_refused(AccountRefusal::UnknownGrant(GRANT), "unknown_grant");
    }
}

#[test]
fn restricted_access_reaches_a_smaller_unit_or_an_earlier_end() {
    let account = given(inspecting())
        .when(restrict(SCHOOL, "2026-03-31"))
        .then([restricted(SCHOOL, "2026-03-31")]);
    assert_eq!(account.grants_on(date("2026-03-31")), [(GRANT, Role::Inspector, SCHOOL)]);
    assert_eq!(account.grants_on(date("2026-04-01")), []);
    // A standing post gets an end, however long it has lasted.
    given([issued(), granted(Role::DataOfficer, EDUCATION, "2026-01-10", "")])
        .when(restrict(EDUCATION, "2030-12-31"))
        .then([restricted(EDUCATION, "2030-12-31")]);
}

#[test]
fn a_restriction_that_widens_is_refused() {
    for (scope, end) in [
        (PROVINCE, "2026-06-30"),
        (HEALTH, "2026-06-30"),
        (SCHOOL, "2026-07-01"),
        (SCHOOL, ""),
        (EDUCATION, "2026-07-01"),
    ] {
        given(inspecting())
            .when(restrict(scope, end))
            .then_refused(AccountRefusal::NotNarrower(GRANT), "not_narrower");
    }
}

#[test]
fn extended_access_reaches_a_larger_unit_or_a_later_end() {
    for (scope, end) in
        [(PROVINCE, "2026-06-30"), (EDUCATION, "2026-12-31"), (PROVINCE, "2026-12-31")]
    {
        let account = given(inspecting()).when(extend(scope, end, "2026-06-01")).then([extended(
            scope,
            end,
            "2026-06-01",
        )]);
        assert_eq!(account.grants_on(date("2026-06-30")), [(GRANT, Role::Inspector, scope)]);
    }
}

#[test]
fn an_extension_that_narrows_is_refused() {
    for (scope, end) in [
        (SCHOOL, "2026-12-31"),
        (HEALTH, "2026-12-31"),
        (PROVINCE, "2026-06-29"),
        (EDUCATION, "2026-06-29"),
    ] {
        given(inspecting())
            .when(extend(scope, end, "2026-06-01"))
            .then_refused(AccountRefusal::NotWider(GRANT), "not_wider");
    }
}

#[test]
fn revoked_access_stays_revoked() {
    let [issued, granted] = inspecting();
    let account = given([issued.clone(), granted.clone()]).when(revoke()).then([revoked()]);
    assert_eq!(account.grants_on(date("2026-02-01")), []);
    for command in [
        grant(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-30"),
        restrict(SCHOOL, "2026-06-30"),
        extend(PROVINCE, "2026-06-30", "2026-01-05"),
    ] {
        given([issued.clone(), granted.clone(), revoked()])
            .when(command)
            .then_refused(AccountRefusal::Revoked(GRANT), "revoked");
    }
}

#[test]
fn a_fact_that_should_never_have_been_recorded_still_loads() {
    assert_eq!(given([revoked(), closed(), restricted(SCHOOL, "")]).account, Account::NotIssued);
    let closed_once = given([issued(), closed()]).account;
    let [_, granted] = inspecting();
    assert_eq!(given([issued(), closed(), closed(), granted]).account, closed_once);
}

#[test]
fn a_fact_says_its_name_day_paper_and_reason() {
    let [issued, granted] = inspecting();
    for (event, stored, on, paper, why) in [
        (issued, "AccountIssued", Some("2026-01-05"), None, None),
        (granted, "AccessGranted", Some("2026-01-10"), Some(request()), None),
        (restricted(SCHOOL, ""), "AccessRestricted", None, Some(request()), None),
        (extended(SCHOOL, "", "2026-01-05"), "AccessExtended", None, Some(request()), None),
        (revoked(), "AccessRevoked", None, Some(request()), None),
        (moved(HEALTH), "AccountMoved", Some("2026-05-04"), Some(request()), None),
        (closed(), "AccountClosed", Some("2026-06-01"), None, Some(reason())),
    ] {
        assert_eq!((event.name(), event.effective_on()), (stored, on.map(date)));
        assert_eq!((event.event_type(), event.event_version()), (stored.into(), "1".into()));
        assert_eq!((event.paper(), event.reason()), (paper.as_ref(), why.as_ref()));
        let json = serde_json::to_value(&event).unwrap();
        assert!(json.get(stored).is_some(), "the stored name is the name in the payload");
    }
}
