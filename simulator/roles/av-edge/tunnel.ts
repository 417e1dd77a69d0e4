import type { Message } from '../../model/packet.ts';
import type { Host } from '../../network/host.ts';
import type { StunMessage, TransportAddress } from '../../protocols/stun/message.ts';

/**
 * A message from one of our relays to a relay of another Edge, as the two Edges exchange it: a Send request that names
 * both relays (assumption: only the ports are documented).
 */
export function edgeToEdge(
  host: Host,
  own: TransportAddress,
  peer: TransportAddress,
  data: Message,
): StunMessage {
  return {
    protocol: 'stun',
    dialect: 'ms-turn',
    method: 'send',
    kind: 'request',
    transaction: host.random.hex(32),
    attributes: { destination: peer, remote: own, data },
    integrity: null,
  };
}
