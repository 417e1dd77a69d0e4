import type { Policy, Rule } from '../../model/policy.ts';
import { Overlaps } from './overlaps.ts';
import { boxesOf, everyPacket, translated } from './packets.ts';
import type { Box } from './space.ts';
import { common } from './space.ts';

/** A rule that has packets in common with another one. */
export interface Near {
  readonly rule: Rule;
  /** Its boxes that overlap with the other's, and all. */
  readonly boxes: readonly Box[];
  readonly all: readonly Box[];
}

/** A rule with what it names and with the rules that name some of the same packets, in their order. */
export interface Neighbours {
  readonly rule: Rule;
  readonly boxes: readonly Box[];
  /** Packets that no rule is ever asked about. */
  readonly unseen: readonly Box[];
  readonly before: readonly Near[];
  /** Not before it is asked for: most of the work is done by then. */
  after(): readonly Near[];
}

/** The rules of a policy that are switched on, one after the other, each with its neighbours. */
export function* neighboursOf(policy: Policy): Generator<Neighbours> {
  const space = everyPacket(policy);
  const unseen = translated(policy);
  const rules = policy.rules.filter(({ enabled }) => enabled);
  const named = rules.map((rule) => boxesOf(rule).flatMap((box) => common(box, space) ?? []));
  const boxes = named.flat();
  const ruleOf = Int32Array.from(named.flatMap((own, index) => own.map(() => index)));
  const overlaps = new Overlaps(boxes);
  /** Boxes by number, in ascending order, as the rules that they are of. */
  const grouped = (numbers: readonly number[]): Near[] => {
    const near: (Near & { readonly boxes: Box[] })[] = [];
    let last = -1;
    for (const number of numbers) {
      const other = ruleOf[number]!;
      if (other === last) near.at(-1)!.boxes.push(boxes[number]!);
      else near.push({ rule: rules[other]!, boxes: [boxes[number]!], all: named[other]! });
      last = other;
    }
    return near;
  };
  let first = 0;
  for (const [at, rule] of rules.entries()) {
    const own = named[at]!;
    const [from, to] = [first, first + own.length];
    first = to;
    yield {
      rule,
      boxes: own,
      unseen,
      before: grouped(overlaps.any(own, 0, from)),
      after: () => grouped(overlaps.any(own, to, boxes.length)),
    };
  }
}
