//! Coming in: activation, sign-in, second factor, sessions, and proving oneself again before acts
//! that weigh. What is kept of it is the store's (`store::sign_in`); what may be done once inside
//! is `access`'s.

pub mod codes;
pub mod login;
mod pace;
pub mod password;
mod sessions;
pub mod sign_on;

use chrono::{DateTime, TimeDelta, Utc};
use hoso_events::{
    account::Role,
    ids::{AccountId, UnitId},
};
use hoso_projections::accounts::{self, AccountRow};
use sha2::{Digest as _, Sha256};

use super::{Act, Actor, App, CommandError, Refusal, Target, may};
use crate::store::{
    StoreError,
    sign_in::{
        credentials::Credential,
        happenings::{Client, What},
        sessions::{How, Session, Stage},
    },
};
use pace::Tried;

pub use sessions::{PROVED_FOR, PROVED_MAX, SESSION_MAX, idle_max};

/// How long an activation code may be used.
pub const ACTIVATION_FOR: TimeDelta = TimeDelta::hours(72);
/// How often another free login is looked for when two people ask at the same time.
const LOGIN_TRIES_MAX: usize = 5;

/// A code made for an account's holder: shown once, to be handed over.
pub struct Issued {
    pub login: String,
    pub code: String,
    pub expires_at: DateTime<Utc>,
}

/// A browser that signed in: its token goes into the cookie and nowhere else.
pub struct Started {
    pub token: String,
    pub session: Session,
}

/// What one proves oneself with again before what weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Code,
    Password,
    /// By the service that vouched: there is neither a second factor nor a password here.
    SignOn,
    /// That service is no longer there to be asked.
    Nothing,
}

/// A second factor being set up.
pub struct Pending {
    pub base32: String,
    /// What a phone reads from the picture.
    pub address: String,
}

fn refused(code: &'static str) -> CommandError {
    CommandError::Refused(Refusal::plain(code))
}

/// Whether an account must have a second factor: everyone but officials who have no grant.
pub fn needs_factor(account: &AccountRow) -> bool {
    account.grant_lines().iter().any(|line| !line.revoked)
}

impl App {
    /// The account, while it is open.
    async fn open_account(&self, account: &str) -> Result<Option<AccountRow>, CommandError> {
        let row = accounts::by_id(self.store().db(), account).await.map_err(StoreError::from)?;
        Ok(row.filter(|row| row.state == "active"))
    }

    /// Makes an activation code for an account's holder. Codes made before no longer count. With
    /// `resets_factor`, using it takes the second factor off: the phone was lost.
    pub async fn issue_activation(
        &self,
        actor: &Actor,
        account: AccountId,
        resets_factor: bool,
    ) -> Result<Issued, CommandError> {
        let row = self.open_account(&account.to_string()).await?.ok_or(CommandError::Denied)?;
        self.may_issue_activation(actor, account, &row).await?;
        let login = self.login_of(&row).await?;
        let code = codes::activation(&self.store().clock().new_secret());
        let expires_at = self.store().now() + ACTIVATION_FOR;
        let hash = codes::hash(&code);
        self.store().add_activation(&hash, &row.account_id, expires_at, resets_factor).await?;
        let from = Client::default();
        let name = actor.account.name.as_str();
        self.store().add_happening(&row.account_id, What::CodeIssued, name, &from).await?;
        Ok(Issued { login, code, expires_at })
    }

