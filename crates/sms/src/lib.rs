//! Gateways: whatever carries an SMS to a phone.
//!
//! A gateway is a member of one enum, [`Gateway`]. It gets a [`Text`] and says what became of it; when to try again,
//! and what to tell the sender, is the engine's business.

mod gateway;
mod simulator;

pub use gateway::{Accepted, Gateway, SendError, Text};
pub use simulator::{Simulator, SinkError, TextSink};
