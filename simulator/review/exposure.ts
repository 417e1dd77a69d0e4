import type { NeededBy } from '../analysis/needs.ts';
import { policyOf } from '../designs/policies.ts';
import { exposedBy } from '../firewall/judgement/exposure.ts';
import { parseRange } from '../model/address.ts';
import type { Design } from '../model/design.ts';

/** What a firewall lays open to the least trusted side: pairs of an address behind it and a port. */
export interface WallExposure {
  readonly firewall: string;
  readonly tcp: number;
  readonly udp: number;
  /** Of both together, those that are open by rules that some feature needs. */
  readonly needed: number;
  /** Pairs that each rule opens first, by its id; "default" for what no rule names. */
  readonly byRule: Readonly<Record<string, number>>;
}

/**
 * What the outermost firewalls of a design lay open, counted over the addresses of the networks behind them.
 * @param needed which features need each rule, from a run of them all
 */
export function exposureOf(design: Design, needed: NeededBy): readonly WallExposure[] {
  const zone = (id: string) => design.zones.find((one) => one.id === id);
  const least = Math.min(...design.zones.map(({ trust }) => trust));
  return design.firewalls
    .filter(({ outside, rules }) => zone(outside)?.trust === least && rules.length > 0)
    .map((firewall) => {
      const behind = zone(firewall.inside)?.prefixes.map((prefix) => parseRange(prefix)!);
      const { tcp, udp, regions } = exposedBy(policyOf(design, firewall), undefined, behind);
      const byRule: Record<string, number> = {};
      for (const { rule, count } of regions) byRule[rule] = (byRule[rule] ?? 0) + count;
      const used = needed[firewall.id] ?? {};
      const wanted = Object.entries(byRule).filter(([rule]) => used[rule] !== undefined);
      return {
        firewall: firewall.id,
        tcp,
        udp,
        needed: wanted.reduce((sum, [, count]) => sum + count, 0),
        byRule,
      };
    });
}
