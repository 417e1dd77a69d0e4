import * as v from 'valibot';
import { formatAddress, parseAddress } from '../model/address.ts';
import type { FiveTuple, Packet } from '../model/packet.ts';
import { Flag, Protocol } from '../model/packet.ts';

/*
 * A packet as somebody asks about it.
 */

const number = (what: string, most: number) => {
  const message = `must be ${what}: a whole number from 0 to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(0, message), v.maxValue(most, message));
};
const address = v.pipe(
  v.string('must be an IPv4 address'),
  v.check((text) => parseAddress(text) !== null, 'must be an IPv4 address'),
);

const TRANSPORTS = ['tcp', 'udp', 'icmp'] as const;

export const PacketQuestion = v.object({
  firewall: v.string('must be the name of a firewall'),
  /** Where the packet comes in. */
  side: v.optional(v.picklist(['outside', 'inside'], 'must be "outside" or "inside"'), 'outside'),
  src: address,
  dst: address,
  sport: v.optional(number('a port', 65535), 0),
  dport: v.optional(number('a port', 65535), 0),
  transport: v.picklist(TRANSPORTS, 'must be "tcp", "udp" or "icmp"'),
  /** TCP: any of S A F R P. */
  flags: v.optional(v.pipe(v.string(), v.regex(/^[SAFRP]*$/, 'must be letters of "SAFRP"')), ''),
  /** ICMP. */
  type: v.optional(number('a type of ICMP', 255), 8),
  code: v.optional(number('a code of ICMP', 255), 0),
  ident: v.optional(number('an identifier', 65535), 0),
});
export type PacketQuestion = v.InferOutput<typeof PacketQuestion>;
/** The same as it is written down: with nothing that the transport has no use for. */
export type WrittenQuestion = v.InferInput<typeof PacketQuestion>;

const LETTERS = { S: Flag.syn, A: Flag.ack, F: Flag.fin, R: Flag.rst, P: Flag.psh } as const;

/** The packet, without content. */
export function packetOf(question: PacketQuestion): Packet {
  const { transport, sport, dport, type, code, ident, flags } = question;
  const icmp = transport === 'icmp';
  return {
    id: 0,
    src: parseAddress(question.src)!,
    dst: parseAddress(question.dst)!,
    protocol: Protocol[transport],
    sport: icmp ? ident : sport,
    dport: icmp ? type * 256 + code : dport,
    flags:
      transport === 'tcp'
        ? Object.entries(LETTERS).reduce(
            (bits, [letter, bit]) => (flags.includes(letter) ? bits | bit : bits),
            0,
          )
        : 0,
    seq: 0,
    ack: 0,
    payload: null,
  };
}

/** The question about a packet at a firewall; null where its protocol is none that can be asked about. */
export function questionOf(
  firewall: string,
  packet: FiveTuple & { readonly flags: number; readonly fromOutside: boolean },
): WrittenQuestion | null {
  const { protocol, sport, dport, flags } = packet;
  const transport = TRANSPORTS.find((one) => Protocol[one] === protocol);
  if (transport === undefined) return null;
  const ends = {
    firewall,
    side: packet.fromOutside ? ('outside' as const) : ('inside' as const),
    src: formatAddress(packet.src),
    dst: formatAddress(packet.dst),
    transport,
  };
  if (transport === 'icmp') return { ...ends, type: dport >>> 8, code: dport & 255, ident: sport };
  const letters = Object.entries(LETTERS).flatMap(([letter, bit]) => (flags & bit ? letter : []));
  return { ...ends, sport, dport, ...(transport === 'tcp' && { flags: letters.join('') }) };
}
