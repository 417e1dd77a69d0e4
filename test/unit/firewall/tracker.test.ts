import { describe, expect, test } from 'vitest';
import { invert } from '../../../simulator/firewall/engine/connections.ts';
import {
  IGNORED,
  INVALID,
  legalFlags,
  moveOf,
  Segment,
  segmentOf,
} from '../../../simulator/firewall/engine/tcp-track.ts';
import { Tracker } from '../../../simulator/firewall/engine/tracker.ts';
import { TcpState } from '../../../simulator/model/connection.ts';
import type { Message, Packet } from '../../../simulator/model/packet.ts';
import { Flag, Protocol, SINGLE } from '../../../simulator/model/packet.ts';
import { ConnectionStates } from '../../../simulator/model/policy.ts';
import { SECOND } from '../../../simulator/model/time.ts';
import { packetOf } from './packets.ts';
import { at } from './policies.ts';

const { syn, ack, fin, rst, psh } = Flag;

/** `tcp_conntracks` as it stands in Linux's nf_conntrack_proto_tcp.c; IV is invalid, IG ignored. */
const LINUX = [
  // Original: SYN, SYN-ACK, FIN, ACK, RST, none; by NO SS SR ES FW CW LA TW CL S2.
  'SS SS IG IG IG IG IG SS SS S2',
  'IV IV SR IV IV IV IV IV IV SR',
  'IV IV FW FW LA LA LA TW CL IV',
  'ES IV ES ES CW CW TW TW CL IV',
  'IV CL CL CL CL CL CL CL CL CL',
  'IV IV IV IV IV IV IV IV IV IV',
  // Reply.
  'IV S2 IV IV IV IV IV SS IV S2',
  'IV SR IG IG IG IG IG IG IG SR',
  'IV IV FW FW LA LA LA TW CL IV',
  'IV IG SR ES CW CW TW TW CL IG',
  'IV CL CL CL CL CL CL CL CL CL',
  'IV IV IV IV IV IV IV IV IV IV',
].map((row) => row.split(' '));
const STATES: Readonly<Record<string, number>> = {
  IV: INVALID,
  IG: IGNORED,
  SS: TcpState.synSent,
  SR: TcpState.synReceived,
  ES: TcpState.established,
  FW: TcpState.finWait,
  CW: TcpState.closeWait,
  LA: TcpState.lastAck,
  TW: TcpState.timeWait,
  CL: TcpState.closed,
  S2: TcpState.synSent2,
};

test('a segment moves a connection as Linux’s table says', () => {
  for (const direction of [0, 1])
    for (let segment = 0; segment < 6; segment++)
      for (let state = 0; state < 10; state++)
        expect(moveOf(direction, segment, state), `${direction} ${segment} ${state}`).toBe(
          STATES[LINUX[direction * 6 + segment]![state]!],
        );
});

test('of flags, RST counts before SYN, SYN before FIN, FIN before ACK', () => {
  for (const [flags, segment] of [
    [syn, Segment.syn],
    [syn | ack, Segment.synAck],
    [fin | ack, Segment.fin],
    [ack | psh, Segment.ack],
    [rst | syn, Segment.rst],
    [rst | ack, Segment.rst],
    [psh, Segment.none],
    [0, Segment.none],
  ] as const)
    expect(segmentOf(flags), String(flags)).toBe(segment);
});

test('flags that may stand together', () => {
  const legal = [...Array(32).keys()].filter((flags) => legalFlags(flags)).map((flags) => flags & ~psh);
  expect(new Set(legal)).toEqual(new Set([syn, syn | ack, rst, rst | ack, fin | ack, ack]));
});

const CLIENT = { src: at('198.51.100.7'), sport: 50_000 };
const SERVER = { dst: at('10.45.16.10'), dport: 443 };

/** Time-outs that are all told apart, in seconds. */
const TIMEOUTS = {
  tcpOpening_s: 101,
  tcpAnswered_s: 102,
  tcpEstablished_s: 103,
  tcpClosing_s: 104,
  tcpCloseWait_s: 105,
  tcpLastAck_s: 106,
  tcpTimeWait_s: 107,
  tcpClosed_s: 108,
  udpUnreplied_s: 109,
  udp_s: 110,
  icmp_s: 111,
  other_s: 112,
};

/** What a segment is beside its flags. */
type More = Partial<Pick<Packet, 'seq' | 'ack' | 'payload'>>;

const bytes = (length: number) => ({
  payload: { message: { protocol: 'raw' }, offset: 0, length, size: length, counted: SINGLE },
});

