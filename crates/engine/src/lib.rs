//! Narwhal's use cases: submit, dispatch, claim, open, expire, recall; accounts and sessions.
//!
//! Every use case is a method of [`Engine`]. It checks who asks, does its work in one transaction together with the
//! audit events that record it, and answers in the words of `domain`. Time and randomness come from the [`Clock`] and
//! the [`Entropy`] that the engine was started with.

mod accounts;
mod agent;
mod archive;
mod attachments;
mod audit;
mod claim;
mod clock;
mod config;
mod desk;
mod entropy;
mod error;
mod factor;
mod first_run;
mod gateways;
mod inbox;
mod keys;
mod lookup;
mod mail;
mod notice;
mod opt_out;
mod outbox;
mod own;
mod passcode;
mod passkeys;
mod password;
mod plain;
mod recall;
mod receipts;
mod recipients;
mod recovery;
mod remind;
mod reset;
mod retention;
mod secrets;
mod sent;
mod sessions;
mod sign_in;
pub mod simulator;
mod submit;
mod throttle;
mod wording;

use std::sync::{Arc, atomic::AtomicBool};

use passkey::RelyingParty;
use relay::Relay;
use seal::MasterKeyRing;
use sms::{http::sim_swap::SimSwap, routes::Routes};
use store::Store;
use tokio::sync::{Notify as Bell, RwLock, Semaphore};

pub use self::mail::{
    AppPasswordSummary, MailError, MailRecipient, MailSender, MailSubmission, NewAppPassword, Notify,
};
pub use accounts::{AccountSummary, NewAccount};
pub use archive::{
    ArchiveFound, ArchiveOpened, ArchiveOpening, ArchiveReason, ArchiveRefusal, ArchiveSearch,
};
pub use attachments::OpenAttachment;
pub use clock::Clock;
pub use config::{EngineConfig, FactorPolicy};
pub use entropy::Entropy;
pub use error::{EngineError, Invalid};
pub use factor::{FactorReset, FactorView, Finished, SetUpSession, TotpSetUp};
pub use first_run::FirstAccount;
pub use gateways::{Gateways, NoticeView};
pub use inbox::{INBOX_LENGTH, InboxItem, LinkState, Lock, OpenMessage};
pub use keys::{KeyChange, KeyChangeKind, RecipientKeys};
pub use opt_out::{Decision, InboundView, OptOutView};
pub use outbox::NotReady;
pub use passcode::{Gate, NewPasscode, PASSCODE_TRIES, PasscodeGate, PasscodeOpened, PasscodeState};
pub use passkey::NotOffered as PasskeysNotOffered;
pub use passkeys::{Door, NewPasskey, PasskeyChallenge, PasskeySummary, passkeys_at};
pub use plain::Typed;
pub use recovery::NewRecovery;
pub use reset::{ResetRequest, ResetStatus};
pub use sent::{DeliveryView, SentFilter, SentItem, SentMessage, Status, TimelineEvent};
pub use sessions::{Session, SessionSummary};
pub use sign_in::{Challenge, Identity, PendingSignIn, SignInStep, SignedIn};
pub use sms::{
    routes::{Health as RouteHealth, RouteName, RouteState},
    text::{Occasion, Preview, TemplateError, built_in_words as usual_words},
};
pub use store::{
    notices::{NoticeList, OutboxStats},
    routes::{RouteCost, RouteMinute},
};
pub use submit::Accepted;
pub use throttle::ClientAddress;
pub use wording::{Look, SAMPLE_PHRASE, WordingError, WordingView};

/// What an engine is made of.
pub struct EngineParts {
    /// A migrated store.
    pub store: Store,
    /// The master keys.
    pub ring: Arc<MasterKeyRing>,
    /// What carries the notices.
    pub routes: Arc<Routes>,
    /// What carries the mails to senders.
    pub relay: Relay,
    /// Whom to ask whether a number's SIM was changed, before somebody can claim it.
    pub sim_swap: Option<SimSwap>,
    /// Tells the time.
    pub clock: Clock,
    /// Gives randomness.
    pub entropy: Entropy,
    /// What the operator decided.
    pub config: EngineConfig,
}