    /// Who holds the code holds the account: nobody makes one for themselves, officers only for
    /// people without grants, and for administrators only administrators.
    async fn may_issue_activation(
        &self,
        actor: &Actor,
        account: AccountId,
        row: &AccountRow,
    ) -> Result<(), CommandError> {
        if actor.is_service {
            return Ok(());
        }
        if actor.account.id == account {
            return Err(refused("own_access"));
        }
        let world = self.store().world().await?;
        let unit = UnitId::parse(&row.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        let grants = row.grant_lines();
        let granted = grants.iter().any(|line| !line.revoked);
        let act = if granted { Act::DecideAccess } else { Act::IssueAccount };
        let target = Target::Unit(unit);
        let allowed = may(actor, act, target, &world.units)
            .or_else(|_denied| may(actor, Act::DecideAccess, target, &world.units));
        allowed.map_err(|_denied| CommandError::Denied)?;
        let administers =
            grants.iter().any(|line| !line.revoked && line.role == Role::Administrator);
        let by_one = actor.grants.iter().any(|(role, _scope)| *role == Role::Administrator);
        if administers && !by_one {
            return Err(refused("administrator_only"));
        }
        Ok(())
    }

    /// The login of an account, made from its holder's name when it has none.
    async fn login_of(&self, row: &AccountRow) -> Result<String, CommandError> {
        for _again in 0..LOGIN_TRIES_MAX {
            if let Some(credential) = self.store().credential_of(&row.account_id).await? {
                return Ok(credential.login);
            }
            let wanted = login::of_name(&row.name);
            let login = login::free(&wanted, &self.store().logins_like(&wanted).await?);
            self.store().add_credential(&row.account_id, &login).await?;
        }
        Err(CommandError::Busy)
    }

    /// Uses an activation code: the holder chooses a password and is signed in.
    pub async fn activate(
        &self,
        code: &str,
        password: &str,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let tried = Tried::activation(&from.address);
        self.attempt(&tried).await?;
        let hash = codes::hash(code);
        let activation = self.store().activation(&hash).await?;
        let activation = activation.ok_or_else(|| refused("activation_used"))?;
        let account = self.open_account(&activation.account_id).await?;
        let account = account.ok_or_else(|| refused("activation_used"))?;
        let credential = self.store().credential_of(&account.account_id).await?;
        let credential = credential.ok_or_else(|| refused("activation_used"))?;
        self.check_new_password(&account, &credential, password).await?;
        let phc = self.passwords.hash(password, self.salt()).await?;
        if !self.store().use_activation(&hash).await? {
            return Err(refused("activation_used"));
        }
        self.was_right(&tried).await?;
        let id = account.account_id.as_str();
        self.store().set_password(id, &phc, self.store().now()).await?;
        if activation.resets_factor {
            self.store().clear_factor(id).await?;
        }
        self.end_all_sessions(id).await?;
        self.store().add_happening(id, What::Activated, &account.name, from).await?;
        self.after_password(&account, How::Password, from).await
    }

    async fn check_new_password(
        &self,
        account: &AccountRow,
        credential: &Credential,
        password: &str,
    ) -> Result<(), CommandError> {
        let factor = needs_factor(account) || credential.factor.is_some();
        let chars_min = match factor {
            true => password::CHARS_MIN_WITH_FACTOR,
            false => password::CHARS_MIN_ALONE,
        };
        let world = self.store().world().await?;
        let unit = UnitId::parse(&account.unit_id).ok().and_then(|id| world.units.get(id));
        let unit = unit.map(|unit| unit.name.to_string()).unwrap_or_default();
        let known = [account.name.as_str(), credential.login.as_str(), unit.as_str()];
        password::check_new(password, chars_min, &known).map_err(CommandError::Refused)
    }

    fn salt(&self) -> [u8; 16] {
        let bits = Sha256::digest(self.store().clock().new_secret().as_bytes());
        std::array::from_fn(|place| bits[place])
    }

    /// Signs in with login and password; the second factor may be asked for next. A wrong login
    /// and a wrong password look alike, and take as long.
    pub async fn sign_in(
        &self,
        typed: &str,
        password: &str,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let login = login::read(typed);
        let tried = Tried::password(&login, &from.address);
        self.attempt(&tried).await?;
        let credential = self.store().credential_by_login(&login).await?;
        let hash = credential.as_ref().and_then(|credential| credential.password.as_deref());
        let right = self.passwords.is_right(password, hash).await?;
        let account = match &credential {
            Some(credential) => self.open_account(&credential.account_id).await?,
            None => None,
        };
        let (Some(account), true) = (account, right) else {
            return Err(refused("bad_credentials"));
        };
        self.was_right(&tried).await?;
        self.after_password(&account, How::Password, from).await
    }

    /// How far a sign-in is once a password, or another service, has told who it is.
    async fn stage_after_password(&self, account: &AccountRow) -> Result<Stage, CommandError> {
        let credential = self.store().credential_of(&account.account_id).await?;
        let has_factor = credential.is_some_and(|credential| credential.factor.is_some());
        Ok(match (has_factor, needs_factor(account)) {
            (true, _) => Stage::Code,
            (false, true) => Stage::Enrol,
            (false, false) => Stage::Open,
        })
    }

    /// The next step once a password has told who it is.
    async fn after_password(
        &self,
        account: &AccountRow,
        how: How,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let stage = self.stage_after_password(account).await?;
        if stage == Stage::Open {
            self.tell_signed_in(account, from).await?;
        }
        self.start_session(account, how, stage, false, None, from).await
    }

    async fn tell_signed_in(
        &self,
        account: &AccountRow,
        from: &Client,
    ) -> Result<(), CommandError> {
        let id = account.account_id.as_str();
        Ok(self.store().add_happening(id, What::SignedIn, &account.name, from).await?)
    }

    /// The open account a session belongs to, with what its holder proves themselves with.
    async fn holder_of(&self, session: &Session) -> Result<(AccountRow, Credential), CommandError> {
        let account = self.open_account(&session.account_id).await?;
        let credential = self.store().credential_of(&session.account_id).await?;
        account.zip(credential).ok_or_else(|| refused("session_expired"))
    }

    /// Whether a code is right for an account: one its phone shows and that was not used before,
    /// or one of the recovery codes, which it then is no longer.
    async fn code_is_right(
        &self,
        credential: &Credential,
        typed: &str,
        from: &Client,
    ) -> Result<bool, CommandError> {
        let Some(base32) = &credential.factor else { return Ok(false) };
        let id = credential.account_id.as_str();
        if let Some(step) = codes::factor_step(base32, typed, self.store().now().timestamp()) {
            return Ok(self.store().take_factor_step(id, step).await?);
        }
        let used = self.store().take_recovery(credential, &codes::hash(typed)).await?;
        if used {
            self.store().add_happening(id, What::RecoveryUsed, "", from).await?;
        }
        Ok(used)
    }

    /// The second step of a sign-in: the token changes with it.
    pub async fn finish_sign_in(
        &self,
        session: &Session,
        typed: &str,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let tried = Tried::factor(&session.account_id);
        self.attempt(&tried).await?;
        let (account, credential) = self.holder_of(session).await?;
        if session.stage != Stage::Code || !self.code_is_right(&credential, typed, from).await? {
            return Err(refused("code_wrong"));
        }
        self.was_right(&tried).await?;
        self.tell_signed_in(&account, from).await?;
        let before = Some(session.token_hash.as_str());
        self.start_session(&account, session.how, Stage::Open, true, before, from).await
    }

    /// Proves oneself again before an act that weighs: by a code when there is a second factor,
    /// else by the password. The token changes with it.
    pub async fn prove_again(
        &self,
        session: &Session,
        typed: &str,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let tried = Tried::factor(&session.account_id);
        self.attempt(&tried).await?;
        let (account, credential) = self.holder_of(session).await?;
        let by_code = credential.factor.is_some();
        let right = match by_code {
            true => self.code_is_right(&credential, typed, from).await?,
            false => self.passwords.is_right(typed, credential.password.as_deref()).await?,
        };
        if !right {
            return Err(if by_code { refused("code_wrong") } else { refused("password_wrong") });
        }
        self.was_right(&tried).await?;
        self.renew_session(&account, session).await
    }

    /// What a session's holder proves themselves with again.
    pub async fn proves_by(&self, session: &Session) -> Result<Proof, CommandError> {
        let credential = self.store().credential_of(&session.account_id).await?;
        let has = |what: fn(&Credential) -> bool| credential.as_ref().is_some_and(what);
        Ok(match session.how {
            _ if has(|own| own.factor.is_some()) => Proof::Code,
            _ if has(|own| own.password.is_some()) => Proof::Password,
            How::SignOn if self.sign_on().is_some() => Proof::SignOn,
            How::SignOn | How::Password => Proof::Nothing,
        })
    }

    /// A second factor to be set up, kept until a code of it was shown: asked again, it is the
    /// same one.
    pub async fn pending_factor(&self, session: &Session) -> Result<Pending, CommandError> {
        let credential = self.store().credential_of(&session.account_id).await?;
        let credential = credential.ok_or_else(|| refused("session_expired"))?;
        let base32 = match credential.factor_pending {
            Some(base32) => base32,
            None => {
                let base32 = codes::factor_secret(&self.store().clock().new_secret());
                self.store().set_pending_factor(&credential.account_id, &base32).await?;
                base32
            }
        };
        let address = codes::factor_address(&base32, &credential.login);
        let address = address.ok_or_else(|| refused("unexpected"))?;
        Ok(Pending { base32, address })
    }

    /// Puts the second factor in force once its code was shown; the recovery codes are told once.
    pub async fn confirm_factor(
        &self,
        session: &Session,
        typed: &str,
        from: &Client,
    ) -> Result<(Started, Vec<String>), CommandError> {
        // An open session on someone else's desk must not become theirs for good.
        if session.stage == Stage::Open && !self.is_proved(session) {
            return Err(CommandError::StepUp);
        }
        let tried = Tried::factor(&session.account_id);
        self.attempt(&tried).await?;
        let (account, credential) = self.holder_of(session).await?;
        let pending = credential.factor_pending.ok_or_else(|| refused("code_wrong"))?;
        let step = codes::factor_step(&pending, typed, self.store().now().timestamp());
        let step = step.ok_or_else(|| refused("code_wrong"))?;
        self.was_right(&tried).await?;
        let clock = self.store().clock();
        let recovery = codes::recovery(std::iter::repeat_with(|| clock.new_secret()));
        let hashes: Vec<String> = recovery.iter().map(|code| codes::hash(code)).collect();
        let id = account.account_id.as_str();
        self.store().set_factor(id, &pending, step, &hashes).await?;
        self.store().add_happening(id, What::FactorAdded, &account.name, from).await?;
        if session.stage == Stage::Enrol {
            self.tell_signed_in(&account, from).await?;
        }
        self.store().end_sessions(id, Some(&session.token_hash)).await?;
        let before = Some(session.token_hash.as_str());
        let started = self.start_session(&account, session.how, Stage::Open, true, before, from);
        Ok((started.await?, recovery))
    }

    /// Changes the password; every other browser is signed out.
    pub async fn change_password(
        &self,
        session: &Session,
        old: &str,
        new: &str,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let tried = Tried::factor(&session.account_id);
        self.attempt(&tried).await?;
        let (account, credential) = self.holder_of(session).await?;
        if !self.passwords.is_right(old, credential.password.as_deref()).await? {
            return Err(refused("password_wrong"));
        }
        self.was_right(&tried).await?;
        self.check_new_password(&account, &credential, new).await?;
        let phc = self.passwords.hash(new, self.salt()).await?;
        let id = account.account_id.as_str();
        self.store().set_password(id, &phc, self.store().now()).await?;
        self.store().end_sessions(id, Some(&session.token_hash)).await?;
        self.store().add_happening(id, What::PasswordChanged, &account.name, from).await?;
        self.renew_session(&account, session).await
    }
}
