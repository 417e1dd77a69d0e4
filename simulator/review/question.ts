import * as v from 'valibot';
import { parseAddress } from '../model/address.ts';
import type { Packet } from '../model/packet.ts';
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

export const PacketQuestion = v.object({
  firewall: v.string('must be the name of a firewall'),
  /** Where the packet comes in. */
  side: v.optional(v.picklist(['outside', 'inside'], 'must be "outside" or "inside"'), 'outside'),
  src: address,
  dst: address,
  sport: v.optional(number('a port', 65535), 0),
  dport: v.optional(number('a port', 65535), 0),
  transport: v.picklist(['tcp', 'udp', 'icmp'], 'must be "tcp", "udp" or "icmp"'),
  /** TCP: any of S A F R P. */
  flags: v.optional(v.pipe(v.string(), v.regex(/^[SAFRP]*$/, 'must be letters of "SAFRP"')), ''),
  /** ICMP. */
  type: v.optional(number('a type of ICMP', 255), 8),
  code: v.optional(number('a code of ICMP', 255), 0),
  ident: v.optional(number('an identifier', 65535), 0),
});
export type PacketQuestion = v.InferOutput<typeof PacketQuestion>;

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
