import { Flag } from '../../../simulator/model/packet.ts';
import type { Expected } from './sightings.ts';

/** Something that Wireshark remarks though nothing is wrong: why it does. */
export interface Remark {
  readonly text: RegExp;
  readonly why: string;
  /** Where it may stand; anywhere when left out. */
  readonly where?: (frame: Expected) => boolean;
}

/** All that Wireshark may remark, besides the comments in the file and what it calls chat. */
export const REMARKS: readonly Remark[] = [
  {
    text: /^Ignored Unknown Record$/,
    why: 'MS-TURN over TCP: after the pseudo-TLS hello its frames are no records, and no dissector knows them',
    where: (frame) => protocolIn(frame, 'turn-frame'),
  },
  {
    text: /^Unrecognised SIP header \((ms-keep-alive|presence-state|ms-user-logon-data|ms-sender|ms-diagnostics|ms-diagnostics-public|ms-client-diagnostics)\)$/,
    why: "Microsoft's own headers ([MS-SIPREGE], [MS-OCER], [MS-CONFBAS]), which no RFC has",
    where: (frame) => protocolIn(frame, 'tls'),
  },
  {
    text: /^Encrypted RTCP Payload - not dissected$/,
    why: 'SRTCP, which Wireshark has learnt of from SDP',
    where: (frame) => protocolIn(frame, 'rtcp'),
  },
  {
    text: /^This frame (initiates|undergoes) the connection closing$/,
    why: 'a FIN: the one who closes first, and the other',
    where: (frame) => has(frame, Flag.fin),
  },
  {
    text: /^A new tcp session is started with the same ports as an earlier session in this trace$/,
    why: 'a relay opens another connection from its own port after the one before was closed; or the run before used it',
    where: (frame) => has(frame, Flag.syn),
  },
  {
    text: /^Connection reset \(RST\)$/,
    why: 'an allocation ended while its relay was opening a connection: what answers the SYN is refused (RFC 793 3.4)',
    where: (frame) => has(frame, Flag.rst),
  },
  {
    text: /^DNS (query|response) retransmission\. Original (request|response) in frame \d+$/,
    why: 'a resolver asked again, since no answer came',
    where: repeats,
  },
  {
    text: /^This frame is a \(suspected\) (spurious )?retransmission$/,
    why: 'the simulation sent that segment again',
    where: repeats,
  },
];

function has({ reader, packet }: Expected, flag: number): boolean {
  return (reader.trace.packets.flags[packet]! & flag) !== 0;
}

function protocolIn({ reader, packet }: Expected, protocol: string): boolean {
  return reader.message(packet)?.protocol === protocol;
}

/** Does the trace say that the packet repeats another? */
function repeats({ reader, packet }: Expected): boolean {
  const { events, packets } = reader.trace;
  return events.a[packets.sent[packet]!]! >= 0;
}
