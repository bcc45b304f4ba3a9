//! What is sent to each address of the interface in the table of access.

use serde_json::{Value as Json, json};

use super::{
    access_cases::{BACK, FRESH},
    fixture::uuid,
    guest::number_of,
};

fn a_paper() -> Json {
    json!({ "number": "12/QĐ-SNV", "dated_on": "2026-03-02", "issuer": "Sở Nội vụ" })
}

/// A command that is taken from whoever may send it.
pub fn body(route: &str, of: &str) -> Json {
    let entry = |slot: &str, value: Json| json!([{ "slot": slot, "value": value }]);
    let (paper, reason, day) = (a_paper(), "Ghi nhầm khi nhập từ phiếu.", "2026-03-02");
    let address = || entry("permanent_address", json!("15 Hùng Vương, phường Long An"));
    let place = route.trim_start_matches("/api/v1/");
    match place {
        "dossiers" => json!({
            "managing_unit": "H53.50", "full_name": "Bùi Thị Xuân",
            "personal_id_no": "072085012345", "confirmation": paper, "confirmed_on": day,
        }),
        "dossiers/{dossier}/sections/{section}" => {
            json!({ "entries": entry("birth_date", json!("1985-03-05")) })
        }
        "dossiers/{dossier}/sections/{section}/unchanged" => json!({ "compared_with": paper }),
        "dossiers/{dossier}/submissions" | "dossiers/{dossier}/submissions/{submission}/check" => {
            json!({})
        }
        "dossiers/{dossier}/submissions/{submission}/return" => {
            json!({ "objections": [{ "slot": "birth_place", "reason": reason }] })
        }
        "dossiers/{dossier}/submissions/{submission}/withdrawal" => json!({ "reason": reason }),
        "dossiers/{dossier}/changes" => {
            json!({ "entries": address(), "happened_on": "2026-02-27", "paper": paper })
        }
        "dossiers/{dossier}/late-entries" => json!({
            "entries": entry("work_history", json!({ "from_ym": "2005-09", "to_ym": "2008-08",
                "unit_ref": "Trường Tiểu học Hậu Nghĩa" })),
            "happened_on": "2008-08-31", "paper": paper, "reason": reason,
        }),
        "dossiers/{dossier}/corrections" => {
            json!({ "entries": address(), "paper": paper, "reason": reason })
        }
        "dossiers/{dossier}/agency-entries" => json!({
            "entries": entry("salary_history", json!({ "from_ym": "2026-03",
                "grade_code": "V.07.04.32", "group": "A1", "step": "3", "coefficient": "3.00" })),
            "effective_on": "2026-03-01", "decision": paper,
        }),
        "dossiers/{dossier}/transfers" => json!({
            "to": "H53.01", "kind": "rotation", "decision": paper, "effective_on": day,
            "term_ends_on": "2029-03-01",
        }),
        "dossiers/{dossier}/transfers/{transfer}/release" => json!({
            "inventory": [{ "title": "Sơ yếu lý lịch", "pages": 12 }], "released_on": day,
        }),
        "dossiers/{dossier}/transfers/{transfer}/receipt" => {
            json!({ "received_on": day, "valid": true })
        }
        "dossiers/{dossier}/transfers/{transfer}/acceptance" => json!({ "accepted_on": day }),
        "dossiers/{dossier}/transfers/{transfer}/refusal"
        | "dossiers/{dossier}/transfers/{transfer}/recall"
        | "dossiers/{dossier}/transfers/{transfer}/cancellation"
        | "dossiers/{dossier}/secondments/{secondment}/cancellation" => {
            json!({ "reason": reason })
        }
        "dossiers/{dossier}/secondments" => json!({
            "host": "H53.01", "decision": paper, "begins_on": "2027-01-01",
            "ends_on": "2027-06-30",
        }),
        "dossiers/{dossier}/secondments/{secondment}/prolongation" => json!({
            "ends_on": "2026-04-30", "decision": paper, "reason": reason,
        }),
        "dossiers/{dossier}/secondments/{secondment}/early-end" => json!({
            "ends_on": "2026-03-20", "decision": paper, "reason": reason,
        }),
        "dossiers/{dossier}/endings" => json!({
            "leaving": { "kind": "retired", "age": "statutory" }, "ended_on": day, "paper": paper,
            "paper_received_on": day,
        }),
        "dossiers/{dossier}/endings/{ending}/correction" => json!({
            "leaving": { "kind": "resigned", "asked_on": "2026-02-02" }, "ended_on": day,
            "paper": paper, "paper_received_on": day, "reason": reason,
        }),
        "dossiers/{dossier}/endings/{ending}/reversal" => json!({ "reason": reason }),
        "returns" => json!({
            "personal_id_no": number_of(BACK), "unit": "H53.50", "decision": paper,
            "resumed_on": "2026-03-03",
        }),
        "accounts" => {
            let account = json!({ "name": "Mai Văn Chín", "unit": "H53.50.1", "issued_on": day });
            let mut account = account;
            if of != "a staff account" {
                account["dossier_id"] = json!(uuid(FRESH));
            }
            account
        }
        "accounts/{account}/grants" => json!({
            "role": "inspector", "scope": "H53.50.2", "from": "2026-03-03",
            "until": "2026-06-30", "request": paper,
        }),
        "accounts/{account}/grants/{grant}/restriction" => json!({
            "scope": "H53.50.2", "until": "2026-06-30", "request": paper,
        }),
        "accounts/{account}/grants/{grant}/extension" if of == "an official's account" => json!({
            "scope": "H53.50", "until": "2027-01-31", "request": paper,
        }),
        // Beyond what the head of the commune decides.
        "accounts/{account}/grants/{grant}/extension" => {
            json!({ "scope": "H53", "request": paper })
        }
        "accounts/{account}/grants/{grant}/revocation" => json!({ "request": paper }),
        "accounts/{account}/closure" => json!({ "closed_on": "2026-03-03", "reason": reason }),
        other => reference(other),
    }
}

