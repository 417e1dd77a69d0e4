import { expect, test } from 'vitest';
import { parseAddress } from '../../../simulator/model/address.ts';
import type { Message } from '../../../simulator/model/packet.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import { conversationFilter, fieldFilter } from '../../../simulator/protocols/display-filter.ts';
import type { Layer } from '../../../simulator/protocols/dissect.ts';
import { codecOf, write } from '../../../simulator/protocols/registry.ts';
import type { StunMessage } from '../../../simulator/protocols/stun/message.ts';

const tuple = {
  src: parseAddress('198.51.100.7')!,
  dst: parseAddress('10.45.16.10')!,
  protocol: Protocol.tcp,
  sport: 63933,
  dport: 443,
};

test('a conversation: both addresses, both ports, either way', () => {
  expect(conversationFilter(tuple)).toBe(
    'ip.addr == 198.51.100.7 && ip.addr == 10.45.16.10 && tcp.port == 63933 && tcp.port == 443',
  );
});

test('two ends with the same port: each must have it', () => {
  expect(conversationFilter({ ...tuple, protocol: Protocol.udp, sport: 3478, dport: 3478 })).toBe(
    'ip.addr == 198.51.100.7 && ip.addr == 10.45.16.10 && udp.srcport == 3478 && udp.dstport == 3478',
  );
});

test('ICMP has no ports', () => {
  expect(conversationFilter({ ...tuple, protocol: Protocol.icmp })).toBe(
    'ip.addr == 198.51.100.7 && ip.addr == 10.45.16.10 && icmp',
  );
});

/** A message as a layer. */
function layerOf(message: Message): Layer {
  const { title, family, id } = codecOf(message);
  const written = write(message);
  return {
    title,
    family,
    protocol: id,
    bytes: written.result(),
    within: 'packet',
    start: 0,
    fields: written.fields(),
    note: '',
  };
}

function filterOf(layer: Layer, path: string, around: readonly Layer[] = []): string | null {
  const [group = '', name = ''] = path.includes('/') ? path.split('/') : ['', path];
  const within = group === '' ? layer.fields : layer.fields.find((one) => one.name === group)!.fields;
  const field = within.find((one) => one.name === name)!;
  return fieldFilter({ bytes: layer.bytes, layers: [...around, layer] }, layer, group, field);
}

const check: StunMessage = {
  protocol: 'stun',
  dialect: 'rfc5389',
  method: 'binding',
  kind: 'request',
  transaction: `2112a442${'00'.repeat(12)}`,
  attributes: { username: 'say "hi\\"' },
  integrity: null,
};

test('a text is quoted, with what is in it', () => {
  expect(filterOf(layerOf(check), 'USERNAME/Value')).toBe('stun.att.username == "say \\"hi\\\\\\""');
});

test('messages of MS-TURN have the other name, and no filter for what Wireshark does not know there', () => {
  const turn = layerOf({ ...check, dialect: 'ms-turn', transaction: '11'.repeat(16) } as Message);
  expect(filterOf(turn, 'Type')).toBe('classicstun.type == 1');
  expect(filterOf(turn, 'USERNAME/Value')).toBeNull();
});

test('what is inside a framing that Wireshark does not know has no filter', () => {
  const frame = { ...layerOf(check), protocol: 'turn-frame' };
  expect(filterOf(layerOf(check), 'Type', [frame])).toBeNull();
  expect(filterOf(layerOf(check), 'Type')).toBe('stun.type == 1');
});
