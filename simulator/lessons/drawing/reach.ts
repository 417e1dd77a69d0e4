import type { Design } from '../../model/design.ts';

/**
 * Where the learner can mend something: firewalls that have rules, what stands at one of their sides, and home routers.
 * What stands behind a partner's own firewall is not theirs.
 * @returns ids of hosts, firewalls and NATs
 */
export function placesInReach({ firewalls, hosts, nats }: Design): ReadonlySet<string> {
  const own = firewalls.filter(({ rules }) => rules.length > 0);
  const zones = new Set(own.flatMap(({ outside, inside }) => [outside, inside]));
  return new Set([
    ...own.map(({ id }) => id),
    ...hosts.filter(({ interfaces }) => interfaces.some(({ zone }) => zones.has(zone))).map(({ id }) => id),
    ...nats.map(({ id }) => id),
  ]);
}
