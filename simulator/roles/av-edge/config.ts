import * as v from 'valibot';
import { field } from '../../model/design.ts';
import type { Reference } from '../role.ts';
import { defineSchema, word } from '../role.ts';

/** Ports as Set-CsEdgeServer names them: MediaRelayExternalTurnUdpPort, MediaRelayInternalTurnTcpPort, ... */
const face = {
  interface: field.id,
  name: field.dnsName,
  udpPort: v.optional(field.port, 3478),
  tcpPort: v.optional(field.port, 443),
};

export const config = v.strictObject({
  role: v.literal('av-edge'),
  /** SIP domain whose people it serves: what that organization runs decides what this Edge can do. */
  domain: field.dnsName,
  external: v.strictObject({
    ...face,
    /** The address that the world sees, where a NAT stands before it. */
    publicAddress: v.optional(field.address),
  }),
  internal: v.strictObject(face),
  /** MediaCommunicationPortStart and MediaCommunicationPortCount. */
  ports: v.optional(
    v.strictObject({
      first: v.optional(field.port, 50000),
      count: v.optional(field.whole('a number of ports', 1, 10000), 10000),
    }),
    {},
  ),
  /** The certificate of A/V authentication: all nodes of a pool have the same, and take each other's credentials. */
  certificate: field.id,
});

export type AvEdgeConfig = v.InferOutput<typeof config>;

function references({ external, internal, certificate }: AvEdgeConfig): readonly Reference[] {
  return [
    { path: ['external', 'interface'], kind: 'interface', value: external.interface },
    { path: ['internal', 'interface'], kind: 'interface', value: internal.interface },
    { path: ['certificate'], kind: 'certificate', value: certificate },
  ];
}

export const avEdgeSchema = defineSchema({
  id: 'av-edge',
  title: 'A/V Edge',
  config,
  references,
  words: {
    udpPort: word('UDP port', 'STUN and TURN.'),
    tcpPort: word('TCP port', 'TURN over TCP.'),
    publicAddress: word('Public address', 'What the world sees, where a NAT stands before it.'),
    'av-edge.ports': word('Relay ports', 'Handed out for media.'),
    first: word('First'),
    count: word('How many'),
  },
});
