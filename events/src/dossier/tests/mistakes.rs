//! A dossier opened by mistake: the opening is withdrawn while nobody has built on it.

use super::*;

fn opening_withdrawn() -> DossierEvent {
    DossierEvent::OpeningWithdrawn {
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: Some(NUMBER.to_owned()),
        reason: reason("nhập nhầm danh sách"),
    }
}

#[test]
fn an_opening_by_mistake_is_withdrawn_with_its_drafts() {
    for facts in [vec![opened()], drafted()] {
        given(facts).when_an_officer_asks(withdraw_opening()).then([opening_withdrawn()]);
    }
}

#[test]
fn withdrawn_twice_is_one_fact() {
    given([opened(), opening_withdrawn()])
        .when_an_officer_asks(withdraw_opening())
        .then_nothing_new();
}

#[test]
fn what_was_handed_in_is_not_withdrawn_whatever_became_of_it() {
    let returned = [handed_in(), vec![returned(FIRST, "phone_mobile")]].concat();
    for facts in [handed_in(), returned, kept()] {
        given(facts)
            .when_an_officer_asks(withdraw_opening())
            .then_refused(DossierRefusal::WorkedOn);
    }
}

#[test]
fn nothing_happens_to_a_withdrawn_dossier_any_more() {
    for command in [open(), enter(vec![new("phone_mobile", "0912345678")]), submit(FIRST)] {
        given([opened(), opening_withdrawn()])
            .when_an_officer_asks(command)
            .then_refused(DossierRefusal::Withdrawn);
    }
}

#[test]
fn nobody_withdraws_their_own_opening_and_no_opening_is_withdrawn_that_is_not_there() {
    given([opened()]).when_mai_asks(withdraw_opening()).then_refused(DossierRefusal::OwnDossier);
    given([]).when_an_officer_asks(withdraw_opening()).then_refused(DossierRefusal::NotOpened);
}
