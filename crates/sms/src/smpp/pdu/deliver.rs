use super::reader::{Reader, leading_text};

/// Tags of optional parameters (section 5.3.2).
pub(super) const RECEIPTED_MESSAGE_ID: u16 = 0x001e;
pub(super) const SAR_REFERENCE: u16 = 0x020c;
pub(super) const SAR_TOTAL: u16 = 0x020e;
pub(super) const SAR_NUMBER: u16 = 0x020f;
pub(super) const MESSAGE_PAYLOAD: u16 = 0x0424;
pub(super) const MESSAGE_STATE: u16 = 0x0427;
/// "There is a user data header."
const UDHI: u8 = 0x40;

/// A deliver_sm, as far as it matters: times, priorities and the like are passed over.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::smpp) struct Deliver {
    pub(in crate::smpp) source: String,
    pub(in crate::smpp) destination: String,
    pub(in crate::smpp) esm_class: u8,
    pub(in crate::smpp) data_coding: u8,
    /// short_message, or message_payload where there is one.
    pub(in crate::smpp) content: Vec<u8>,
    pub(in crate::smpp) receipted_message_id: Option<String>,
    pub(in crate::smpp) message_state: Option<u8>,
    pub(in crate::smpp) sar_reference: Option<u16>,
    pub(in crate::smpp) sar_total: Option<u8>,
    pub(in crate::smpp) sar_number: Option<u8>,
}

/// Which part of a long message this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::smpp) struct Segment {
    pub(in crate::smpp) reference: u16,
    pub(in crate::smpp) total: u8,
    pub(in crate::smpp) number: u8,
}

impl Deliver {
    /// Reads a body; `None` when it ends before short_message does. Optional parameters are read as far as they can.
    pub(in crate::smpp) fn read(body: &[u8]) -> Option<Self> {
        let mut reader = Reader(body);
        let mut deliver = Self::default();
        let _service_type = reader.text()?;
        let _ton_and_npi = reader.u16()?;
        deliver.source = reader.text()?;
        let _ton_and_npi = reader.u16()?;
        deliver.destination = reader.text()?;
        deliver.esm_class = reader.u8()?;
        let _protocol_and_priority = reader.u16()?;
        let _schedule = reader.text()?;
        let _validity = reader.text()?;
        let _registered_and_replace = reader.u16()?;
        deliver.data_coding = reader.u8()?;
        let _default_message = reader.u8()?;
        let length = usize::from(reader.u8()?);
        deliver.content = reader.take(length)?.to_vec();
        while deliver.parameter(&mut reader).is_some() {}
        Some(deliver)
    }

    fn parameter(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let tag = reader.u16()?;
        let length = usize::from(reader.u16()?);
        let value = reader.take(length)?;
        let mut number = Reader(value);
        match tag {
            RECEIPTED_MESSAGE_ID => self.receipted_message_id = Some(leading_text(value)),
            MESSAGE_STATE => self.message_state = number.u8(),
            SAR_REFERENCE => self.sar_reference = number.u16(),
            SAR_TOTAL => self.sar_total = number.u8(),
            SAR_NUMBER => self.sar_number = number.u8(),
            MESSAGE_PAYLOAD => self.content = value.to_vec(),
            _ => {}
        }
        Some(())
    }

    /// Cuts the user data header off, and says which part of a long message this is, if it is one.
    pub(in crate::smpp) fn segment(&mut self) -> Option<Segment> {
        let in_header = if self.esm_class & UDHI == 0 { None } else { self.cut_header() };
        let in_parameters = || {
            let (reference, total, number) = (self.sar_reference?, self.sar_total?, self.sar_number?);
            Some(Segment { reference, total, number })
        };
        in_header
            .or_else(in_parameters)
            .filter(|segment| segment.total > 1 && (1..=segment.total).contains(&segment.number))
    }

    /// 3GPP TS 23.040, section 9.2.3.24: elements of an identifier, a length and a value.
    fn cut_header(&mut self) -> Option<Segment> {
        let length = usize::from(*self.content.first()?);
        let header: Vec<u8> = self.content.drain(..self.content.len().min(length + 1)).skip(1).collect();
        let mut reader = Reader(&header);
        loop {
            let identifier = reader.u8()?;
            let length = usize::from(reader.u8()?);
            match (identifier, reader.take(length)?) {
                (0x00, &[reference, total, number]) => {
                    return Some(Segment { reference: u16::from(reference), total, number });
                }
                (0x08, &[high, low, total, number]) => {
                    return Some(Segment { reference: u16::from_be_bytes([high, low]), total, number });
                }
                _ => {}
            }
        }
    }
}
