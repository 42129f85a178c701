//! PDUs octet by octet, and against an independent codec.

use std::str::FromStr;

use bytes::BytesMut;
use rusmpp::{
    Command, CommandId, CommandStatus, Pdu,
    decode::DecodeWithLength,
    encode::{Length, owned::Encode},
    pdus::{DeliverSm, SubmitSmResp},
    tlvs::MessageDeliveryRequestTlvValue,
    types::{COctetString, OctetString},
    values::{DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, RegisteredDelivery, Ton},
};

use super::*;
use crate::smpp::{Account, Address, Message, Part};

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

fn submit(destination: &Address, part: &Part) -> Vec<u8> {
    let mut out = Vec::new();
    submit_sm(&mut out, 2, (&address("Narwhal"), destination), (part, true), "000000010000000R");
    out
}

fn bind() -> Vec<u8> {
    let mut out = Vec::new();
    bind_transceiver(&mut out, 1, &Account::new("narwhal", "secret", "OTA").unwrap());
    out
}

/// As the independent codec reads it.
fn reread(octets: &[u8]) -> Command {
    let (length, rest) = octets.split_first_chunk().unwrap();
    assert_eq!(usize::try_from(u32::from_be_bytes(*length)), Ok(octets.len()));
    let (command, size) = Command::decode(&mut BytesMut::from(rest), rest.len()).unwrap();
    assert_eq!(size, rest.len());
    command
}

/// As the independent codec writes it, and the frames read it.
fn frame(pdu: impl Into<Pdu>) -> Frame {
    let command = Command::new(CommandStatus::EsmeRok, 7, pdu);
    let mut octets = BytesMut::with_capacity(command.length());
    command.encode(&mut octets);
    let mut frames = Frames::new(64 * 1024);
    frames.push(&u32::try_from(octets.len() + 4).unwrap().to_be_bytes());
    frames.push(&octets);
    frames.next().unwrap().unwrap()
}

#[test]
fn bind_transceiver_octet_by_octet() {
    let expected = b"\0\0\0\x27\0\0\0\x09\0\0\0\0\0\0\0\x01narwhal\0secret\0OTA\0\x34\0\0\0";
    assert_eq!(bind(), expected);
}

#[test]
fn submit_sm_octet_by_octet() {
    let part = Part { esm_class: 0, data_coding: 0, content: b"Hi".to_vec() };
    let expected = b"\0\0\0\x45\0\0\0\x04\0\0\0\0\0\0\0\x02\
        \0\x05\0Narwhal\0\x01\x0112114367789\0\
        \0\0\0\x00000000010000000R\0\x01\0\0\0\x02Hi";
    assert_eq!(submit(&address("+12114367789"), &part), expected);
}

#[test]
fn headers_octet_by_octet() {
    let mut out = Vec::new();
    header_only(&mut out, command::ENQUIRE_LINK, status::OK, 0x7fff_ffff);
    header_only(&mut out, command::GENERIC_NACK, status::INVALID_COMMAND, 5);
    with_empty_id(&mut out, command::DELIVER_SM_RESP, status::OK, 6);
    let expected = b"\0\0\0\x10\0\0\0\x15\0\0\0\0\x7f\xff\xff\xff\
        \0\0\0\x10\x80\0\0\0\0\0\0\x03\0\0\0\x05\
        \0\0\0\x11\x80\0\0\x05\0\0\0\0\0\0\0\x06\0";
    assert_eq!(out, expected);
    assert_eq!(reread(&out[..16]).id(), CommandId::EnquireLink);
    assert_eq!(reread(&out[16..32]).id(), CommandId::GenericNack);
    assert_eq!(reread(&out[32..]).id(), CommandId::DeliverSmResp);
}

#[test]
fn another_codec_reads_what_we_write() {
    let Some(Pdu::BindTransceiver(bound)) = reread(&bind()).pdu().cloned() else { panic!("not a bind") };
    assert_eq!((bound.system_id.as_str(), bound.password.as_str()), ("narwhal", "secret"));
    assert_eq!((bound.system_type.as_str(), bound.interface_version), ("OTA", InterfaceVersion::Smpp3_4));
    let message = Message::new(address("+12114367789"), &"д".repeat(100), 9).unwrap();
    for part in message.parts() {
        let Some(Pdu::SubmitSm(sent)) = reread(&submit(&message.to, part)).pdu().cloned() else {
            panic!("no submit")
        };
        assert_eq!((sent.source_addr_ton, sent.source_addr_npi), (Ton::Alphanumeric, Npi::Unknown));
        assert_eq!((sent.dest_addr_ton, sent.dest_addr_npi), (Ton::International, Npi::Isdn));
        assert_eq!((sent.source_addr.as_str(), sent.destination_addr.as_str()), ("Narwhal", "12114367789"));
        assert_eq!((u8::from(sent.esm_class), sent.data_coding), (0x40, DataCoding::Ucs2));
        assert_eq!(sent.registered_delivery, RegisteredDelivery::from(1));
        assert_eq!(sent.validity_period.as_str(), "000000010000000R");
        assert_eq!(&sent.short_message()[..], &part.content[..]);
    }
}

