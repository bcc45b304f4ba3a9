//! One grant of an account, to be restricted, extended or revoked on a written request.

use hoso_events::{
    account::Role,
    ids::{AccountId, GrantId},
};
use hoso_projections::accounts::{AccountRow, GrantLine};
use maud::{Markup, html};

use super::{PATH, account::decides, account_path, grant_path, list::grant_line};
use crate::{
    app::Act,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        paper_fields, units,
        visit::{Place, View, Visitor},
    },
};

/// The grant that may be changed here: not one's own, not one that has ended.
pub async fn meant(
    visitor: &Visitor,
    id: AccountId,
    grant: GrantId,
) -> Result<(AccountRow, GrantLine), Obstacle> {
    let Visitor { view, actor } = visitor;
    let row = view.site.app().account(actor, id).await?;
    let line = row.grant_lines().into_iter().find(|line| line.grant == grant && !line.revoked);
    let may = decides(view, actor, &row) && actor.account.id != id && row.state == "active";
    match (line, may) {
        (Some(line), true) => Ok((row, line)),
        _ => Err(Obstacle::not_found()),
    }
}

/// `/tai-khoan/{account}/quyen/{grant}`.
pub async fn page(
    visitor: Visitor,
    Place((id, grant)): Place<(AccountId, GrantId)>,
) -> Result<Markup, Obstacle> {
    let (row, line) = meant(&visitor, id, grant).await?;
    Ok(form(&visitor.view, id, &row, &line, &Typed::default(), &Errors::default()))
}

/// The page, also after its form was not taken.
pub fn form(
    view: &View,
    id: AccountId,
    row: &AccountRow,
    line: &GrantLine,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = words.say("page-grant-alter");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { strong { (row.name) } ": " (grant_line(view, line)) }
        (forms::post(view, &grant_path(&id, line), "form", html! {
            @if line.role != Role::Administrator { (scope(view, line, typed, errors)) }
            (until(view, line, typed, errors))
            (paper_fields::fields(words, words.say("page-grant-request"), typed, errors))
            p class="acts" {
                button type="submit" name="viec" value="han-che" { (words.say("page-grant-restrict")) }
                button type="submit" name="viec" value="mo-rong" { (words.say("page-grant-extend")) }
                button type="submit" name="viec" value="huy-bo" class="second" { (words.say("page-grant-revoke")) }
            }
        }))
    };
    let back = vec![
        Step::new(PATH, words.say("page-accounts-title")),
        Step::new(account_path(&id), row.name.clone()),
    ];
    render(view, Page { title: errors.title(words, &title), back, body })
}

fn scope(view: &View, line: &GrantLine, typed: &Typed, errors: &Errors) -> Markup {
    let code = view.units().get(line.scope).map(|unit| unit.code.as_str()).unwrap_or_default();
    let said = typed.text(units::NAME);
    let said = if said.is_empty() { code } else { said };
    let label = view.words.say("page-grant-scope");
    units::field(view, Act::DecideAccess, label, said, errors.of(units::NAME))
}

fn until(view: &View, line: &GrantLine, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let stands = line.until.map(|until| words.day(until)).unwrap_or_default();
    let said = typed.text("den_ngay");
    let field = Field {
        name: "den_ngay",
        label: words.say("page-grant-last-day"),
        hint: Some(words.say("page-grant-last-day-hint")),
        value: if said.is_empty() { &stands } else { said },
        error: errors.of("den_ngay"),
    };
    field.line(Control { inputmode: "numeric", size: Some(12), ..Control::default() })
}
