use super::{command, frame::HEADER, status};
use crate::smpp::{Account, Address, Part};

/// SMPP 3.4 (section 5.2.4).
const VERSION: u8 = 0x34;

/// A PDU that is a header.
pub(in crate::smpp) fn header_only(out: &mut Vec<u8>, id: u32, status: u32, sequence: u32) {
    pdu(out, id, status, sequence, |_| {});
}

/// A PDU whose body is an empty message_id: deliver_sm_resp (section 4.6.2).
pub(in crate::smpp) fn with_empty_id(out: &mut Vec<u8>, id: u32, status: u32, sequence: u32) {
    pdu(out, id, status, sequence, |body| body.push(0));
}

/// Section 4.1.5. The account gets whatever addresses the carrier has set for it.
pub(in crate::smpp) fn bind_transceiver(out: &mut Vec<u8>, sequence: u32, account: &Account) {
    pdu(out, command::BIND_TRANSCEIVER, status::OK, sequence, |body| {
        text(body, &account.system_id);
        text(body, &account.password);
        text(body, &account.system_type);
        body.extend([VERSION, 0, 0]);
        text(body, "");
    });
}

/// Section 4.4.1. An empty `validity` leaves it to the carrier.
pub(in crate::smpp) fn submit_sm(
    out: &mut Vec<u8>,
    sequence: u32,
    (source, destination): (&Address, &Address),
    (part, receipt): (&Part, bool),
    validity: &str,
) {
    pdu(out, command::SUBMIT_SM, status::OK, sequence, |body| {
        let service_type = "";
        text(body, service_type);
        address(body, source);
        address(body, destination);
        let (protocol, priority, schedule) = (0, 0, "");
        body.extend([part.esm_class, protocol, priority]);
        text(body, schedule);
        text(body, validity);
        let (replace, default_message) = (0, 0);
        let length = u8::try_from(part.content.len()).expect("a part has at most 160 octets");
        body.extend([u8::from(receipt), replace, part.data_coding, default_message, length]);
        body.extend_from_slice(&part.content);
    });
}

fn address(body: &mut Vec<u8>, address: &Address) {
    body.extend([address.ton(), address.npi()]);
    text(body, address.value());
}

fn text(body: &mut Vec<u8>, text: &str) {
    body.extend_from_slice(text.as_bytes());
    body.push(0);
}

fn pdu(out: &mut Vec<u8>, id: u32, status: u32, sequence: u32, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; 4]);
    for word in [id, status, sequence] {
        out.extend(word.to_be_bytes());
    }
    body(out);
    let length = out.len() - start;
    debug_assert!(length >= HEADER);
    let length = u32::try_from(length).expect("our own PDUs have a few hundred octets");
    out[start..start + 4].copy_from_slice(&length.to_be_bytes());
}
