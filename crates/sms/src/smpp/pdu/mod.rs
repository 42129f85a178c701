//! The protocol data units of SMPP 3.4 that a transceiver needs.

mod deliver;
mod frame;
#[cfg(test)]
mod properties;
mod reader;
#[cfg(test)]
mod tests;
mod write;

pub(super) use deliver::{Deliver, Segment};
pub(super) use frame::{BadLength, Frame, Frames};
pub(super) use reader::leading_text;
pub(super) use write::{bind_transceiver, header_only, submit_sm, with_empty_id};

/// Command ids (section 5.1.2.1).
pub(super) mod command {
    pub(in crate::smpp) const GENERIC_NACK: u32 = RESPONSE;
    pub(in crate::smpp) const SUBMIT_SM: u32 = 0x04;
    pub(in crate::smpp) const DELIVER_SM: u32 = 0x05;
    pub(in crate::smpp) const UNBIND: u32 = 0x06;
    pub(in crate::smpp) const BIND_TRANSCEIVER: u32 = 0x09;
    pub(in crate::smpp) const OUTBIND: u32 = 0x0b;
    pub(in crate::smpp) const ENQUIRE_LINK: u32 = 0x15;
    pub(in crate::smpp) const ALERT_NOTIFICATION: u32 = 0x102;
    pub(in crate::smpp) const SUBMIT_SM_RESP: u32 = RESPONSE | SUBMIT_SM;
    pub(in crate::smpp) const DELIVER_SM_RESP: u32 = RESPONSE | DELIVER_SM;
    pub(in crate::smpp) const UNBIND_RESP: u32 = RESPONSE | UNBIND;
    pub(in crate::smpp) const BIND_TRANSCEIVER_RESP: u32 = RESPONSE | BIND_TRANSCEIVER;
    pub(in crate::smpp) const ENQUIRE_LINK_RESP: u32 = RESPONSE | ENQUIRE_LINK;
    /// What makes a command's id that of its answer.
    pub(in crate::smpp) const RESPONSE: u32 = 0x8000_0000;
}

/// Command statuses (section 5.1.3).
pub(super) mod status {
    pub(in crate::smpp) const OK: u32 = 0x00;
    pub(in crate::smpp) const INVALID_COMMAND: u32 = 0x03;
    pub(in crate::smpp) const INVALID_BIND_STATUS: u32 = 0x04;
    pub(in crate::smpp) const SYSTEM_ERROR: u32 = 0x08;
    pub(in crate::smpp) const INVALID_SOURCE: u32 = 0x0a;
    pub(in crate::smpp) const INVALID_DESTINATION: u32 = 0x0b;
    pub(in crate::smpp) const BIND_FAILED: u32 = 0x0d;
    pub(in crate::smpp) const INVALID_PASSWORD: u32 = 0x0e;
    pub(in crate::smpp) const INVALID_SYSTEM_ID: u32 = 0x0f;
    pub(in crate::smpp) const QUEUE_FULL: u32 = 0x14;
    pub(in crate::smpp) const INVALID_SERVICE_TYPE: u32 = 0x15;
    pub(in crate::smpp) const SUBMIT_FAILED: u32 = 0x45;
    pub(in crate::smpp) const INVALID_SOURCE_TON: u32 = 0x48;
    pub(in crate::smpp) const INVALID_DESTINATION_NPI: u32 = 0x51;
    pub(in crate::smpp) const INVALID_SYSTEM_TYPE: u32 = 0x53;
    pub(in crate::smpp) const THROTTLED: u32 = 0x58;
    pub(in crate::smpp) const TEMPORARY: u32 = 0x64;
    pub(in crate::smpp) const PERMANENT: u32 = 0x65;
}
