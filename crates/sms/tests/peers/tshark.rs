//! tshark as a witness: it reads every PDU that went over the wire, and finds nothing wrong with any.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use crate::recorder::{By, Connection, Record};

/// SMPP's registered port.
const PORT: u16 = 2775;
const FIELDS: [&str; 3] = ["smpp.command_id", "_ws.malformed", "_ws.expert.message"];

/// Lets tshark read all that was recorded.
///
/// # Panics
/// When it finds a malformed PDU, or anything else to say, or does not read as many PDUs as there were.
pub(crate) fn find_nothing_wrong(record: &Record) {
    let connections: Vec<Connection> = record.connections().iter().map(pdus).collect();
    let mut expected: Vec<u32> = connections.iter().flatten().map(|(_, pdu)| command_id(pdu)).collect();
    assert!(!expected.is_empty(), "nothing was recorded");
    let said = dissect(&capture(&connections));
    let mut read = Vec::new();
    for line in said.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [ids, malformed, expert] = columns[..] else { panic!("tshark said {line:?}") };
        assert_eq!((malformed, expert), ("", ""), "tshark about the PDUs {ids}");
        read.extend(ids.split(',').filter(|id| !id.is_empty()).map(|id| {
            u32::from_str_radix(id.trim_start_matches("0x"), 16).expect("a command id is a number")
        }));
    }
    read.sort_unstable();
    expected.sort_unstable();
    assert_eq!(read, expected, "tshark read other PDUs than were said");
}

/// The PDUs that were said over a connection, in the order in which they ended. A connection that broke may lack the
/// end of the last one, which is left out.
fn pdus(connection: &Connection) -> Connection {
    let mut open = [Vec::new(), Vec::new()];
    let mut pdus = Vec::new();
    for (by, octets) in connection {
        let side = &mut open[usize::from(*by == By::Carrier)];
        side.extend_from_slice(octets);
        while let Some((length, _)) = side.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
            if side.len() < length {
                break;
            }
            pdus.push((*by, side.drain(..length).collect()));
        }
    }
    pdus
}

fn command_id(pdu: &[u8]) -> u32 {
    u32::from_be_bytes(pdu[4..8].try_into().unwrap())
}

/// A capture file (the format of libpcap) of IPv4 packets with one PDU each: tshark does not begin to read one of which
/// it sees less than the header. Each connection has a port of its own on our side.
fn capture(connections: &[Connection]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4_u32, 0x0002_0004, 0, 0, 0x0004_0000, 101] {
        file.extend(word.to_be_bytes());
    }
    let mut number = 0;
    for (port, connection) in (40_000..).zip(connections) {
        let mut sent = [1_u32, 1];
        for (by, pdu) in connection {
            let (ports, sequences) = match by {
                By::Us => ((port, PORT), (sent[0], sent[1])),
                By::Carrier => ((PORT, port), (sent[1], sent[0])),
            };
            let packet = packet(ports, sequences, pdu);
            let length = u32::try_from(packet.len()).unwrap();
            for word in [0, number, length, length] {
                file.extend(word.to_be_bytes());
            }
            file.extend(packet);
            number += 1;
            sent[usize::from(*by == By::Carrier)] += u32::try_from(pdu.len()).unwrap();
        }
    }
    file
}

/// An IPv4 packet (RFC 791) with a TCP segment (RFC 9293). tshark checks neither checksum unless it is told to.
fn packet((from, to): (u16, u16), (sequence, acknowledged): (u32, u32), content: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x45, 0];
    packet.extend(u16::try_from(40 + content.len()).unwrap().to_be_bytes());
    packet.extend([0, 0, 0, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1]);
    packet.extend(from.to_be_bytes());
    packet.extend(to.to_be_bytes());
    packet.extend(sequence.to_be_bytes());
    packet.extend(acknowledged.to_be_bytes());
    // Five words of header, PSH and ACK, the whole window, no checksum.
    packet.extend([0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0]);
    packet.extend(content);
    packet
}

fn dissect(capture: &[u8]) -> String {
    let mut command = Command::new("tshark");
    command.args(["-n", "-r", "-", "-d", &format!("tcp.port=={PORT},smpp"), "-T", "fields"]);
    for field in FIELDS {
        command.args(["-e", field]);
    }
    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tshark is installed: use scripts/test rust");
    let mut input = process.stdin.take().unwrap();
    let capture = capture.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&capture));
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A witness that finds nothing wrong with anything would be worth nothing.
#[test]
#[should_panic(expected = "tshark about the PDUs")]
fn it_would_see_a_malformed_one() {
    // A submit_sm whose text says that it is longer than the PDU.
    let mut octets = vec![0, 0, 0, 0x24, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1];
    octets.extend([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99, b'H', b'i']);
    find_nothing_wrong(&Record::of(vec![vec![(By::Us, octets)]]));
}
