//! What only the server does: routes, rendering, cookies.

mod account;
mod admin;
mod assets;
mod attachment;
pub(crate) mod call;
mod calm;
mod compress;
mod cookies;
mod download;
mod even;
mod factor;
mod forgotten;
mod language;
mod list;
mod mail;
mod mail_program;
mod not_for_me;
mod openings;
mod passkeys;
mod plain;
pub(crate) mod qr;
mod recipient;
mod render;
mod router;
mod sent_message;
mod session;
mod simulator;
mod upload;

use std::{path::PathBuf, sync::Arc};

use engine::Engine;
use leptos::prelude::use_context;

use crate::UiError;

pub use mail_program::{AUTOCONFIG_PATHS, MailAccess};
pub use router::router;

/// What the routes need.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub engine: Engine,
    /// How the site is served.
    pub config: SiteConfig,
}

/// How the site is served.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// The folder with the browser's code, the stylesheet and `pkg/`.
    pub site_root: PathBuf,
    /// Who may look at the simulated phone; `None` without one.
    pub simulator: Option<SimulatorAccess>,
    /// Where mail programs hand mail in; `None` where they cannot.
    pub mail: Option<MailAccess>,
}

/// Who may look at the simulated phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimulatorAccess {
    /// Only this machine.
    Loopback,
    /// Whoever reaches the instance: for demonstrations.
    Anywhere,
}

/// The state that handlers share.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) engine: Engine,
    pub(crate) simulator: Option<SimulatorAccess>,
    pub(crate) mail: Option<MailAccess>,
    pub(crate) assets: Arc<assets::Assets>,
}

/// The engine, inside a server function.
pub(crate) fn engine() -> Result<Engine, UiError> {
    use_context::<Engine>().ok_or(UiError::Unexpected)
}
