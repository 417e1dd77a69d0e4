import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import type { Field } from '../../../simulator/protocols/codec/writer.ts';
import { dissect } from '../../../simulator/protocols/dissect.ts';
import { NOTES, noteOf } from '../../../simulator/protocols/notes.ts';
import { CODECS } from '../../../simulator/protocols/registry.ts';
import { run } from '../../../simulator/run.ts';

/** Notes of fields that the untroubled runs of the reference design do not have: who has them. */
const UNSEEN: Readonly<Record<string, readonly (readonly [who: string, names: readonly string[]])[]>> = {
  ip: [['captures', ['Options']]],
  tcp: [
    [
      'captures',
      ['Selective acknowledgement', 'Timestamps', 'End of options', 'Options that cannot be read'],
    ],
  ],
  dns: [
    ['captures', ['NS', 'PTR', 'Preference', 'Exchange', 'Text length', 'Text', 'Data']],
    ['captures, with EDNS', ['UDP payload size', 'Extended code, version, flags']],
    ['designs with such a record', ['CNAME']],
  ],
  tls: [['what is inside encryption', ['Finished']]],
  sip: [
    ['calls that are held for long', ['Keep-alive']],
    ['requests that are turned down', ['Unsupported', 'Allow', 'ms-diagnostics']],
    ['calls without media', ['ms-client-diagnostics']],
    ['captures', ['Reason', 'Warning', 'a=crypto', 'a=cryptoscale', 'a=rtcp']],
  ],
  http: [['phones that have no ticket yet', ['X-MS-WebTicketURL']]],
  stun: [
    ['captures, for an attribute that is not taken apart', ['Value', 'Unknown attribute']],
    ['programs that name themselves', ['SOFTWARE']],
    [
      'captures of TURN after RFC 5766',
      [
        'Channel',
        'Protocol',
        'XOR-PEER-ADDRESS',
        'XOR-RELAYED-ADDRESS',
        'REQUESTED-TRANSPORT',
        'CHANNEL-NUMBER',
        'REQUESTED-ADDRESS-FAMILY',
        'EVEN-PORT',
        'DONT-FRAGMENT',
        'RESERVATION-TOKEN',
        'CONNECTION-ID',
      ],
    ],
    [
      'captures of other STUN',
      [
        'Attribute',
        'RESPONSE-ADDRESS',
        'CHANGE-REQUEST',
        'SOURCE-ADDRESS',
        'CHANGED-ADDRESS',
        'PASSWORD',
        'UNKNOWN-ATTRIBUTES',
        'REFLECTED-FROM',
        'RESPONSE-ORIGIN',
        'OTHER-ADDRESS',
        'MS-ALTERNATE-HOST-NAME',
      ],
    ],
  ],
  'channel-data': [['captures of TURN after RFC 5766', ['Channel', 'Length', 'Padding']]],
  rtp: [
    [
      'captures',
      [
        'Contributing source',
        'Extension profile',
        'Extension length',
        'Extension data',
        'Padding',
        'Payload',
      ],
    ],
  ],
  rtcp: [
    [
      'captures',
      [
        'Source description/Text',
        'Reason length',
        'Reason',
        'Fill',
        'Application-defined',
        'Application',
        'Extension of the profile',
        'Padding',
        'Other packet',
        'Encrypted report',
        'Data',
      ],
    ],
  ],
  icmp: [
    ['captures', ['Options', 'More of the packet']],
    ['designs that refuse TCP and ICMP', ['Sequence number', 'Type', 'Code', 'Identifier']],
  ],
  raw: [['rows of bytes that somebody sends', ['Bytes']]],
  recorded: [['captures', ['Bytes']]],
};

/** Every name that is written in the runs of all features: "protocol", "group", "name". */
const written = new Map<string, readonly [protocol: string, group: string, name: string]>();

function take(protocol: string, group: string, fields: readonly Field[]): void {
  for (const field of fields) {
    written.set(`${protocol}: ${group}/${field.name}`, [protocol, group, field.name]);
    if (field.protocol === undefined) take(protocol, field.name, field.fields);
    else take(field.protocol, '', field.fields);
  }
}

for (const { trace } of run(builtinDesign(), {}).features) {
  const reader = new TraceReader(trace);
  for (let packet = 0; packet < reader.packetCount; packet++)
    for (const { protocol, fields } of dissect(reader, packet).layers) take(protocol, '', fields);
}

/** The title of a message inside a message is no field. */
const isTitle = (name: string) => CODECS.some(({ title }) => title === name);

test('every field that is written anywhere has a note', () => {
  const without = [...written].filter(
    ([, [protocol, group, name]]) => !isTitle(name) && noteOf(protocol, group, name) === undefined,
  );
  expect(without.map(([key]) => key)).toEqual([]);
  expect(written.size).toBeGreaterThan(250);
});

test('no note is without a field, but for those that only other packets have', () => {
  const used = new Set([...written.values()].map(([protocol, group, name]) => noteOf(protocol, group, name)));
  for (const [protocol, notes] of NOTES) {
    const idle = Object.keys(notes).filter((name) => !used.has(notes[name]));
    const unseen = (UNSEEN[protocol] ?? []).flatMap(([, names]) => names);
    expect([protocol, idle.sort()]).toEqual([protocol, [...unseen].sort()]);
  }
});

test('a note is one sentence with a source', () => {
  for (const [protocol, notes] of NOTES)
    for (const [name, { means, source }] of Object.entries(notes)) {
      expect([protocol, name, means]).toEqual([protocol, name, expect.stringMatching(/^[A-Z0-9].*[^.]\.$/)]);
      expect(means).not.toMatch(/\. [A-Z].*\. [A-Z]/);
      expect(source).not.toBe('');
    }
});
