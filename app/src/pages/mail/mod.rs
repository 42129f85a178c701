//! The sender's pages.

mod calm;
mod compose;
mod factor;
mod first_run;
mod form;
mod live;
mod mail_program;
mod message;
mod password;
mod sent;
mod settings;
mod sign_in;

pub(crate) use calm::{SenderCalm, SenderCalmPage};
pub(crate) use compose::{ComposePage, ComposeSetup};
pub(crate) use factor::{FactorPage, FactorState};
pub(crate) use first_run::{FirstRunPage, FirstRunUsedPage};
pub(crate) use mail_program::{
    AppPasswordRow, MadePassword, MailFlash, MailProgramPage, MailProgramView, MailSecurity, MailServer,
    Refused,
};
pub(crate) use message::{
    Access, ArchiveView, DeliveryTimeline, Event, Facts, Flash, Keys, PasscodePurpose, SentMessagePage,
    SentMessageView, change_words,
};
pub(crate) use sent::{DeliveryRow, SentList, SentPage, SentRow};
pub(crate) use settings::{SettingsPage, SettingsView};
pub(crate) use sign_in::SignInPage;
