import { describe, expect, test } from 'vitest';
import type { Design } from '../../simulator/model/design.ts';
import type { NatBehaviour } from '../../simulator/network/nat.ts';
import { closed, designWith, runOne } from './designs.ts';

const reference = designWith();
const BEHAVIOURS: readonly NatBehaviour[] = [
  'endpoint-independent',
  'address-dependent',
  'address-and-port-dependent',
];

interface Home {
  readonly mapping: NatBehaviour;
  readonly filtering: NatBehaviour;
}

/** Alice and Carol each behind a NAT of that behaviour. */
function between(alice: Home, carol: Home): Design {
  const homes: Readonly<Record<string, Home>> = { 'alice-router': alice, 'carol-router': carol };
  return { ...reference, nats: reference.nats.map((nat) => ({ ...nat, ...homes[nat.id] })) };
}

/**
 * Does it come to a path when `from` begins? Each knows the other's address as the A/V Edge saw it, so a mapping that
 * depends on the peer is another one than the peer was told of (RFC 4787 4.1), and only learnt when a packet comes by it
 * (RFC 5245 7.2.1.3). What comes in is let in from whom was written to by that mapping: anybody, that address, or that
 * address and port (RFC 4787 5).
 */
function comesThrough(from: Home, to: Home): boolean {
  const [independent, byPort] = ['endpoint-independent', 'address-and-port-dependent'] as const;
  // The first packet goes to the port that `to` was told of.
  const letIn =
    to.filtering === independent ||
    (to.mapping === independent && (to.filtering !== byPort || from.mapping === independent));
  if (!letIn) return false;
  // The answer comes from there: that is where it was sent to.
  if (to.mapping === independent) return true;
  // It comes from another port, which `from` has not written to.
  if (from.filtering === byPort) return false;
  // Each answer makes yet another port at both ends: no check is ever answered from where it was sent to.
  return !(from.mapping === byPort && to.mapping === byPort);
}

function meets(one: Home, other: Home): boolean {
  return comesThrough(one, other) || comesThrough(other, one);
}

const homes = BEHAVIOURS.flatMap((mapping) => BEHAVIOURS.map((filtering): Home => ({ mapping, filtering })));
const short = ({ mapping, filtering }: Home) =>
  `${BEHAVIOURS.indexOf(mapping)}${BEHAVIOURS.indexOf(filtering)}`;

describe.each(homes.map((home) => [short(home), home] as const))('Alice behind %s', (_name, alice) => {
  test.each(homes.map((home) => [short(home), home] as const))('and Carol behind %s', (_other, carol) => {
    const { finding } = runOne(between(alice, carol), 'av-remote-remote');
    expect(finding.status).toBe('works');
    expect(finding.path).toBe(meets(alice, carol) ? 'direct' : 'udp-relay');
  });
});

test('symmetric on both sides: without the relay there is no path over UDP', () => {
  const symmetric = {
    mapping: 'address-and-port-dependent',
    filtering: 'address-and-port-dependent',
  } as const;
  const design = between(symmetric, symmetric);
  expect(runOne(design, 'av-remote-remote').finding.path).toBe('udp-relay');
  expect(runOne(closed(design, 'E12'), 'av-remote-remote').finding.path).toBe('tcp-relay');
  expect(runOne(closed(design, 'E12', 'E13'), 'av-remote-remote').finding.status).toBe('broken');
});

test('both behind one NAT: they need no A/V Edge', () => {
  const together: Design = {
    ...reference,
    hosts: reference.hosts.map((host) =>
      host.id === 'carol-pc'
        ? { ...host, interfaces: [{ ...host.interfaces[0]!, zone: 'alice-home', address: '192.168.1.7' }] }
        : host,
    ),
  };
  const rows = ['E7', 'E8', 'E9', 'E10', 'E11', 'E12', 'E13', 'I5', 'I6', 'I7'];
  for (const design of [together, closed(together, ...rows)])
    expect(runOne(design, 'av-remote-remote').finding).toMatchObject({ status: 'works', path: 'direct' });
});