#[test]
fn we_read_what_another_codec_writes() {
    let pdu = DeliverSm::builder()
        .source_addr(COctetString::from_str("12114367789").unwrap())
        .destination_addr(COctetString::from_str("12345").unwrap())
        .esm_class(EsmClass::from(0x04))
        .short_message(OctetString::from_str("id:1 stat:EXPIRED").unwrap())
        .push_tlv(MessageDeliveryRequestTlvValue::ReceiptedMessageId(COctetString::from_str("4a").unwrap()))
        .push_tlv(MessageDeliveryRequestTlvValue::MessageState(MessageState::Delivered))
        .build();
    let frame = frame(pdu);
    assert_eq!((frame.id, frame.status, frame.sequence), (command::DELIVER_SM, 0, 7));
    let deliver = Deliver::read(&frame.body).unwrap();
    assert_eq!((deliver.source.as_str(), deliver.destination.as_str()), ("12114367789", "12345"));
    assert_eq!((deliver.esm_class, deliver.message_state), (0x04, Some(2)));
    assert_eq!(deliver.receipted_message_id.as_deref(), Some("4a"));
    assert_eq!(deliver.content, b"id:1 stat:EXPIRED");
}

#[test]
fn we_read_the_id_that_another_codec_writes() {
    let frame = frame(SubmitSmResp::new(COctetString::from_str("a-b-c").unwrap(), Vec::new()));
    assert_eq!((frame.id, leading_text(&frame.body)), (command::SUBMIT_SM_RESP, "a-b-c".to_owned()));
}

/// Why the PDUs are read here: each of these is seen in the wild, and none may cost a receipt.
#[test]
fn what_a_strict_codec_refuses() {
    let body = |validity: &[u8], source: &[u8], parameters: &[u8]| {
        let head: &[u8] = b"\0\x01\x01";
        [head, source, b"\0\x01\x0112345\0\x04\0\0\0", validity, b"\0\0\0\0\0\0", parameters].concat()
    };
    let id_without_nul = b"\0\x1e\0\x024a\x04\x27\0\x01\x02";
    let cut_off = b"\0\x1e\0\x034a\0\x04\x27\0\x01\x02\x04";
    for body in [
        body(b"2611251747", b"12114367789", b"\0\x1e\0\x034a\0\x04\x27\0\x01\x02"),
        body(b"", b"Praxis \xd6", b"\0\x1e\0\x034a\0\x04\x27\0\x01\x02"),
        body(b"", b"a name of more than twenty letters", b"\0\x1e\0\x034a\0\x04\x27\0\x01\x02"),
        body(b"", b"12114367789", id_without_nul),
        body(b"", b"12114367789", cut_off),
    ] {
        let deliver = Deliver::read(&body).unwrap();
        assert_eq!((deliver.receipted_message_id.as_deref(), deliver.message_state), (Some("4a"), Some(2)));
        let octets = [&b"\0\0\0\x05\0\0\0\0\0\0\0\x07"[..], &body].concat();
        assert!(Command::decode(&mut BytesMut::from(&octets[..]), octets.len()).is_err());
    }
}

#[test]
fn segments() {
    let segment = |esm_class, content: &[u8]| {
        let mut deliver = Deliver { esm_class, content: content.to_vec(), ..Deliver::default() };
        (deliver.segment().map(|s| (s.reference, s.total, s.number)), deliver.content)
    };
    assert_eq!(segment(0x40, b"\x05\0\x03\x09\x02\x01hi"), (Some((9, 2, 1)), b"hi".to_vec()));
    assert_eq!(segment(0x40, b"\x06\x08\x04\x01\x09\x02\x02hi"), (Some((0x109, 2, 2)), b"hi".to_vec()));
    assert_eq!(
        segment(0x40, b"\x0b\x05\x04\0\x01\0\x02\0\x03\x09\x02\x01hi"),
        (Some((9, 2, 1)), b"hi".to_vec())
    );
    for (odd, rest) in [
        (&b"\x05\0\x03\x09\x02\x03hi"[..], &b"hi"[..]),
        (b"\x05\0\x03\x09\x02\x00hi", b"hi"),
        (b"\x05\0\x03\x09\x01\x01hi", b"hi"),
        (b"\x04\0\x03\x09\x02hi", b"hi"),
        (b"\xff\0\x03hi", b""),
        (b"", b""),
    ] {
        assert_eq!(segment(0x40, odd), (None, rest.to_vec()), "{odd:?}");
    }
    assert_eq!(segment(0, b"\x05\0\x03\x09\x02\x01hi").0, None);
    let sar =
        Deliver { sar_reference: Some(300), sar_total: Some(3), sar_number: Some(2), ..Deliver::default() };
    assert_eq!(sar.clone().segment().map(|s| (s.reference, s.total, s.number)), Some((300, 3, 2)));
    assert_eq!(Deliver { sar_total: None, ..sar }.segment(), None);
}

#[test]
fn lengths_that_cannot_be() {
    for length in [0_u32, 15, 1025, u32::MAX] {
        let mut frames = Frames::new(1024);
        frames.push(&length.to_be_bytes());
        assert_eq!(frames.next(), Err(BadLength), "{length}");
    }
    let mut frames = Frames::new(1024);
    frames.push(&[0, 0, 4]);
    assert_eq!(frames.next(), Ok(None));
    frames.push(&[0]);
    assert_eq!(frames.next(), Ok(None));
    frames.push(&[0; 1020]);
    assert_eq!(frames.next().unwrap().unwrap().body.len(), 1008);
}
