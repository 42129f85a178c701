//! What holds of every PDU.

use proptest::prelude::*;

use super::{deliver::*, *};

/// A deliver_sm's body; only tests write one.
fn body_of(deliver: &Deliver) -> Vec<u8> {
    let mut body = b"CMT\0\x01\x01".to_vec();
    body.extend(deliver.source.bytes().chain([0, 1, 1]));
    body.extend(deliver.destination.bytes().chain([0, deliver.esm_class, 0, 0, 0, 0, 0, 0]));
    body.extend([deliver.data_coding, 0]);
    let fits = u8::try_from(deliver.content.len()).ok();
    body.push(fits.unwrap_or(0));
    body.extend(deliver.content.iter().filter(|_| fits.is_some()));
    let mut parameter = |tag: u16, value: &[u8]| {
        body.extend(tag.to_be_bytes());
        body.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        body.extend_from_slice(value);
    };
    if fits.is_none() {
        parameter(MESSAGE_PAYLOAD, &deliver.content);
    }
    if let Some(id) = &deliver.receipted_message_id {
        parameter(RECEIPTED_MESSAGE_ID, &[id.as_bytes(), b"\0"].concat());
    }
    deliver.message_state.inspect(|state| parameter(MESSAGE_STATE, &[*state]));
    parameter(0x1501, b"a vendor's own");
    deliver.sar_reference.inspect(|reference| parameter(SAR_REFERENCE, &reference.to_be_bytes()));
    deliver.sar_total.inspect(|total| parameter(SAR_TOTAL, &[*total]));
    deliver.sar_number.inspect(|number| parameter(SAR_NUMBER, &[*number]));
    body
}

prop_compose! {
    fn deliver()(
        source in "[0-9A-Za-z]{0,20}",
        destination in "[0-9]{0,20}",
        (esm_class, data_coding) in any::<(u8, u8)>(),
        content in proptest::collection::vec(any::<u8>(), 0..600),
        receipted_message_id in proptest::option::of("[0-9a-f]{0,64}"),
        message_state in any::<Option<u8>>(),
        (sar_reference, sar_total, sar_number) in any::<(Option<u16>, Option<u8>, Option<u8>)>(),
    ) -> Deliver {
        Deliver {
            source, destination, esm_class, data_coding, content, receipted_message_id, message_state, sar_reference,
            sar_total, sar_number,
        }
    }
}

proptest! {
    #[test]
    fn deliver_sm_round_trip(deliver in deliver()) {
        prop_assert_eq!(Deliver::read(&body_of(&deliver)), Some(deliver));
    }

    #[test]
    fn cut_off_anywhere(deliver in deliver(), cut: prop::sample::Index) {
        let body = body_of(&deliver);
        let _ = Deliver::read(&body[..cut.index(body.len())]).map(|mut deliver| deliver.segment());
    }

    #[test]
    fn whatever_comes(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Deliver::read(&octets).map(|mut deliver| deliver.segment());
        let mut frames = Frames::new(150);
        frames.push(&octets);
        while let Ok(Some(frame)) = frames.next() {
            prop_assert!(frame.body.len() <= 150 - 16);
        }
    }

    #[test]
    fn frames_split_anywhere(
        bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..10),
        at_once in 1_usize..60,
    ) {
        let mut octets = Vec::new();
        for (sequence, body) in (0_u32..).zip(&bodies) {
            octets.extend(u32::try_from(16 + body.len()).unwrap().to_be_bytes());
            octets.extend([5_u32, 0, sequence].into_iter().flat_map(u32::to_be_bytes));
            octets.extend(body);
        }
        let mut frames = Frames::new(100);
        let mut read = Vec::new();
        for piece in octets.chunks(at_once) {
            frames.push(piece);
            while let Some(frame) = frames.next().unwrap() {
                read.push(frame.body);
            }
        }
        prop_assert_eq!(read, bodies);
    }
}