/// The use cases, over one store. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

/// How many passcodes are stretched at once: each takes 32 MiB of memory and a tenth of a second of one core.
const STRETCHED_AT_ONCE: usize = 1;

struct Inner {
    store: Store,
    ring: Arc<MasterKeyRing>,
    secrets: secrets::Secrets,
    routes: Arc<Routes>,
    relay: Relay,
    sim_swap: Option<SimSwap>,
    /// What passkeys are for; `None` where the public URL can have none.
    party: Option<RelyingParty>,
    sims: outbox::Sims,
    clock: Clock,
    entropy: Entropy,
    config: EngineConfig,
    /// Where the outbox gets its notices.
    door: outbox::Door,
    parking: outbox::Parking,
    turns: outbox::Turns,
    counts: outbox::Counts,
    /// Whether a route works again, so that what waited for it is due.
    hurry: AtomicBool,
    /// Whether receipts are kept whose texts were not known.
    early: AtomicBool,
    opt_out_checks: Arc<desk::Desk<opt_out::Check>>,
    in_flight: opt_out::InFlight,
    /// Whether anybody has opted out, as of a few seconds ago.
    any_opt_outs: AtomicBool,
    /// Wakes whoever sends replies.
    wake_replies: Bell,
    /// Wakes whoever sends reports.
    wake_reports: Bell,
    organisation: RwLock<Option<String>>,
    /// The organisation's own words.
    wording: wording::Wording,
    /// Names this engine on its leases.
    lease_owner: [u8; 16],
    submissions: Arc<desk::Desk<submit::Prepared>>,
    lookups: Arc<desk::Desk<lookup::Lookup>>,
    believed: mail::Believed,
    sealers: mail::Sealers,
    /// Bounds how many passcodes are stretched at once.
    stretching: Semaphore,
    /// Bounds how many passwords are stretched here.
    line: plain::Line,
}

impl Engine {
    /// Loads the instance's secrets, making them at the very first start.
    ///
    /// # Errors
    /// When the storage fails, or the master key does not open the secrets.
    pub async fn start(parts: EngineParts) -> Result<Self, EngineError> {
        let EngineParts { store, ring, routes, relay, sim_swap, clock, entropy, config } = parts;
        let now = clock.now();
        let secrets = secrets::Secrets::load(&store, &ring, &entropy, now).await?;
        let lease_owner = *entropy.id(now, domain::NoticeId::new).as_bytes();
        let inner = Inner {
            store,
            ring,
            secrets,
            routes,
            relay,
            sim_swap,
            party: RelyingParty::new(&config.public_url).ok(),
            sims: outbox::Sims::default(),
            clock,
            entropy,
            config,
            door: outbox::Door::new(),
            parking: outbox::Parking::new(now),
            turns: outbox::Turns::default(),
            counts: outbox::Counts::default(),
            hurry: AtomicBool::new(false),
            early: AtomicBool::new(true),
            opt_out_checks: desk::Desk::new(),
            in_flight: opt_out::InFlight::default(),
            any_opt_outs: AtomicBool::new(true),
            wake_replies: Bell::new(),
            wake_reports: Bell::new(),
            organisation: RwLock::new(None),
            wording: wording::Wording::default(),
            lease_owner,
            submissions: desk::Desk::new(),
            lookups: desk::Desk::new(),
            believed: mail::Believed::default(),
            sealers: mail::Sealers::default(),
            stretching: Semaphore::new(STRETCHED_AT_ONCE),
            line: plain::Line::new(),
        };
        let engine = Self { inner: Arc::new(inner) };
        engine.read_wording().await?;
        Ok(engine)
    }

    /// What the operator decided.
    #[must_use]
    pub fn config(&self) -> &EngineConfig {
        &self.inner.config
    }

    /// The randomness that the engine draws on.
    #[must_use]
    pub fn entropy(&self) -> &Entropy {
        &self.inner.entropy
    }

    /// The clock that the engine goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }
}
