import type { AddressRange } from '../../simulator/model/address.ts';
import { ANY_ADDRESS } from '../../simulator/model/address.ts';
import type { Rule, Transport } from '../../simulator/model/policy.ts';
import type { PortRange } from '../../simulator/model/ports.ts';
import { ANY_PORT } from '../../simulator/model/ports.ts';
import { at, rule } from '../unit/firewall/policies.ts';

/** Random rule sets of any size, the same at each run. */

interface Random {
  /** From 0 to `below` - 1. */
  (below: number): number;
}

/** Numbers that depend on the seed only (mulberry32). */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const one = (address: number): AddressRange => ({ first: address, last: address });
const net = (address: number, bits: number): AddressRange => {
  const size = 2 ** (32 - bits);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
};
const port = (number: number): PortRange => ({ first: number, last: number });
const SERVICES = [25, 53, 80, 88, 123, 135, 389, 443, 444, 445, 1433, 3268, 3389, 3478, 5061, 8057, 8080];

/**
 * Rules as sites have them: services of many hosts, asked for by everybody, by partners' networks or by single hosts;
 * now and then a range of ports or addresses, a network for which all is open, or one that is shut out.
 */
export function siteRules(count: number, seed = 1): Rule[] {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const host = () => at('10.45.0.0') + random(Math.max(64, count));
  const stranger = () => at('198.18.0.0') + random(1 << 17);
  return Array.from({ length: count }, (_, index) => {
    const kind = random(100);
    const inward = random(100) < 75;
    const near = kind < 80 ? one(host()) : net(host(), 22 + random(8));
    const far = kind < 45 ? ANY_ADDRESS : kind < 70 ? net(stranger(), 20 + random(8)) : one(stranger());
    const transport: Transport = kind === 99 ? 'any' : kind === 98 ? 'icmp' : kind % 4 < 3 ? 'tcp' : 'udp';
    const first = 1024 + random(60_000);
    const range = { first, last: Math.min(65_535, first + pick([9, 99, 999, 9999])) };
    const ports = kind % 10 < 8 ? port(pick(SERVICES)) : kind % 10 === 8 ? range : ANY_PORT;
    return rule({
      id: `R${index + 1}`,
      line: index + 1,
      direction: inward ? 'in' : 'out',
      sources: [inward ? far : near],
      destinations: [inward ? near : far],
      transport,
      destinationPorts: [transport === 'tcp' || transport === 'udp' ? ports : ANY_PORT],
      action: kind % 20 === 7 ? 'drop' : 'permit',
    });
  });
}

/** Rules made to be hard to tell apart: prefixes of every length and ranges of ports, laid over each other, permits and denies mixed. */
export function tangledRules(count: number, seed = 1): Rule[] {
  const random = randomOf(seed);
  const run = (): PortRange => {
    const [a, b] = [random(65_536), random(65_536)];
    return { first: Math.min(a, b), last: Math.max(a, b) };
  };
  return Array.from({ length: count }, (_, index) =>
    rule({
      id: `R${index + 1}`,
      line: index + 1,
      direction: (['in', 'out', 'both'] as const)[random(3)]!,
      sources: [random(2) === 0 ? ANY_ADDRESS : net(at('198.18.0.0') + random(1 << 17), 8 + random(25))],
      destinations: [net(at('10.45.0.0') + random(1 << 14), 8 + random(25))],
      transport: (['tcp', 'udp', 'tcp-udp'] as const)[random(3)]!,
      sourcePorts: [random(4) === 0 ? run() : ANY_PORT],
      destinationPorts: [random(3) === 0 ? port(random(65_536)) : run()],
      action: random(2) === 0 ? 'permit' : 'drop',
    }),
  );
}

/** Rules that few packets get through: one network cut up by prefixes of every length and by short ranges of ports. */
export function sieveRules(count: number, seed = 1): Rule[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) => {
    const first = random(65_000);
    return rule({
      id: `R${index + 1}`,
      line: index + 1,
      direction: 'in',
      destinations: [net(at('10.45.0.0') + random(1 << 16), 17 + random(15))],
      transport: 'tcp',
      destinationPorts: [{ first, last: first + random(200) }],
    });
  });
}

/** The same rules with some changed, moved, left out and added, as after a year of requests. */
export function revised(rules: readonly Rule[], changes: number, seed = 1): Rule[] {
  const random = randomOf(seed);
  const list = [...rules];
  for (const [index, added] of siteRules(changes, seed + 1).entries()) {
    const place = random(list.length);
    const kind = index % 4;
    if (kind === 0) list.splice(place, 1);
    else if (kind === 1) list.splice(place, 0, { ...added, id: `N${index + 1}` });
    else if (kind === 2) list.splice(random(list.length - 1), 0, ...list.splice(place, 1));
    else list[place] = { ...list[place]!, action: list[place]!.action === 'permit' ? 'drop' : 'permit' };
  }
  return list;
}

/** A packet that some rule names (though an earlier one may decide), or, for `near` false, any that comes by. */
interface Query {
  readonly src: number;
  readonly dst: number;
  readonly sport: number;
  readonly dport: number;
  readonly protocol: number;
  readonly fromOutside: boolean;
}

/** Packets of which half are made for some rule, and half for no rule in particular. */
export function queriesFor(rules: readonly Rule[], count: number, seed = 7): Query[] {
  const random = randomOf(seed);
  const within = ({ first, last }: AddressRange | PortRange) => first + random(last - first + 1);
  return Array.from({ length: count }, (_, index) => {
    const { sources, destinations, sourcePorts, destinationPorts, transport, direction } =
      rules[random(rules.length)]!;
    const aimed = index % 2 === 0;
    return {
      src: within(sources[0]!),
      dst: within(destinations[0]!),
      sport: within(sourcePorts[0]!),
      dport: aimed ? within(destinationPorts[0]!) : random(65_536),
      protocol: transport === 'icmp' ? 1 : transport === 'udp' ? 17 : 6,
      fromOutside: direction !== 'out',
    };
  });
}