/** One connection between client and server, one step a second. */
function conversation(protocol: number = Protocol.tcp) {
  const tracker = new Tracker(TIMEOUTS);
  const { connections } = tracker;
  let now = 0;
  const packet = (fromClient: boolean, flags: number, more: More = {}): Packet => {
    const there = packetOf({ ...CLIENT, ...SERVER, protocol, flags, ...more });
    return fromClient
      ? there
      : { ...there, src: there.dst, dst: there.src, sport: there.dport, dport: there.sport };
  };
  /** What a packet is to the table; one that begins something is let pass. */
  const pass = (fromClient: boolean, flags: number, more: More = {}, wait_s = 1): string => {
    now += wait_s * SECOND;
    const one = packet(fromClient, flags, more);
    tracker.track(one, now);
    const { state } = tracker;
    if (state === ConnectionStates.new && tracker.entry < 0) {
      const answer = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
      invert(one, answer);
      tracker.open(one, answer, 7, now);
      return 'begins';
    }
    return Object.entries(ConnectionStates).find(([, value]) => value === state)![0];
  };
  return {
    tracker,
    connections,
    now: () => now,
    client: (flags: number, more?: More, wait_s?: number) => pass(true, flags, more, wait_s),
    server: (flags: number, more?: More, wait_s?: number) => pass(false, flags, more, wait_s),
    /** State and seconds left of the connection that was begun last. */
    left: (entry = 0) => [connections.state[entry], (connections.expires[entry]! - now) / SECOND],
    open: () => {
      pass(true, syn, { seq: 100 });
      pass(false, syn | ack, { seq: 500, ack: 101 });
      pass(true, ack, { seq: 101, ack: 501 });
    },
  };
}

describe('a TCP connection', () => {
  test('from the first SYN to the end: its phases, and how long each lasts without packets', () => {
    const { client, server, left } = conversation();
    const { synSent, synReceived, established, finWait, closeWait, lastAck, timeWait } = TcpState;
    expect([client(syn), left()]).toEqual(['begins', [synSent, 101]]);
    expect([server(syn | ack), left()]).toEqual(['established', [synReceived, 102]]);
    expect([client(ack), left()]).toEqual(['established', [established, 103]]);
    expect([client(fin | ack), left()]).toEqual(['established', [finWait, 104]]);
    expect([server(ack), left()]).toEqual(['established', [closeWait, 105]]);
    expect([server(fin | ack), left()]).toEqual(['established', [lastAck, 106]]);
    expect([client(ack), left()]).toEqual(['established', [timeWait, 107]]);
  });

  test('a SYN sent again does not make it live longer, an answer does', () => {
    const { client, server, left } = conversation();
    client(syn);
    expect([client(syn, {}, 40), left()]).toEqual(['new', [TcpState.synSent, 61]]);
    expect([server(syn | ack), left()]).toEqual(['established', [TcpState.synReceived, 102]]);
    expect([server(syn | ack, {}, 40), left()]).toEqual(['established', [TcpState.synReceived, 62]]);
  });

  test('a RST as the only answer: it is as if it had never been', () => {
    const { client, server, tracker } = conversation();
    client(syn);
    expect(server(rst | ack)).toBe('established');
    expect(client(ack)).toBe('invalid');
    expect(tracker.entry).toBe(-1);
    expect(client(syn)).toBe('begins');
  });

  test('a RST from who began before any answer forgets it, too', () => {
    const { client } = conversation();
    client(syn);
    expect(client(rst)).toBe('new');
    expect(client(syn)).toBe('begins');
  });

  test('both ends begin at once (RFC 793 figure 8)', () => {
    const { client, server, left } = conversation();
    client(syn);
    // To Linux it is a SYN sent again: the time goes on.
    expect([server(syn), left()]).toEqual(['established', [TcpState.synSent2, 100]]);
    expect([client(syn | ack), left()]).toEqual(['established', [TcpState.synReceived, 102]]);
    expect([server(ack), left()]).toEqual(['established', [TcpState.established, 103]]);
  });

  test('both ends begin at once: only an ACK opens it, and a stray one before does not spoil that', () => {
    const { client, server, left } = conversation();
    client(syn);
    server(syn);
    expect([server(syn | ack), left()[0]]).toEqual(['established', TcpState.synReceived]);
    const other = conversation();
    other.client(syn);
    other.server(syn);
    expect([other.server(ack), other.left()[0]]).toEqual(['established', TcpState.synSent2]);
    other.client(syn | ack);
    other.server(ack);
    expect(other.left()[0]).toBe(TcpState.established);
    // It closes as any other does.
    other.client(fin | ack);
    expect([other.server(ack), other.left()[0]]).toEqual(['established', TcpState.closeWait]);
  });

  test('an ACK alone is no answer to a SYN', () => {
    const { client, server, left } = conversation();
    client(syn);
    expect([server(ack, { ack: 0 }), left()[0]]).toEqual(['established', TcpState.synSent]);
  });

  test('without that, the server’s ACK alone does not open it', () => {
    const { client, server, left } = conversation();
    client(syn);
    server(syn | ack);
    expect([server(ack), left()]).toEqual(['established', [TcpState.synReceived, 102]]);
  });

  test('what does not belong into a phase is invalid, and changes nothing', () => {
    const { client, server, left, tracker } = conversation();
    client(syn);
    expect(client(syn | ack)).toBe('invalid');
    expect(client(ack)).toBe('invalid');
    expect(client(syn | fin)).toBe('invalid');
    expect(tracker.entry).toBe(-1);
    expect(left()).toEqual([TcpState.synSent, 98]);
    expect(server(fin | ack)).toBe('invalid');
  });
});

