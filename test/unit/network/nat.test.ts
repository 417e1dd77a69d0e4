import { expect, test } from 'vitest';
import { Random } from '../../../simulator/kernel/random.ts';
import { parseAddress } from '../../../simulator/model/address.ts';
import { Protocol } from '../../../simulator/model/packet.ts';
import { SECOND } from '../../../simulator/model/time.ts';
import type { NatBehaviour } from '../../../simulator/network/nat.ts';
import { NatTable } from '../../../simulator/network/nat.ts';

const at = (text: string) => parseAddress(text)!;
const inside = at('192.168.1.5');
const outside = at('198.51.100.7');
const server = at('10.45.16.30');
const other = at('10.45.16.10');

function nat(mapping: NatBehaviour, filtering: NatBehaviour) {
  return new NatTable(
    { mapping, filtering, udpTimeout: 120 * SECOND, tcpTimeout: 7440 * SECOND },
    new Random(1, 'nat'),
  );
}
const out = (dst: number, dport: number, sport = 5000) => ({
  src: inside,
  sport,
  dst,
  dport,
  protocol: Protocol.udp,
});
const back = (src: number, sport: number, dport: number) => ({
  src,
  sport,
  dst: outside,
  dport,
  protocol: Protocol.udp,
});

test.each([
  ['endpoint-independent', true, true],
  ['address-dependent', true, false],
  ['address-and-port-dependent', false, false],
] as const)(
  'mapping %s: one port to another port of a host: %s, to another host: %s (RFC 4787 4.1)',
  (mapping, samePort, sameHost) => {
    const table = nat(mapping, 'endpoint-independent');
    const first = table.outbound(out(server, 3478), 0);
    expect(table.outbound(out(server, 443), 0) === first).toBe(samePort);
    expect(table.outbound(out(other, 3478), 0) === first).toBe(sameHost);
  },
);

test.each([
  ['endpoint-independent', true, true],
  ['address-dependent', true, false],
  ['address-and-port-dependent', false, false],
] as const)(
  'filtering %s: from another port of a host written to: %s, from another host: %s (RFC 4787 5)',
  (filtering, otherPort, otherHost) => {
    const table = nat('endpoint-independent', filtering);
    const port = table.outbound(out(server, 3478), 0);
    expect(table.inbound(back(server, 3478, port), 1)).toMatchObject({ address: inside, port: 5000 });
    expect(table.inbound(back(server, 9999, port), 1) !== null).toBe(otherPort);
    expect(table.inbound(back(other, 3478, port), 1) !== null).toBe(otherHost);
  },
);

test('what nobody inside asked for does not come in', () => {
  expect(nat('endpoint-independent', 'endpoint-independent').inbound(back(server, 3478, 5000), 0)).toBeNull();
});

test('a mapping is forgotten after its time-out', () => {
  const table = nat('endpoint-independent', 'address-dependent');
  const port = table.outbound(out(server, 3478), 0);
  expect(table.inbound(back(server, 3478, port), 119 * SECOND)).not.toBeNull();
  expect(table.inbound(back(server, 3478, port), 240 * SECOND)).toBeNull();
});

test('two hosts that use one port get two ports outside', () => {
  const table = nat('endpoint-independent', 'endpoint-independent');
  const first = table.outbound(out(server, 3478), 0);
  const second = table.outbound({ ...out(server, 3478), src: inside + 1 }, 0);
  expect(second).not.toBe(first);
  expect(table.inbound(back(server, 3478, second), 1)).toMatchObject({ address: inside + 1, port: 5000 });
});
