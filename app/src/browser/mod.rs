//! What happens in the browser and nowhere else: passwords are stretched, keys made, wrapped and unwrapped, messages
//! sealed. The functions compile on the server too, but only islands' handlers call them.

mod compose;
mod factor;
mod keys;
mod page;
mod passkey;
mod recovery;
mod stop;
mod suggest;
mod upload;

pub(crate) use compose::{Draft, DraftFile, NotSent, Sealing, until_answered};
pub(crate) use factor::{Halfway, begin_sign_in, finish_sign_in, prove};
pub(crate) use keys::{change_password, claim, first_run, give_passcode, open_passcode, sign_in};
pub(crate) use page::{go_to, heard, normalized, now, paint, pause, reload};
pub(crate) use passkey::{Adding, NoPasskey, begin_passkey, knows_passkeys, sign_in_with_passkey};
pub(crate) use recovery::{make_recovery_code, recover};
pub(crate) use stop::Stop;
pub(crate) use suggest::suggest;
pub(crate) use upload::{News, is_readable};
