import type { Recording } from '../../capture/recording/recording.ts';
import type { Address } from '../../model/address.ts';
import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Design } from '../../model/design.ts';
import { formatService } from '../../model/packet.ts';
import { protocolNumbers } from '../../model/policy.ts';
import { endpointNames, resolveEndpoints } from '../../designs/endpoints.ts';
import { withGroups } from '../../designs/policies.ts';
import { parsePorts } from '../../model/ports.ts';

/** An address of a capture that does what an address of the design does. */
export interface Suggestion {
  readonly from: Address;
  readonly to: Address;
  /** "answers on TCP 5061 and UDP 3478, as Edge (A/V) does" */
  readonly why: string;
}

/** Wider ranges of ports say little about who has them. */
const PORTS_MAX = 8;
/** The least that must speak for it: a service that two addresses share is half a reason each (assumption). */
const LEAST = 0.5;

/**
 * Which foreign addresses of a capture may be which of the design's: by the services on which they answer, and those
 * that the design's rules lead to.
 * @param foreign addresses that the design does not name
 */
export function suggestNames(
  { flows }: Pick<Recording, 'flows'>,
  design: Design,
  foreign: readonly Address[],
): readonly Suggestion[] {
  const offered = servicesOf(design);
  const holders = new Map<string, number>();
  for (const services of offered.values())
    for (const service of services) holders.set(service, (holders.get(service) ?? 0) + 1);
  const answered = new Map<Address, Set<string>>(foreign.map((address) => [address, new Set()]));
  for (const { dst, protocol, dport, answered: taken } of flows)
    if (taken) answered.get(dst)?.add(formatService({ protocol, dport }));
  const pairs = [...answered].flatMap(([from, services]) =>
    [...offered].map(([to, own]) => {
      const shared = [...services].filter((service) => own.has(service));
      return { from, to, shared, weight: shared.reduce((sum, one) => sum + 1 / holders.get(one)!, 0) };
    }),
  );
  pairs.sort((a, b) => b.weight - a.weight || a.to - b.to || a.from - b.from);
  const taken = new Set<Address>();
  return pairs.flatMap(({ from, to, shared, weight }) => {
    if (weight < LEAST || taken.has(from) || taken.has(to)) return [];
    taken.add(from).add(to);
    return [{ from, to, why: `answers on ${shared.join(' and ')}, as ${ownerOf(design, to)} does` }];
  });
}

/** The services that rules lead to, by the single addresses that have them. */
function servicesOf(design: Design): ReadonlyMap<Address, ReadonlySet<string>> {
  const services = new Map<Address, Set<string>>();
  const places = endpointNames(design);
  for (const firewall of design.firewalls) {
    const names = withGroups(firewall, places);
    for (const { dst, dport, transport, action } of firewall.rules) {
      const ends = resolveEndpoints(dst, names);
      const ports = parsePorts(dport) ?? [];
      if (action !== 'permit' || !('ranges' in ends)) continue;
      for (const { first, last } of ends.ranges)
        if (first === last)
          for (const range of ports)
            for (let port = range.first; port <= range.last && range.last - range.first < PORTS_MAX; port++)
              for (const protocol of protocolNumbers(transport) ?? []) {
                const own = services.get(first) ?? new Set();
                services.set(first, own.add(formatService({ protocol, dport: port })));
              }
    }
  }
  return services;
}

/** "Edge (A/V)" */
function ownerOf(design: Design, address: Address): string {
  for (const { title, interfaces } of design.hosts)
    for (const one of interfaces)
      if (parseAddress(one.address) === address)
        return interfaces.length > 1 ? `${title} (${one.title ?? one.id})` : title;
  return formatAddress(address);
}
