use std::time::Duration;

use domain::{Country, Role};
use seal::PublicKey;
use sms::hours::QuietHours;

/// What an operator decides.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// Where phones reach the instance: `https://secure.example.org`, without a slash at the end.
    pub public_url: String,
    /// The organisation's name, as recipients know it. `None`: the name given at first run.
    pub organisation: Option<String>,
    /// The domain of the addresses that stand for phone numbers.
    pub mail_domain: String,
    /// The country of numbers written without a country code.
    pub default_country: Country,
    /// How long a session lasts without a request.
    pub session_idle: Duration,
    /// The same on a phone that is shared with others.
    pub shared_idle: Duration,
    /// How long a session lasts at most.
    pub session_absolute: Duration,
    /// When reminders wait until it is day where the number is at home.
    pub quiet_hours: Option<QuietHours>,
    /// Whether first notices wait too. What is urgent never does.
    pub quiet_for_first: bool,
    /// When somebody who has not opened a message is reminded, counted from the first notice; at most two times. A
    /// sender's own wish counts for more.
    pub reminders: Vec<Duration>,
    /// How recent a change of SIM has to be for a first notice to be held, in hours.
    pub sim_swap_hours: u16,
    /// Whether a notice is held too when nobody says whether the SIM was changed.
    pub hold_unanswered: bool,
    /// Whether a message to a number that nobody has claimed has to wait behind a passcode.
    pub passcode_required: bool,
    /// How long after a sender approved a new password it can be set: so long its owner can say that it was not they.
    pub reset_wait: Duration,
    /// Whether recipients may take the plain way, on which their password passes through the server.
    pub plain_form: bool,
    /// The organisation's archive key, to which every message is sealed too: emergency access. Off at first.
    pub archive: Option<PublicKey>,
    /// How long from then on it can be set.
    pub reset_valid: Duration,
    /// Which accounts must have a second factor.
    pub second_factor: FactorPolicy,
}

/// Which accounts must have a second factor. App passwords are none of it: they send as their account and read nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FactorPolicy {
    /// None; whoever likes sets one up.
    #[default]
    Optional,
    /// Administrators.
    Admins,
    /// All.
    Required,
}

impl FactorPolicy {
    /// Whether somebody with this role must have one.
    #[must_use]
    pub fn demands(self, role: Role) -> bool {
        match self {
            Self::Optional => false,
            Self::Admins => role == Role::Admin,
            Self::Required => true,
        }
    }
}

impl EngineConfig {
    /// Sessions of 15 minutes idle and 12 hours at most, numbers of the United States.
    #[must_use]
    pub fn new(public_url: impl Into<String>) -> Self {
        Self {
            public_url: public_url.into(),
            organisation: None,
            mail_domain: "secure.text".to_owned(),
            default_country: Country::US,
            session_idle: Duration::from_secs(15 * 60),
            shared_idle: Duration::from_secs(5 * 60),
            session_absolute: Duration::from_secs(12 * 60 * 60),
            quiet_hours: None,
            quiet_for_first: false,
            reminders: Vec::new(),
            sim_swap_hours: 72,
            hold_unanswered: false,
            passcode_required: false,
            reset_wait: Duration::from_secs(24 * 60 * 60),
            plain_form: true,
            archive: None,
            second_factor: FactorPolicy::default(),
            reset_valid: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}
