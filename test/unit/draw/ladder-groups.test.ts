import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { Disposition } from '../../../simulator/model/disposition.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { EventKind, TraceWriter } from '../../../simulator/model/trace.ts';
import type { DnsMessage } from '../../../simulator/protocols/dns/message.ts';
import { dnsQuery } from '../../../simulator/protocols/dns/message.ts';
import type { HttpMessage } from '../../../simulator/protocols/http/message.ts';
import type { SipMessage } from '../../../simulator/protocols/sip/message.ts';
import type { TlsMessage, TlsRecord } from '../../../simulator/protocols/tls/message.ts';
import type { Group } from '../../../renderer/views/ladder/groups.ts';
import { groupsOf } from '../../../renderer/views/ladder/groups.ts';
import { packetsIn } from '../../../renderer/views/ladder/lifelines.ts';
import { levelFor, rowsOf } from '../../../renderer/views/ladder/tree.ts';

/** What one host sends another; ports tell connections apart. */
interface Sent {
  readonly from: number;
  readonly to: number;
  readonly sport: number;
  readonly dport: number;
  readonly message?: Message;
  readonly flags?: number;
  /** Bytes of the message in this packet, of 100. */
  readonly part?: readonly [offset: number, length: number];
  readonly repeats?: number;
  readonly lost?: boolean;
}

/** A trace made by hand: a packet each millisecond, from host to host without anything between. */
function ladderOf(sent: readonly Sent[], hosts = 3) {
  const trace = new TraceWriter();
  for (let node = 0; node < hosts; node++)
    trace.addNode({ id: `host-${node}`, kind: 'host', title: `Host ${node}` });
  sent.forEach((one, index) => {
    const time = index * 1000;
    const [offset, length] = one.part ?? [0, 100];
    const packet = trace.packet({
      src: one.from,
      dst: one.to,
      protocol: one.message?.protocol === 'dns' ? Protocol.udp : Protocol.tcp,
      sport: one.sport,
      dport: one.dport,
      flags: one.flags ?? Flag.ack,
      seq: 0,
      ack: 0,
      payload: one.message
        ? { message: one.message, offset, length, size: 100, counted: { count: 1 } }
        : null,
    });
    const cause = trace.event(time, EventKind.send, one.from, packet, -1, one.repeats ?? -1);
    trace.event(time, one.lost ? EventKind.lose : EventKind.deliver, one.to, packet, cause);
    trace.end(packet, one.lost ? Disposition['link-loss'] : Disposition.delivered);
  });
  const reader = new TraceReader(trace.finish());
  return { reader, items: groupsOf(reader, builtinDesign()) };
}

const answer = (one: Sent, more: Partial<Sent>): Sent => ({
  from: one.to,
  to: one.from,
  sport: one.dport,
  dport: one.sport,
  ...more,
});
const web = (kind: 'GET' | 200 | 404, target = '/'): HttpMessage =>
  kind === 'GET'
    ? { protocol: 'http', kind: 'request', method: kind, target, headers: [], body: '' }
    : {
        protocol: 'http',
        kind: 'response',
        status: kind,
        reason: kind === 200 ? 'OK' : 'Not Found',
        headers: [],
        body: '',
      };
const sip = (what: string | number, cseq: string, callId = 'call', to = 'dora@example.com'): SipMessage => {
  const headers = [
    ['Call-ID', callId],
    ['CSeq', cseq],
    ['From', '<sip:carl@example.com>;tag=a'],
    ['To', `<sip:${to}>`],
  ] as const;
  return typeof what === 'string'
    ? { protocol: 'sip', kind: 'request', method: what, uri: 'sip:dora@example.com', headers, body: '' }
    : {
        protocol: 'sip',
        kind: 'response',
        status: what,
        reason: what === 200 ? 'OK' : 'Trying',
        headers,
        body: '',
      };
};
const dns = (response: boolean): DnsMessage => ({
  ...dnsQuery(7, { name: 'a.example', type: 'A' }),
  response,
  answers: response ? [{ name: 'a.example', type: 'A', ttl: 60, address: 0x01020304 }] : [],
});
const tls = (...records: TlsRecord[]): TlsMessage => ({ protocol: 'tls', session: null, records });
const ALERT: TlsRecord = { type: 'alert', level: 'fatal', description: 'unknown_ca', encrypted: false };

const groups = ({ items }: ReturnType<typeof ladderOf>) =>
  items.filter((item): item is Group => item.kind === 'group');
const titles = (ladder: ReturnType<typeof ladderOf>) => groups(ladder).map((group) => group.title);

const ASK: Sent = { from: 0, to: 1, sport: 5000, dport: 80 };

test('web requests belong to their connections, and each answer to its request', () => {
  const other = { ...ASK, sport: 5001 };
  const big = web(200);
  const ladder = ladderOf([
    { ...ASK, message: web('GET', '/one') },
    { ...other, message: web('GET', '/other') },
    answer(other, { message: web(404) }),
    answer(ASK, { message: big, part: [0, 60] }),
    answer(ASK, { message: big, part: [60, 40] }),
    { ...ASK, message: web('GET', '/two') },
    answer(ASK, { message: web(404) }),
  ]);
  expect(titles(ladder)).toEqual([
    'Host 0: HTTP to 0.0.0.1:80, 2 requests, 404 Not Found',
    'Host 0: HTTP to 0.0.0.1:80, GET /other, 404 Not Found',
  ]);
  const [first] = groups(ladder);
  expect(first!.children.map((item) => (item as Group).title)).toEqual([
    'GET /one, 200 OK',
    'GET /two, 404 Not Found',
    '1 message part',
  ]);
});

