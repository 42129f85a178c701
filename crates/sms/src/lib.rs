//! Gateways: whatever carries an SMS to a phone.
//!
//! A gateway is a member of one enum, [`Gateway`]. It gets a [`Text`] and says what became of it; when to try again,
//! and what to tell the sender, is the engine's business. [`smpp`] speaks to carriers; [`text`] has the words of a text and what they cost;
//! [`inbound`] reads what people answer; [`hours`] knows when they sleep.

mod gateway;
pub mod hours;
pub mod http;
pub mod inbound;
mod receipt;
pub mod routes;
#[cfg(feature = "testing")]
mod scripted;
mod simulator;
pub mod smpp;
pub mod text;

pub use gateway::{Accepted, FindError, Gateway, SendError, Text};
pub use receipt::{Event, Inbound, Outcome, Price, Receipt};
#[cfg(feature = "testing")]
pub use scripted::{Act, Scripted};
pub use simulator::{Simulator, SinkError, TextSink};
