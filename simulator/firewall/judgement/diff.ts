import type { Policy, Rule } from '../../model/policy.ts';
import { Protocol } from '../../model/packet.ts';
import { Overlaps } from './overlaps.ts';
import { boxesOf, EVERY_KIND, everyPacket, exampleOf, KNOWN, translated } from './packets.ts';
import type { Runs } from './runs.ts';
import { sizeOf, without } from './runs.ts';
import type { Box } from './space.ts';
import { common, DPORT, PROTOCOL, uncovered, withPart } from './space.ts';

/** Packets that fare otherwise in another rule set. */
export interface Difference {
  /** Part of them: packets that both rules name and no earlier one decides. */
  readonly box: Box;
  /** One of them, for people. */
  readonly example: string;
  /** What decides: a rule, "default", or "state", the firewall's own knowledge of connections. */
  readonly before: string;
  readonly after: string;
  /** Destination ports, of TCP and of UDP, among all that the two decide about. */
  readonly ports: number;
  /** Did they pass, and do they now? */
  readonly passed: boolean;
  readonly passes: boolean;
}

/** What decides about some packets, in the order in which it is asked. */
interface Place {
  readonly id: string;
  readonly passes: boolean;
  readonly box: Box;
}

/**
 * Where two policies decide differently whether a packet passes, over all packets that there can be: one difference for
 * each pair of what decides, with an example.
 *
 * Packets are compared as the rules see them: with addresses inside the NAT, and by what the table of connections calls
 * them. Where both know connections, those are the packets that begin one. Where only one of them does, all packets are
 * compared, known connections' too, and what it lets pass or drops unasked is decided by "state". Not compared are the
 * NAT itself (which addresses outside lead where; packets that only one of them would translate are left out),
 * time-outs, limits, inspection of content, and how the sender of a refused packet is told.
 */
export function differences(before: Policy, after: Policy): readonly Difference[] {
  const space = everyPacket({ stateful: before.stateful && after.stateful, rules: [] });
  const [old, fresh] = [new Order(before, space), new Order(after, space)];
  const unseen = [before, after].flatMap(translated);
  const found = new Map<string, Found>();
  for (const [at, one] of old.places.entries()) {
    if (!old.decides(at)) continue;
    for (const other of fresh.overlaps.of(one.box)) {
      const two = fresh.places[other]!;
      const key = `${one.id} ${two.id}`;
      if (one.passes !== two.passes && fresh.decides(other)) {
        const known = found.get(key) ?? new Found(one, two);
        const shared = known.newOf(common(one.box, two.box)!);
        if (shared) known.add(shared, [...unseen, ...old.before(at, shared), ...fresh.before(other, shared)]);
        if (known.boxes.length > 0) found.set(key, known);
      }
      // What comes after a rule that names all of them decides about none.
      if (uncovered(one.box, [two.box]) === null) break;
    }
  }
  return [...found.values()].map((one) => one.told);
}

/** Packets about which two places decide otherwise, on the way to be told. */
class Found {
  /** Some of them, so that each destination port among them is there. */
  readonly boxes: Box[] = [];
  readonly #one: Place;
  readonly #two: Place;

  constructor(one: Place, two: Place) {
    this.#one = one;
    this.#two = two;
  }

  /** What of a box may tell something new: ports that no packet told of has; of other protocols, any packet at all. */
  newOf(box: Box): Box | null {
    const protocol = box.parts[PROTOCOL][0]!;
    if (!hasPorts(protocol)) return this.boxes.length > 0 ? null : box;
    const known = this.boxes.filter(({ parts }) => parts[PROTOCOL][0] === protocol);
    const ports = known.reduce<Runs>((left, { parts }) => without(left, parts[DPORT]), box.parts[DPORT]);
    return ports.length > 0 ? withPart(box, DPORT, ports) : null;
  }

  /** Takes in what of a box others do not decide. */
  add(box: Box, others: readonly Box[]): void {
    for (let rest: Box | null = box; rest; rest = this.newOf(rest)) {
      const free = uncovered(rest, others);
      if (!free) return;
      this.boxes.push(free);
    }
  }

  get told(): Difference {
    const [box] = this.boxes as [Box];
    return {
      box,
      example: exampleOf(box),
      before: this.#one.id,
      after: this.#two.id,
      ports: this.boxes.reduce(
        (sum, { parts }) => sum + (hasPorts(parts[PROTOCOL][0]!) ? sizeOf(parts[DPORT]) : 0),
        0,
      ),
      passed: this.#one.passes,
      passes: this.#two.passes,
    };
  }
}

const hasPorts = (protocol: number) => protocol === Protocol.tcp || protocol === Protocol.udp;

/** What decides in a policy, first to last. */
class Order {
  readonly places: readonly Place[];
  readonly overlaps: Overlaps;
  readonly #decides: (boolean | undefined)[] = [];

  constructor(policy: Policy, space: Box) {
    const place = (id: string, action: Rule['action']) => (box: Box) => {
      const shared = common(box, space);
      return shared ? [{ id, passes: action === 'permit', box: shared }] : [];
    };
    this.places = [
      ...(policy.stateful
        ? [...place('state', 'permit')(KNOWN.passes), ...place('state', 'drop')(KNOWN.drops)]
        : []),
      ...policy.rules.flatMap((rule) =>
        rule.enabled ? boxesOf(rule).flatMap(place(rule.id, rule.action)) : [],
      ),
      ...EVERY_KIND.flatMap(place('default', policy.default)),
    ];
    this.overlaps = new Overlaps(this.places.map(({ box }) => box));
  }

  /** Boxes that are asked before a place and have packets in common with one. */
  before(at: number, box: Box): Box[] {
    return this.overlaps.of(box, 0, at).map((number) => this.places[number]!.box);
  }

  /** Does a place decide about any packet at all? */
  decides(at: number): boolean {
    const { box } = this.places[at]!;
    return (this.#decides[at] ??= uncovered(box, this.before(at, box)) !== null);
  }
}
