import type { Policy, Rule } from '../../model/policy.ts';
import type { Box } from './space.ts';
import { boxesOf, common, everyPacket, exampleOf, uncovered } from './space.ts';

/** Packets that fare otherwise in another rule set. */
export interface Difference {
  /** Part of them: all that both rules name and no earlier one decides. */
  readonly box: Box;
  /** One of them, for people. */
  readonly example: string;
  /** The rules that decide, or "default". */
  readonly before: string;
  readonly after: string;
  /** Did they pass, and do they now? */
  readonly passed: boolean;
  readonly passes: boolean;
}

/** A rule, or the default, with its place in the order. */
interface Place {
  readonly id: string;
  readonly action: Rule['action'];
  readonly box: Box;
}

/**
 * Where two policies decide differently whether a packet passes, over all packets that there can be: one difference for
 * each pair of rules, with an example.
 */
export function differences(before: Policy, after: Policy): readonly Difference[] {
  const space = common(everyPacket(before), everyPacket(after))!;
  const [old, fresh] = [placesOf(before, space), placesOf(after, space)];
  const found = new Map<string, Difference>();
  // What decides, with what is decided before it in either of the two.
  for (const [at, one] of old.entries()) {
    const earlier = overlapping(old, at, one.box);
    for (const [other, two] of fresh.entries()) {
      if ((one.action === 'permit') === (two.action === 'permit')) continue;
      const key = `${one.id} ${two.id}`;
      if (found.has(key)) continue;
      const shared = common(one.box, two.box);
      if (!shared) continue;
      const free = uncovered(shared, [...earlier, ...overlapping(fresh, other, shared)]);
      if (free)
        found.set(key, {
          box: free,
          example: exampleOf(free),
          before: one.id,
          after: two.id,
          passed: one.action === 'permit',
          passes: two.action === 'permit',
        });
    }
  }
  return [...found.values()];
}

function placesOf(policy: Policy, space: Box): Place[] {
  const places = policy.rules
    .filter(({ enabled }) => enabled)
    .flatMap((rule) =>
      boxesOf(rule).flatMap((box): Place[] => {
        const shared = common(box, space);
        return shared ? [{ id: rule.id, action: rule.action, box: shared }] : [];
      }),
    );
  return [...places, { id: 'default', action: policy.default, box: space }];
}

/** Boxes before a place that have something in common with a box. */
function overlapping(places: readonly Place[], before: number, box: Box): Box[] {
  const found: Box[] = [];
  for (let at = 0; at < before; at++) if (common(places[at]!.box, box)) found.push(places[at]!.box);
  return found;
}