fn reference(place: &str) -> Json {
    let (basis, from) = (a_paper(), "2026-03-03");
    match place {
        "units" => json!({ "basis": basis, "effective_on": from, "units": [{
            "code": "H53.50.3", "name": "Trường Tiểu học Đức Hòa", "kind": "school",
            "parent": "H53.50" }] }),
        "units/{unit}/names" => {
            json!({ "name": "Đức Hòa Thượng", "effective_on": from, "basis": basis })
        }
        "units/{unit}/moves" => {
            json!({ "parent": "H53.01", "effective_on": from, "basis": basis })
        }
        "units/{unit}/merger" => {
            json!({ "into": "H53.01", "below": "end_along", "effective_on": from, "basis": basis })
        }
        "units/{unit}/split" => json!({
            "into": ["H53.01", "H53.50.1"], "below": { "move_under": "H53.50" },
            "effective_on": from, "basis": basis }),
        "units/{unit}/dissolution" => {
            json!({ "effective_on": from, "basis": basis })
        }
        "units/{unit}/restoration" => json!({ "reason": "Ghi nhầm", "decision": basis }),
        "calendar/years" => {
            json!({ "year": 2028, "days_off": [{ "date": "2028-09-04", "name": "Quốc khánh" }],
                "worked_saturdays": [], "basis": basis })
        }
        "calendar/days-off" => {
            json!({ "date": "2026-06-15", "name": "Ngày nghỉ của tỉnh", "basis": basis })
        }
        "calendar/swaps" => {
            json!({ "off": "2026-06-16", "worked": "2026-06-20", "basis": basis })
        }
        "rules/adoptions" => json!({ "pack": "ND27-2026" }),
        "rules/amendments" => json!({
            "pack": "TN-842-2023", "duty": "check", "n": 4, "unit": "working_days",
            "legal_basis": "Điều 5", "starts": "Ngày nộp", "who": "managing_unit",
            "in_force_from": "2026-04-01", "basis": basis,
        }),
        other => panic!("say here what is sent to {other}"),
    }
}
