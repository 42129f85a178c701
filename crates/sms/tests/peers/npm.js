// A carrier made with the npm package `smpp`; see npm.rs and faults.rs. First argument: the folder whose node_modules has it.
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const smpp = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'))('smpp');

const say = (line) => process.stdout.write(`${line}\n`);
const parts = new Map();
let texts = 0;

// The text of a submit_sm, once all its parts have come.
function assemble({ short_message: { message, udh } }) {
  if (!udh) return message;
  const [header] = udh;
  const [reference, total, number] = header.subarray(2);
  const known = parts.get(reference) ?? new Map();
  parts.set(reference, known.set(number, message));
  if (known.size < total) return null;
  parts.delete(reference);
  return [...known.keys()].sort((a, b) => a - b).map((key) => known.get(key)).join('');
}

function deliver(session, fields) {
  const from = { source_addr_ton: 1, source_addr_npi: 1, source_addr: '12114367789', destination_addr: '12345' };
  session.deliver_sm({ ...from, ...fields }, (pdu) => say(`answered ${pdu.command_status}`));
}

// Even texts have a receipt of optional parameters; odd ones the text form, with the number in decimal.
function receipt(session, number) {
  if (number % 2 === 0) {
    deliver(session, { esm_class: 4, receipted_message_id: `id-${number}`, message_state: 2, short_message: '' });
    return;
  }
  const id = String(0xabc0 + number).padStart(10, '0');
  const text = `id:${id} sub:001 dlvrd:000 submit date:2611251747 done date:2611251748 stat:UNDELIV err:069 text:Hi`;
  deliver(session, { esm_class: 4, short_message: text });
}

function saySomething(session) {
  deliver(session, { short_message: 'STOP' });
  deliver(session, { data_coding: 8, short_message: 'Привет' });
  const long = 'long and '.repeat(30);
  [long.slice(153), long.slice(0, 153)].forEach((message, index) => {
    const udh = Buffer.from([5, 0, 3, 9, 2, 2 - index]);
    deliver(session, { esm_class: 0x40, short_message: { udh, message } });
  });
}

// Answers that wait for their turn: the newest first, a few octets at a time.
const slow = [];
function answerSlowly(session, octets) {
  slow.unshift(octets);
  if (slow.writing) return;
  slow.writing = true;
  const write = (rest) => {
    if (rest.length === 0) rest = slow.shift() ?? rest;
    slow.writing = rest.length > 0;
    if (!slow.writing) return;
    session.socket.write(rest.subarray(0, 5));
    setTimeout(write, 1, rest.subarray(5));
  };
  setTimeout(write, 10, Buffer.alloc(0));
}

// What a carrier does on a bad day, when it gets these texts. The names are in faults.rs.
const faults = {
  drop: (session) => session.destroy(),
  swallow: () => {},
  late: (session, pdu, time) => setTimeout(() => session.send(pdu.response({ message_id: 'late' })), time),
  echo: (session, pdu) => session.send(pdu.response({ message_id: 'echo' })),
  slow: (session, pdu, number) => answerSlowly(session, pdu.response({ message_id: `slow ${number}` }).toBuffer()),
  deaf: (session, pdu, time) => {
    session.send(pdu.response({ message_id: 'deaf' }));
    session.pause();
    setTimeout(() => session.resume(), time);
  },
  goodbye: (session, pdu) => {
    session.send(pdu.response({ message_id: 'goodbye' }));
    session.unbind(() => session.close());
  },
};

function submitted(session, pdu) {
  const text = assemble(pdu);
  const [name, argument] = text?.split(' ') ?? [];
  if (Object.hasOwn(faults, name)) {
    faults[name](session, pdu, Number(argument));
    return;
  }
  const special = {
    refuse: { command_status: smpp.ESME_RINVDSTADR },
    throttle: { command_status: smpp.ESME_RTHROTTLED },
    say: { message_id: 'said' },
  }[text];
  if (special) {
    session.send(pdu.response(special));
    if (text === 'say') saySomething(session);
    return;
  }
  if (text === null) {
    session.send(pdu.response({ message_id: 'part' }));
    return;
  }
  texts += 1;
  const from = `${pdu.source_addr_ton}/${pdu.source_addr_npi} ${pdu.source_addr}`;
  const to = `${pdu.dest_addr_ton}/${pdu.dest_addr_npi} ${pdu.destination_addr}`;
  say(`text ${from} ${to} ${time(pdu)} ${JSON.stringify(text)}`);
  session.send(pdu.response({ message_id: texts % 2 === 0 ? `id-${texts}` : (0xabc0 + texts).toString(16) }));
  if (pdu.registered_delivery === 1) receipt(session, texts);
}

// The package makes a date of the validity period; back to what was sent.
function time({ validity_period: period }) {
  if (!(period instanceof Date)) return String(period);
  const seconds = Math.round((period - Date.now()) / 1000);
  const two = (value) => String(Math.floor(value)).padStart(2, '0');
  return `0000${two(seconds / 86400)}${two((seconds / 3600) % 24)}${two((seconds / 60) % 60)}${two(seconds % 60)}000R`;
}

const server = smpp.createServer((session) => {
  session.on('error', () => {});
  session.on('bind_transceiver', (pdu) => {
    say(`bind ${pdu.system_id} ${pdu.password} ${pdu.interface_version}`);
    session.send(pdu.response(pdu.password === 'secret' ? {} : { command_status: smpp.ESME_RINVPASWD }));
  });
  session.on('submit_sm', (pdu) => submitted(session, pdu));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    say('unbind');
    session.send(pdu.response());
    session.close();
  });
});

server.listen(0, '127.0.0.1', () => say(server.address().port));
