//! Audit events: who did what to which message, written in the transaction that did it.

use domain::{DeliveryId, MessageId, PersonId, UnixMillis};
use store::audit::AuditEvent;

use crate::{Engine, agent};

/// What happened. The codes are stored, so they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    AccountAdded,
    AccountDisabled,
    SignedIn,
    SignInFailed,
    SignedOut,
    PasswordChanged,
    RecoveryCodeMade,
    PasskeyAdded,
    PasskeyRemoved,
    PasskeyUsed,
    Recovered,
    ResetAsked,
    ResetApproved,
    ResetDeclined,
    ResetCancelled,
    ResetDone,
    ReleasedAgain,
    LockedAgain,
    Submitted,
    NoticeSent,
    NoticeDelivered,
    NoticeFailed,
    NoticeUnclear,
    NoticeHeld,
    NoticeReleased,
    SimChecked,
    OptedOut,
    OptedIn,
    NotForMe,
    InboundDecided,
    NoticeRetried,
    NoticeRerouted,
    RouteHeld,
    RouteReleased,
    WordingChanged,
    Claimed,
    PasscodeWrong,
    PasscodeSealed,
    PasscodeRenewed,
    PasscodeOpened,
    Opened,
    Removed,
    Downloaded,
    Reminded,
    Recalled,
    Expired,
    AppPasswordAdded,
    AppPasswordRevoked,
    ArchiveOpened,
    FactorAdded,
    FactorRemoved,
    FactorReset,
    FactorWrong,
    BackupCodesMade,
    BackupCodeUsed,
}

impl Action {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::AccountAdded => "account-added",
            Self::AccountDisabled => "account-disabled",
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::PasswordChanged => "password-changed",
            Self::RecoveryCodeMade => "recovery-code-made",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::PasskeyUsed => "passkey-used",
            Self::Recovered => "recovered",
            Self::ResetAsked => "reset-asked",
            Self::ResetApproved => "reset-approved",
            Self::ResetDeclined => "reset-declined",
            Self::ResetCancelled => "reset-cancelled",
            Self::ResetDone => "reset-done",
            Self::ReleasedAgain => "released-again",
            Self::LockedAgain => "locked-again",
            Self::Submitted => "submitted",
            Self::NoticeSent => "notice-sent",
            Self::NoticeDelivered => "notice-delivered",
            Self::NoticeFailed => "notice-failed",
            Self::NoticeUnclear => "notice-unclear",
            Self::OptedOut => "opted-out",
            Self::OptedIn => "opted-in",
            Self::NotForMe => "not-for-me",
            Self::InboundDecided => "inbound-decided",
            Self::NoticeHeld => "notice-held",
            Self::SimChecked => "sim-checked",
            Self::NoticeReleased => "notice-released",
            Self::NoticeRetried => "notice-retried",
            Self::NoticeRerouted => "notice-rerouted",
            Self::RouteHeld => "route-held",
            Self::RouteReleased => "route-released",
            Self::WordingChanged => "wording-changed",
            Self::Claimed => "claimed",
            Self::PasscodeWrong => "passcode-wrong",
            Self::PasscodeSealed => "passcode-sealed",
            Self::PasscodeRenewed => "passcode-renewed",
            Self::PasscodeOpened => "passcode-opened",
            Self::Opened => "opened",
            Self::Removed => "removed",
            Self::Downloaded => "downloaded",
            Self::Reminded => "reminded",
            Self::Recalled => "recalled",
            Self::Expired => "expired",
            Self::AppPasswordAdded => "app-password-added",
            Self::AppPasswordRevoked => "app-password-revoked",
            Self::ArchiveOpened => "archive-opened",
            Self::FactorAdded => "factor-added",
            Self::FactorRemoved => "factor-removed",
            Self::FactorReset => "factor-reset",
            Self::FactorWrong => "factor-wrong",
            Self::BackupCodesMade => "backup-codes-made",
            Self::BackupCodeUsed => "backup-code-used",
        }
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Actor {
    Account(PersonId),
    Recipient(PersonId),
    /// Somebody who did not prove who they are.
    Stranger,
    /// Narwhal itself.
    System,
    /// Somebody at the command line.
    Operator,
}

impl Actor {
    const fn code(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Recipient(_) => "recipient",
            Self::Stranger => "stranger",
            Self::System => "system",
            Self::Operator => "operator",
        }
    }

    const fn id(self) -> Option<PersonId> {
        match self {
            Self::Account(id) | Self::Recipient(id) => Some(id),
            Self::Stranger | Self::System | Self::Operator => None,
        }
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Subject {
    pub(crate) message: Option<MessageId>,
    pub(crate) delivery: Option<DeliveryId>,
    pub(crate) person: Option<PersonId>,
    /// A code such as a failure reason: never content, a number or a link.
    pub(crate) detail: Option<&'static str>,
}

impl Subject {
    pub(crate) fn person(person: PersonId) -> Self {
        Self { person: Some(person), ..Self::default() }
    }

    pub(crate) fn message(message: MessageId) -> Self {
        Self { message: Some(message), ..Self::default() }
    }

    pub(crate) fn delivery(message: MessageId, delivery: DeliveryId) -> Self {
        Self { message: Some(message), delivery: Some(delivery), ..Self::default() }
    }
}

/// The event, with the kind of browser that did it after its code, if it has one.
pub(crate) fn from_agent(event: AuditEvent, agent: &str) -> AuditEvent {
    let agent = agent::describe(agent);
    let words = event.detail.as_ref().map_or_else(|| agent.clone(), |code| format!("{code}: {agent}"));
    AuditEvent { detail: Some(words.into()), ..event }
}

impl Engine {
    pub(crate) fn event(&self, at: UnixMillis, actor: Actor, action: Action, subject: Subject) -> AuditEvent {
        AuditEvent {
            at,
            actor_kind: actor.code().into(),
            actor_id: actor.id(),
            action: action.code().into(),
            message_id: subject.message,
            delivery_id: subject.delivery,
            person_id: subject.person,
            detail: subject.detail.map(Into::into),
        }
    }
}
