import type { Rule, Transport } from '../../../model/policy.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import { union } from '../ranges.ts';

/** What a policy asks of a packet besides its addresses. */
export type Service = Pick<Rule, 'transport' | 'sourcePorts' | 'destinationPorts' | 'icmp'>;

/** Everything of a transport, with what is different. */
export function service(transport: Transport, over: Partial<Service> = {}): Service {
  return { transport, sourcePorts: [ANY_PORT], destinationPorts: [ANY_PORT], icmp: [ANY_PORT], ...over };
}

/** The same services in as few as possible: lists of ports where only these differ, TCP and UDP together. */
export function compact(services: readonly Service[]): readonly Service[] {
  const byDestinations = merge(services, 'destinationPorts', ({ transport, sourcePorts, icmp }) => [
    transport,
    sourcePorts,
    icmp,
  ]);
  const bySources = merge(byDestinations, 'sourcePorts', ({ transport, destinationPorts, icmp }) => [
    transport,
    destinationPorts,
    icmp,
  ]);
  const byTypes = merge(bySources, 'icmp', ({ transport, sourcePorts, destinationPorts }) => [
    transport,
    sourcePorts,
    destinationPorts,
  ]);
  return bothTransports(byTypes);
}

function merge(
  services: readonly Service[],
  field: 'sourcePorts' | 'destinationPorts' | 'icmp',
  keyOf: (one: Service) => unknown,
): Service[] {
  const groups = new Map<string, Service[]>();
  for (const one of services) {
    const key = JSON.stringify(keyOf(one));
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    [field]: union(group.flatMap((one) => one[field])),
  }));
}

function bothTransports(services: readonly Service[]): readonly Service[] {
  const key = ({ sourcePorts, destinationPorts }: Service) => JSON.stringify([sourcePorts, destinationPorts]);
  const of = (transport: Transport) => services.filter((one) => one.transport === transport);
  const udp = new Set(of('udp').map(key));
  const both = new Set(
    of('tcp')
      .map(key)
      .filter((one) => udp.has(one)),
  );
  if (both.size === 0) return services;
  return services.flatMap((one): Service[] => {
    if ((one.transport !== 'tcp' && one.transport !== 'udp') || !both.has(key(one))) return [one];
    return one.transport === 'tcp' ? [{ ...one, transport: 'tcp-udp' }] : [];
  });
}