describe('a RST in an open connection (RFC 5961 3.2)', () => {
  test('at the number that is expected closes it', () => {
    const { open, server, left } = conversation();
    open();
    expect([server(rst, { seq: 501 }), left()]).toEqual(['established', [TcpState.closed, 108]]);
  });

  test('before it is invalid; beyond it, it passes and closes nothing', () => {
    const { open, server, left } = conversation();
    open();
    expect(server(rst, { seq: 500 })).toBe('invalid');
    expect(left()[0]).toBe(TcpState.established);
    expect([server(rst, { seq: 502 }), left()[0]]).toEqual(['established', TcpState.established]);
    // Numbers go round (RFC 793 3.3).
    expect(server(rst, { seq: 501 - 2 ** 30 + 2 ** 32 })).toBe('invalid');
  });

  test('of zero counts where the connection is not open yet', () => {
    const { client, server, left } = conversation();
    client(syn, { seq: 100 });
    server(syn | ack, { seq: 500, ack: 101 });
    client(ack, { seq: 101, ack: 501 });
    client(fin | ack, { seq: 101, ack: 501 });
    expect([server(rst, { seq: 0 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('right behind what the same end sent last closes it, though the other has not acknowledged that', () => {
    const { open, server, left } = conversation();
    open();
    server(ack, { seq: 501, ack: 101, ...bytes(20) });
    expect([server(rst, { seq: 521 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('behind anything else it does not', () => {
    const { open, server, left } = conversation();
    open();
    server(ack, { seq: 501, ack: 101, ...bytes(20) });
    expect([server(rst, { seq: 530 }), left()[0]]).toEqual(['established', TcpState.established]);
    server(syn | ack, { seq: 600, ack: 101 });
    expect([server(rst, { seq: 601 }), left()[0]]).toEqual(['established', TcpState.established]);
  });

  test('of zero is before what is expected like any other', () => {
    const { open, server, left } = conversation();
    open();
    expect([server(rst, { seq: 0 }), left()[0]]).toEqual(['invalid', TcpState.established]);
  });

  test('each end’s is held against what the other has acknowledged', () => {
    const { client, server, left } = conversation();
    client(syn, { seq: 100 });
    server(syn | ack, { seq: 500, ack: 101 });
    expect(client(rst, { seq: 50 })).toBe('invalid');
    expect(left()[0]).toBe(TcpState.synReceived);
    expect([client(rst, { seq: 0 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('counts in any case after a SYN that does not belong', () => {
    const { open, client, server, left } = conversation();
    open();
    client(syn, { seq: 900 });
    expect([server(rst, { seq: 7 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('with an empty acknowledgement acknowledges nothing', () => {
    const { client, server, left } = conversation();
    client(syn, { seq: 0xffffffe0 });
    server(syn | ack, { seq: 500, ack: 0xffffffe1 });
    client(ack, { seq: 0xffffffe1, ack: 501 });
    expect([server(rst | ack, { seq: 502, ack: 0 }), left()[0]]).toEqual([
      'established',
      TcpState.established,
    ]);
    expect([client(rst, { seq: 0xffffffe1 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('not when the last segment was the other end’s', () => {
    const { open, server, client, left } = conversation();
    open();
    server(ack, { seq: 501, ack: 101, ...bytes(20) });
    client(ack, { seq: 101, ack: 501 });
    expect([server(rst, { seq: 521 }), left()[0]]).toEqual(['established', TcpState.established]);
  });

  test('counts in any case while the other end has acknowledged nothing', () => {
    const { client, server, left } = conversation();
    client(syn, { seq: 100 });
    server(syn | ack, { seq: 500, ack: 101 });
    expect([server(rst, { seq: 7 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('the highest acknowledgement counts, also when an older one comes late, or the numbers go round', () => {
    const { client, server, left } = conversation();
    client(syn, { seq: 100 });
    server(syn | ack, { seq: 0xfffffff0, ack: 101 });
    client(ack, { seq: 101, ack: 0xfffffff1 });
    client(ack, { seq: 101, ack: 5 });
    client(ack, { seq: 101, ack: 0xfffffff8 });
    expect(server(rst, { seq: 0xfffffff8 })).toBe('invalid');
    expect([server(rst, { seq: 5 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('again counts where somebody has said FIN', () => {
    const { open, client, server, left } = conversation();
    open();
    client(fin | ack, { seq: 101, ack: 501 });
    server(ack, { seq: 501, ack: 102 });
    expect(server(rst, { seq: 7 })).toBe('established');
    expect(left()[0]).toBe(TcpState.closed);
    expect([server(rst, { seq: 8 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });
});

describe('the same two ports once more (RFC 1122 4.2.2.13)', () => {
  test('begin anew by a SYN after both have said FIN', () => {
    const { open, client, server, connections } = conversation();
    open();
    client(fin | ack, { seq: 101, ack: 501 });
    server(fin | ack, { seq: 501, ack: 102 });
    client(ack, { seq: 102, ack: 502 });
    expect(client(syn, { seq: 900 })).toBe('begins');
    expect([...connections.serial.subarray(0, 2)]).toEqual([0, 1]);
    expect(connections.state[1]).toBe(TcpState.synSent);
  });

  test('begin anew where the end that says SYN had reset it', () => {
    const { open, client } = conversation();
    open();
    client(rst, { seq: 101 });
    expect(client(syn)).toBe('begins');
  });

  test('do not where the other end had: the SYN passes, and is remembered for the answer', () => {
    const { open, client, server, left } = conversation();
    open();
    server(rst, { seq: 501 });
    expect([client(syn, { seq: 900 }), left()[0]]).toEqual(['established', TcpState.closed]);
    // An answer that acknowledges just that SYN shows that both agree.
    expect([server(syn | ack, { seq: 700, ack: 901 }), left()]).toEqual([
      'established',
      [TcpState.synReceived, 102],
    ]);
    expect([client(ack, { seq: 901, ack: 701 }), left()[0]]).toEqual(['established', TcpState.established]);
  });

  test('do not where nobody had ended it but the firewall', () => {
    const { open, client, tracker, now, left } = conversation();
    open();
    tracker.close(0, now());
    expect([client(syn, { seq: 900 }), left()[0]]).toEqual(['established', TcpState.closed]);
  });

  test('nor does an answer to something else', () => {
    const { open, client, server, left } = conversation();
    open();
    client(syn, { seq: 900 });
    expect([server(syn | ack, { seq: 700, ack: 902 }), left()[0]]).toEqual([
      'established',
      TcpState.established,
    ]);
    // The answer was the last segment: what comes behind it is none to the SYN.
    expect([server(syn | ack, { seq: 700, ack: 901 }), left()[0]]).toEqual([
      'established',
      TcpState.established,
    ]);
  });

  test('an ACK in answer to a SYN that does not belong acknowledges no FIN (RFC 5961 4.2)', () => {
    const { open, client, server, left } = conversation();
    open();
    client(fin | ack, { seq: 101, ack: 501 });
    server(fin | ack, { seq: 501, ack: 102 });
    expect(left()[0]).toBe(TcpState.lastAck);
    expect(client(syn, { seq: 900 })).toBe('established');
    expect([server(ack, { seq: 502, ack: 102 }), left()[0]]).toEqual(['established', TcpState.lastAck]);
    expect([server(ack, { seq: 502, ack: 102 }), left()[0]]).toEqual(['established', TcpState.timeWait]);
  });
});

test('such a SYN is forgotten by the next segment: the last ACK then ends the connection', () => {
  const { open, client, server, left } = conversation();
  open();
  client(fin | ack, { seq: 101, ack: 501 });
  server(fin | ack, { seq: 501, ack: 102 });
  client(syn, { seq: 900 });
  server(fin | ack, { seq: 501, ack: 102 });
  expect([client(ack, { seq: 102, ack: 502 }), left()[0]]).toEqual(['established', TcpState.timeWait]);
});

describe('what is no TCP', () => {
  test('UDP is a stream when it has gone both ways for more than two seconds', () => {
    const { client, server, left } = conversation(Protocol.udp);
    expect([client(0), left()]).toEqual(['begins', [0, 109]]);
    expect([client(0), left()]).toEqual(['new', [0, 109]]);
    expect([server(0), left()]).toEqual(['established', [0, 109]]);
    expect([client(0), left()]).toEqual(['established', [0, 110]]);
    const early = conversation(Protocol.udp);
    early.client(0);
    early.server(0);
    // Two seconds after it began, and no longer.
    expect([early.client(0), early.left()]).toEqual(['established', [0, 109]]);
    expect([early.client(0), early.left()]).toEqual(['established', [0, 110]]);
    const late = conversation(Protocol.udp);
    late.client(0);
    expect([late.client(0, {}, 50), late.left()]).toEqual(['new', [0, 109]]);
  });

  test('other protocols have one time for all', () => {
    const { client, server, left } = conversation(50);
    expect([client(0), left()]).toEqual(['begins', [0, 112]]);
    expect([server(0, {}, 60), left()]).toEqual(['established', [0, 112]]);
  });

  test('an answer to an echo belongs to its question, by type, code and identifier', () => {
    const tracker = new Tracker(TIMEOUTS);
    const echo = packetOf({ ...CLIENT, dst: SERVER.dst, protocol: Protocol.icmp, sport: 77, dport: 8 * 256 });
    const answer = { src: 0, dst: 0, sport: 0, dport: 0, protocol: 0 };
    expect(invert(echo, answer)).toBe(true);
    expect(answer).toEqual({ src: echo.dst, dst: echo.src, sport: 77, dport: 0, protocol: Protocol.icmp });
    tracker.track(echo, 0);
    expect([tracker.state, tracker.entry]).toEqual([ConnectionStates.new, -1]);
    tracker.open(echo, answer, 0, 0);
    expect(tracker.connections.expires[0]).toBe(111 * SECOND);
    tracker.track({ ...echo, ...answer }, 50 * SECOND);
    expect([tracker.state, tracker.direction]).toEqual([ConnectionStates.established, 1]);
    expect(tracker.connections.expires[0]).toBe(161 * SECOND);
    tracker.track({ ...echo, ...answer, sport: 78 }, 50 * SECOND);
    expect(tracker.state).toBe(ConnectionStates.invalid);
    // Nothing answers a redirect, and no answer begins anything.
    expect(invert({ ...echo, dport: 5 * 256 }, answer)).toBe(false);
  });

  test('an ICMP error belongs to the connection of the packet that it quotes, with the way that it goes', () => {
    const { tracker, client, now } = conversation(Protocol.udp);
    client(0);
    const about = (quoted: object, protocol = 'icmp') =>
      packetOf({
        src: SERVER.dst,
        dst: CLIENT.src,
        protocol: Protocol.icmp,
        dport: 3 * 256 + 3,
        payload: {
          message: { protocol, quoted } as unknown as Message,
          offset: 0,
          length: 28,
          size: 28,
          counted: SINGLE,
        },
      });
    const there = { ...CLIENT, ...SERVER, protocol: Protocol.udp };
    const back = { src: SERVER.dst, dst: CLIENT.src, sport: 443, dport: 50_000, protocol: Protocol.udp };
    const said = (packet: Packet, at = now()) => {
      tracker.track(packet, at);
      return [tracker.state, tracker.entry, tracker.direction];
    };
    const { related, invalid } = ConnectionStates;
    expect(said(about(there))).toEqual([related, 0, 1]);
    expect(said(about(back))).toEqual([related, 0, 0]);
    expect(said(about({ ...there, sport: 50_001 }))).toEqual([invalid, -1, 0]);
    expect(said(about(there, 'raw'))).toEqual([invalid, -1, 0]);
    expect(said({ ...about(there), payload: null })).toEqual([invalid, -1, 0]);
    // An error does not make it live longer.
    expect(said(about(there), now() + 109 * SECOND)).toEqual([invalid, -1, 0]);
  });
});

test('a connection that was refused with a RST is over, and gone after the time for that', () => {
  const { tracker, client, now, left } = conversation();
  client(syn);
  tracker.close(0, now());
  expect(left()).toEqual([TcpState.closed, 108]);
});
