//! Pieces that several pages share.

mod around;
mod attachments;
mod frame;
mod icons;
mod languages;
mod passkeys;
mod sessions;
mod wait;
mod when;

pub(crate) use around::{PLACE, around};
pub(crate) use attachments::{AttachmentRow, Attachments, Preview, in_words, kind};
#[cfg(feature = "ssr")]
pub(crate) use frame::SharedPhone;
pub(crate) use frame::{Calm, RecipientFrame, SenderFrame, SenderPage};
pub(crate) use icons::{Icon, Mark, Shape};
use languages::Languages;
pub(crate) use passkeys::{PasskeyButton, PasskeyRow, Passkeys, PasskeysView};
pub(crate) use sessions::{SessionList, SessionRow, device};
pub(crate) use wait::wait_words;
#[cfg(feature = "ssr")]
pub(crate) use when::when_words;
pub(crate) use when::{When, WhenStyle};
