//! Server functions: authorise, parse, one call of the engine, map the error.

pub mod factor;
pub mod mail;
pub mod passkey;
pub mod recipient;
pub mod recovery;
pub mod session;
