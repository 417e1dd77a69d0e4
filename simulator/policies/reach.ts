import { BEGINNING, EVERY_KIND, memberOf, runsOf } from '../firewall/judgement/packets.ts';
import type { Runs } from '../firewall/judgement/runs.ts';
import type { Box } from '../firewall/judgement/space.ts';
import { common, outsideOf } from '../firewall/judgement/space.ts';
import { parseAddress } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import { formatFlow } from '../model/packet.ts';
import { protocolNumbers } from '../model/policy.ts';
import { parsePorts } from '../model/ports.ts';
import { gatesOf } from './gates.ts';
import type { Place } from './places.ts';
import type { Never } from './kinds/never.ts';

/** What is asked about: packets to some ports. */
export interface Service {
  readonly protocols: Runs;
  readonly ports: Runs;
}

/** Packets that get from one place to another. */
export interface Passage {
  /** One of them, for people, as it arrives. */
  readonly example: string;
  /** What let them through, in the order of their way; nothing where no gate stands between. */
  readonly by: readonly string[];
}

interface Traveller {
  readonly zone: string;
  readonly box: Box;
  readonly by: readonly string[];
}

/** The service that a rule of a policy names. */
export function serviceOf({ transport, ports }: Never): Service {
  const numbers = protocolNumbers(transport);
  return {
    protocols: numbers ? runsOf(numbers.map((number) => ({ first: number, last: number }))) : [0, 255],
    ports: runsOf(parsePorts(ports)!),
  };
}

/**
 * Whether any packet that begins a conversation can get from some places to others, over all packets that there are:
 * every way is followed, and every firewall on it is asked about all of them at once, by its rules as they stand before
 * anything happens. Exact but for two things that are taken the worst way: hosts with legs in several zones send on what
 * they get, and a rule whose meaning is not known lets its packets pass.
 * @returns the shortest such way, or null when there is none
 */
export function passage(
  design: Design,
  from: readonly Place[],
  to: readonly Place[],
  { protocols, ports }: Service,
): Passage | null {
  const gates = gatesOf(design);
  const reached = new Map<string, Box[]>();
  const queue: Traveller[] = [];
  const arrive = ({ zone, box, by }: Traveller) => {
    const before = reached.get(zone) ?? [];
    const fresh = before.reduce<Box[]>(
      (left, known) => left.flatMap((each) => outsideOf(each, known)),
      [box],
    );
    reached.set(zone, [...before, ...fresh]);
    queue.push(...fresh.map((each) => ({ zone, box: each, by })));
  };
  for (const { zone, addresses } of from)
    for (const box of begun(addresses, protocols, ports, to, natAddresses(design)))
      arrive({ zone, box, by: [] });
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { zone, box, by } = next;
    for (const place of to) {
      const goal: Box = { ...box, parts: [protocols, [0, 0xffffffff], place.addresses, [0, 65535], ports] };
      const there = place.zone === zone ? common(box, goal) : null;
      if (there) return { example: formatFlow(memberOf(there)), by };
    }
    for (const gate of gates)
      if (gate.from === zone)
        for (const passed of gate.pass(box))
          arrive({ zone: gate.into, box: passed.box, by: [...by, passed.by] });
  }
  return null;
}

/** Packets that begin a conversation, for the goal itself or for an address of a NAT that may lead there. */
function begun(sources: Runs, protocols: Runs, ports: Runs, to: readonly Place[], nat: Runs): Box[] {
  const ends: [Runs, Runs][] = [
    ...to.map(({ addresses }): [Runs, Runs] => [addresses, ports]),
    ...(nat.length > 0 ? [[nat, [0, 65535]] as [Runs, Runs]] : []),
  ];
  return ends.flatMap(([destinations, dports]) => {
    const wanted: Box = { ...BEGINNING, parts: [protocols, sources, destinations, [0, 65535], dports] };
    return EVERY_KIND.flatMap((kind) => common(kind, wanted) ?? []);
  });
}

function natAddresses({ firewalls }: Design): Runs {
  return runsOf(
    firewalls
      .flatMap(({ nat, forwards }) => [...nat, ...forwards])
      .map(({ outside }) => parseAddress(outside)!)
      .map((address) => ({ first: address, last: address })),
  );
}
