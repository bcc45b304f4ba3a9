//! The rules as they are known, and which one holds on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Duty, Rule, RulebookEvent};

/// A pack of rules with what was amended in it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pack {
    pub(super) code: String,
    pub(super) in_force_from: NaiveDate,
    pub(super) adopted: Vec<Rule>,
    /// In the order they were recorded.
    amendments: Vec<Amendment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Amendment {
    in_force_from: NaiveDate,
    rule: Rule,
}

impl Pack {
    /// The pack's own rule for a duty on a day: the latest amendment in force, else as adopted.
    pub(super) fn rule(&self, duty: Duty, on: NaiveDate) -> Option<&Rule> {
        let amended = self
            .amendments
            .iter()
            .filter(|amendment| amendment.rule.duty == duty && amendment.in_force_from <= on)
            // Of several from the same day, the one recorded last: `max_by_key` keeps the last.
            .max_by_key(|amendment| amendment.in_force_from)
            .map(|amendment| &amendment.rule);
        let adopted = || self.adopted.iter().find(|rule| rule.duty == duty);
        if self.in_force_from <= on { amended.or_else(adopted) } else { None }
    }
}

/// A rule for as long as it holds for its duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce<'a> {
    pub rule: &'a Rule,
    /// The code of its pack.
    pub pack: &'a str,
    pub from: NaiveDate,
    /// The last day; none while nothing known replaces it.
    pub until: Option<NaiveDate>,
}

/// The deadline rules known. `Default` knows none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rulebook {
    version: u64,
    /// In the order they were recorded.
    packs: Vec<Pack>,
}

impl Rulebook {
    /// Applies one fact. Total: a fact that was recorded is never argued with.
    pub fn evolve(&mut self, event: &RulebookEvent) {
        self.version += 1;
        match event {
            RulebookEvent::RulePackAdopted { pack, in_force_from, rules, .. } => {
                self.packs.push(Pack {
                    code: pack.clone(),
                    in_force_from: *in_force_from,
                    adopted: rules.clone(),
                    amendments: vec![],
                });
            }
            RulebookEvent::RuleAmended { pack, rule, in_force_from, .. } => {
                let amendment = Amendment { in_force_from: *in_force_from, rule: rule.clone() };
                match self.packs.iter_mut().rfind(|known| known.code == *pack) {
                    Some(known) => known.amendments.push(amendment),
                    None => self.packs.push(Pack {
                        code: pack.clone(),
                        in_force_from: *in_force_from,
                        adopted: vec![],
                        amendments: vec![amendment],
                    }),
                }
            }
        }
    }

    /// How many facts it was folded from; a due date keeps it to say what was known.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The rule for a duty in force on a day, and the code of its pack.
    ///
    /// Of the packs in force with a rule for that duty, the one in force since the latest day
    /// holds (of two from the same day, the one recorded last). A pack without a rule for a duty
    /// leaves the older pack's rule in force; an amendment stays within its pack, so amending an
    /// older pack does not overrule a newer one.
    pub fn in_force(&self, duty: Duty, on: NaiveDate) -> Option<(&Rule, &str)> {
        self.packs
            .iter()
            .filter_map(|pack| pack.rule(duty, on).map(|rule| (pack, rule)))
            .max_by_key(|(pack, _rule)| pack.in_force_from)
            .map(|(pack, rule)| (rule, pack.code.as_str()))
    }

    /// The rules that hold for a duty one after the other, as far as is known today: what is past,
    /// what holds, what is to come.
    pub fn over_time(&self, duty: Duty) -> Vec<InForce<'_>> {
        let changes = self.packs.iter().flat_map(|pack| {
            let amended = pack.amendments.iter().map(|amendment| amendment.in_force_from);
            // An amendment from before its pack holds from the pack's first day.
            amended.map(|from| from.max(pack.in_force_from)).chain([pack.in_force_from])
        });
        let days: BTreeSet<NaiveDate> = changes.collect();
        let mut held: Vec<InForce<'_>> = vec![];
        for from in days {
            let Some((rule, pack)) = self.in_force(duty, from) else { continue };
            match held.last_mut() {
                Some(last) if (last.rule, last.pack) == (rule, pack) => continue,
                Some(last) => last.until = from.pred_opt(),
                None => {}
            }
            held.push(InForce { rule, pack, from, until: None });
        }
        held
    }

    pub(super) fn pack(&self, code: &str) -> Option<&Pack> {
        self.packs.iter().rfind(|pack| pack.code == code)
    }
}