test('a request sent again is the same request', () => {
  const request = web('GET', '/one');
  const ladder = ladderOf([
    { ...ASK, message: request, lost: true },
    { ...ASK, message: request, repeats: 0 },
    answer(ASK, { message: web(200) }),
  ]);
  expect(titles(ladder)).toEqual(['Host 0: HTTP to 0.0.0.1:80, GET /one, 200 OK']);
  // Its fates differ, so neither send hides the other.
  expect(groups(ladder)[0]!.children).toHaveLength(3);
  expect(groups(ladder)[0]!.losses).toMatchObject([{ node: 1, fate: 'lost', count: 1 }]);
});

test('a question with its repeats and its answer is one group', () => {
  const asked = { ...ASK, dport: 53 };
  const ladder = ladderOf([
    { ...asked, message: dns(false), lost: true },
    { ...asked, message: dns(false), lost: true, repeats: 0 },
    { ...asked, message: dns(false), repeats: 0 },
    answer(asked, { message: dns(true) }),
  ]);
  expect(titles(ladder)).toEqual(['Host 0: A a.example? 1.2.3.4, asked 3 times']);
  const rows = packetsIn(groups(ladder)[0]!.children.filter((item) => item.kind === 'packet'));
  expect(rows.filter((row) => row.repeats.length > 0).map((row) => row.repeats.length)).toEqual([1]);
});

test('an answer that did not come to the one who asked is not called the outcome', () => {
  const hop = { from: 1, to: 2, sport: 6000, dport: 5061 };
  const call = [
    { ...ASK, message: sip('INVITE', '1 INVITE') },
    { ...hop, message: sip('INVITE', '1 INVITE') },
  ];
  const final = answer(hop, { message: sip(200, '1 INVITE') });
  expect(titles(ladderOf(call))).toEqual(['INVITE carl to dora, no answer']);
  expect(titles(ladderOf([...call, answer(ASK, { message: sip(100, '1 INVITE') })]))).toEqual([
    'INVITE carl to dora, 100 Trying, no final answer',
  ]);
  const lost = answer(ASK, { message: sip(200, '1 INVITE'), lost: true });
  expect(titles(ladderOf([...call, final, lost]))).toEqual(['INVITE carl to dora, 200 OK lost on the way']);
  const back = answer(ASK, { message: sip(200, '1 INVITE') });
  expect(titles(ladderOf([...call, final, back]))).toEqual(['INVITE carl to dora, 200 OK']);
});

test.each([
  ['dora@example.com;gruu;opaque=app:conf:focus:id:AB12', "dora's meeting"],
  ['dora@example.com;gruu;opaque=app:conf:chat:id:AB12', "dora's meeting chat"],
  ['dora@example.com;opaque=app:voicemail', "dora's voice mail"],
  ['dora@example.com;opaque=app:else', "dora's else"],
  ['carl@example.com;opaque=app:voicemail', "carl's voice mail"],
  ['example.com', 'example.com'],
])('a call to %s is one to %s', (to, name) => {
  const ladder = ladderOf([{ ...ASK, message: sip('INVITE', '1 INVITE', 'call', to) }]);
  expect(titles(ladder)).toEqual([`INVITE carl to ${name}, no answer`]);
});

test('an opening ends as it ended, and what comes after it is upkeep', () => {
  const syn = { ...ASK, flags: Flag.syn };
  expect(titles(ladderOf([syn, answer(ASK, { flags: Flag.rst | Flag.ack })]))).toEqual([
    'Host 0: TCP to 0.0.0.1:80, refused',
  ]);
  expect(titles(ladderOf([syn, { ...ASK, message: tls(ALERT) }]))[0]).toMatch(
    /^Host 0: TCP and TLS to 0\.0\.0\.1:80, refused: /,
  );
  const used = ladderOf([
    { ...ASK, message: web('GET') },
    answer(ASK, { message: web(200) }),
    { ...ASK, flags: Flag.fin | Flag.ack },
    answer(ASK, { flags: Flag.fin | Flag.ack }),
  ]);
  expect(titles(used)[1]).toBe('Host 0: connection with 0.0.0.1:80 closed');
});

test('a large trace begins with its conversations, however many packets they have', () => {
  const hosts = 16;
  const sent: Sent[] = [];
  for (let call = 0; call < 30; call++)
    for (let hop = 0; hop < 40; hop++)
      sent.push({
        from: hop % hosts,
        to: (hop + 1) % hosts,
        sport: 5000 + call,
        dport: 5061,
        message: sip(hop % 2 === 0 ? 'MESSAGE' : 200, `${hop >> 1} MESSAGE`, `call-${call}`),
      });
  const ladder = ladderOf(sent, hosts);
  expect(ladder.reader.packetCount).toBe(1200);
  const folding = { level: levelFor(1200), all: false, byHand: new Map<string, boolean>() };
  expect(rowsOf(ladder.items, folding)).toHaveLength(30);
  const shown = rowsOf(ladder.items, { ...folding, all: true }).filter((row) => row.kind === 'packet');
  expect(shown).toHaveLength(1200);
});
