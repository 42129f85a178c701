//! What happens in the browser and nowhere else: passwords are stretched, keys made, wrapped and unwrapped, messages
//! sealed. The functions compile on the server too, but only islands' handlers call them.

mod compose;
mod keys;
mod page;

pub(crate) use compose::{Draft, Sealing, submit_until_answered};
pub(crate) use keys::{change_password, claim, first_run, sign_in};
pub(crate) use page::{go_to, normalized, now, pause, reload};
