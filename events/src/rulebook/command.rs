//! What one may ask of the rulebook, and what is decided.

use chrono::NaiveDate;

use super::{
    event::{Duty, Rule, RulebookEvent},
    pack::RulePack,
    state::Rulebook,
};
use crate::values::{Paper, TextError, tidy_text};

/// The most characters the code of a pack may hold.
const PACK_CODE_CHARS_MAX: usize = 40;
/// The most characters the legal basis or the starting day of a rule may hold.
const RULE_TEXT_CHARS_MAX: usize = 300;
/// The longest term a rule may give, in days.
const TERM_DAYS_MAX: u32 = 366;

/// What someone asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulebookCommand {
    /// Put a set of rules in force from a day on.
    AdoptPack { pack: String, in_force_from: NaiveDate, rules: Vec<Rule>, basis: Paper },
    /// Replace one rule of a pack from a day on, or add one to it.
    AmendRule { pack: String, rule: Rule, in_force_from: NaiveDate, basis: Paper },
}

impl RulebookCommand {
    /// The name, for traces.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AdoptPack { .. } => "AdoptPack",
            Self::AmendRule { .. } => "AmendRule",
        }
    }
}

impl From<RulePack> for RulebookCommand {
    fn from(RulePack { pack, in_force_from, basis, rules }: RulePack) -> Self {
        Self::AdoptPack { pack, in_force_from, rules, basis }
    }
}

/// Why the rulebook stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulebookRefusal {
    #[error("rule pack {pack} is already adopted with other rules")]
    PackAlreadyAdopted { pack: String },
    #[error("rule pack {pack} is not adopted")]
    PackNotAdopted { pack: String },
    #[error("a pack code has capital letters, digits and hyphens, at most {max} characters",
        max = PACK_CODE_CHARS_MAX)]
    BadPackCode,
    #[error("a rule pack needs at least one rule")]
    NoRules,
    #[error("there are two rules for {duty}")]
    DutyListedTwice { duty: Duty },
    #[error("a term of {n} days is not between 1 and {max}", max = TERM_DAYS_MAX)]
    TermOutOfRange { n: u32 },
    #[error("rule pack {pack} is in force only from {in_force_from}")]
    BeforePackInForce { pack: String, in_force_from: NaiveDate },
    #[error("the legal basis or the starting day of the rule for {duty} was not taken")]
    BadText { duty: Duty, source: TextError },
}

impl RulebookRefusal {
    /// Every code but those of a bad text, which are [`TextError`]'s.
    pub const CODES: &[&str] = &[
        "bad_pack_code",
        "before_pack_in_force",
        "duty_listed_twice",
        "no_rules",
        "pack_already_adopted",
        "pack_not_adopted",
        "term_out_of_range",
    ];

    /// The stable code: key of the sentence, and the error code of the API and the command line.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PackAlreadyAdopted { .. } => "pack_already_adopted",
            Self::PackNotAdopted { .. } => "pack_not_adopted",
            Self::BadPackCode => "bad_pack_code",
            Self::NoRules => "no_rules",
            Self::DutyListedTwice { .. } => "duty_listed_twice",
            Self::TermOutOfRange { .. } => "term_out_of_range",
            Self::BeforePackInForce { .. } => "before_pack_in_force",
            Self::BadText { source, .. } => source.code(),
        }
    }
}

/// Decides what a command does to the rules. The same command twice is one fact; which paper it
/// cites does not make it another.
pub fn decide(
    rulebook: &Rulebook,
    command: RulebookCommand,
) -> Result<Vec<RulebookEvent>, RulebookRefusal> {
    match command {
        RulebookCommand::AdoptPack { pack, in_force_from, rules, basis } => {
            must_be_pack_code(&pack)?;
            let rules = rules_in_order(rules)?;
            match rulebook.pack(&pack) {
                None => {
                    Ok(vec![RulebookEvent::RulePackAdopted { pack, in_force_from, rules, basis }])
                }
                Some(known) if known.in_force_from == in_force_from && known.adopted == rules => {
                    Ok(vec![])
                }
                Some(_other) => Err(RulebookRefusal::PackAlreadyAdopted { pack }),
            }
        }
        RulebookCommand::AmendRule { pack, rule, in_force_from, basis } => {
            let rule = tidy_rule(rule)?;
            match rulebook.pack(&pack) {
                None => Err(RulebookRefusal::PackNotAdopted { pack }),
                Some(known) if in_force_from < known.in_force_from => {
                    let in_force_from = known.in_force_from;
                    Err(RulebookRefusal::BeforePackInForce { pack, in_force_from })
                }
                Some(known) if known.rule(rule.duty, in_force_from) == Some(&rule) => Ok(vec![]),
                Some(_other) => {
                    Ok(vec![RulebookEvent::RuleAmended { pack, rule, in_force_from, basis }])
                }
            }
        }
    }
}

fn must_be_pack_code(code: &str) -> Result<(), RulebookRefusal> {
    let fits = !code.is_empty()
        && code.len() <= PACK_CODE_CHARS_MAX
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    if fits { Ok(()) } else { Err(RulebookRefusal::BadPackCode) }
}

/// The rules in the order of the flows, one a duty, or what is wrong with them.
fn rules_in_order(rules: Vec<Rule>) -> Result<Vec<Rule>, RulebookRefusal> {
    if rules.is_empty() {
        return Err(RulebookRefusal::NoRules);
    }
    let mut rules = rules.into_iter().map(tidy_rule).collect::<Result<Vec<_>, _>>()?;
    rules.sort();
    match rules.windows(2).find(|pair| pair[0].duty == pair[1].duty) {
        Some(pair) => Err(RulebookRefusal::DutyListedTwice { duty: pair[0].duty }),
        None => Ok(rules),
    }
}

fn tidy_rule(rule: Rule) -> Result<Rule, RulebookRefusal> {
    let duty = rule.duty;
    if !(1..=TERM_DAYS_MAX).contains(&rule.n) {
        return Err(RulebookRefusal::TermOutOfRange { n: rule.n });
    }
    let tidy = |text: &str| {
        tidy_text(text, RULE_TEXT_CHARS_MAX)
            .map_err(|source| RulebookRefusal::BadText { duty, source })
    };
    Ok(Rule { legal_basis: tidy(&rule.legal_basis)?, starts: tidy(&rule.starts)?, ..rule })
}
