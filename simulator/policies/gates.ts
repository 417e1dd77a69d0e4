import { policyOf } from '../designs/policies.ts';
import { Overlaps } from '../firewall/judgement/overlaps.ts';
import { boxesOf, EVERY_KIND, runsOf } from '../firewall/judgement/packets.ts';
import type { Runs } from '../firewall/judgement/runs.ts';
import { intersect, without } from '../firewall/judgement/runs.ts';
import type { Box } from '../firewall/judgement/space.ts';
import {
  common,
  DESTINATION,
  DPORT,
  outsideOf,
  PROTOCOL,
  SOURCE,
  SPORT,
  withPart,
} from '../firewall/judgement/space.ts';
import { parseAddress } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import { Protocol } from '../model/packet.ts';
import type { Policy } from '../model/policy.ts';
import { one } from './places.ts';

/** Packets behind a gate, as they leave it, and what let them through, in words. */
export interface Passed {
  readonly box: Box;
  readonly by: string;
}

/** A way from one zone into another for packets that begin a conversation. */
export interface Gate {
  readonly from: string;
  readonly into: string;
  pass(box: Box): readonly Passed[];
}

/**
 * Every way between the zones of a design: firewalls with their rules and NAT; home routers, outwards; and hosts with
 * legs in several zones, which may send on what they get, whatever they are for (the worst case).
 */
export function gatesOf(design: Design): readonly Gate[] {
  return [
    ...design.firewalls.flatMap((firewall) => {
      const wall = new Wall(policyOf(design, firewall), firewall.id);
      const { outside, inside } = firewall;
      return [
        { from: outside, into: inside, pass: (box: Box) => wall.inward(box) },
        { from: inside, into: outside, pass: (box: Box) => wall.outward(box) },
        { from: inside, into: inside, pass: (box: Box) => wall.back(box) },
      ];
    }),
    ...design.nats.map(({ id, inside, outside, address }) => ({
      from: inside,
      into: outside,
      pass: (box: Box) => [{ box: hiding(box, parseAddress(address)!), by: `NAT ${id}` }],
    })),
    ...design.hosts.flatMap(({ id, interfaces }) => {
      const zones = [...new Set(interfaces.map(({ zone }) => zone))];
      return zones.flatMap((from) =>
        zones
          .filter((into) => into !== from)
          .map((into) => ({
            from,
            into,
            pass: (box: Box) => [{ box, by: `host ${id}, if it sends it on` }],
          })),
      );
    }),
  ];
}

/** What a firewall's rules and NAT make of boxes of packets that begin a conversation (`engine/engine.ts` for single ones). */
class Wall {
  readonly #policy: Policy;
  readonly #id: string;
  /** What decides, first to last. */
  readonly #places: readonly { readonly passes: boolean; readonly by: string; readonly box: Box }[];
  readonly #overlaps: Overlaps;
  /** Addresses of its NAT. */
  readonly #own: Runs;

  constructor(policy: Policy, id: string) {
    this.#policy = policy;
    this.#id = id;
    const place = (passes: boolean, by: string) => (box: Box) => ({ passes, by, box });
    this.#places = [
      ...policy.rules.flatMap((rule) => {
        // What a line means that was not understood is not known: that it stops a packet cannot be relied on.
        const unknown = rule.action === 'undetermined';
        const by = unknown ? `${rule.id}, whose meaning is not known` : rule.id;
        return rule.enabled ? boxesOf(rule).map(place(unknown || rule.action === 'permit', by)) : [];
      }),
      ...EVERY_KIND.map(place(policy.default === 'permit', 'its default')),
    ];
    this.#overlaps = new Overlaps(this.#places.map(({ box }) => box));
    const { nat, forwards, masquerades } = policy;
    this.#own = runsOf(
      [...nat, ...forwards, ...masquerades].map(({ outside }) => ({ first: outside, last: outside })),
    );
  }

  inward(box: Box): Passed[] {
    return [...this.#translated(box), ...this.#others(box)].flatMap((each) => this.#judge(each, 1));
  }

  outward(box: Box): Passed[] {
    return this.#others(box)
      .flatMap((each) => this.#judge(each, 2))
      .flatMap((passed) => this.#leaving(passed.box).map((left) => ({ box: left, by: passed.by })));
  }

  /** By hairpin: out to an address of the NAT and inside again, judged both ways. */
  back(box: Box): Passed[] {
    if (!this.#policy.hairpin) return [];
    return this.#judge(box, 2).flatMap((out) =>
      this.#translated(out.box)
        .flatMap((each) => this.#leaving(each))
        .flatMap((each) => this.#judge(each, 1))
        .map(({ box: passed, by }) => ({ box: passed, by: `${out.by} and back by ${by}` })),
    );
  }

  /** What is for none of the NAT's addresses. */
  #others(box: Box): Box[] {
    const left = without(box.parts[DESTINATION], this.#own);
    return left.length > 0 ? [withPart(box, DESTINATION, left)] : [];
  }

  /** What is for an address of the NAT behind which something stands, as it goes on inside. */
  #translated(box: Box): Box[] {
    const { nat, forwards } = this.#policy;
    return [
      ...nat.flatMap(({ outside, inside }) =>
        narrowed(box, DESTINATION, one(outside)).map((each) => withPart(each, DESTINATION, one(inside))),
      ),
      ...forwards
        // A whole address that stands for one inside goes before its ports.
        .filter(({ outside }) => !nat.some((each) => each.outside === outside))
        .flatMap(({ transport, outside, outsidePort, inside, insidePort }) =>
          narrowed(box, DESTINATION, one(outside))
            .flatMap((each) => narrowed(each, PROTOCOL, one(Protocol[transport])))
            .flatMap((each) => narrowed(each, DPORT, one(outsidePort)))
            .map((each) => withPart(withPart(each, DESTINATION, one(inside)), DPORT, one(insidePort))),
        ),
    ];
  }

  /** With the sources that packets have outside. */
  #leaving(box: Box): Box[] {
    const { nat, masquerades } = this.#policy;
    const out: Box[] = [];
    let left = box.parts[SOURCE];
    const take = (addresses: Runs, as: (box: Box) => Box) => {
      out.push(...narrowed(withPart(box, SOURCE, left), SOURCE, addresses).map(as));
      left = without(left, addresses);
    };
    for (const { inside, outside } of nat) take(one(inside), (each) => withPart(each, SOURCE, one(outside)));
    for (const { inside, outside } of masquerades) take(runsOf(inside), (each) => hiding(each, outside));
    return left.length > 0 ? [...out, withPart(box, SOURCE, left)] : out;
  }

  /** The parts of a box that the rules let pass from a side, each with the rule that decides. */
  #judge(box: Box, side: 1 | 2): Passed[] {
    let left: Box[] = [{ ...box, sides: side }];
    const passed: Passed[] = [];
    for (const at of this.#overlaps.of(left[0]!)) {
      const place = this.#places[at]!;
      if (place.passes)
        for (const each of left) {
          const shared = common(each, place.box);
          if (shared) passed.push({ box: { ...shared, sides: 3 }, by: `${this.#id} (${place.by})` });
        }
      left = left.flatMap((each) => outsideOf(each, place.box));
      if (left.length === 0) break;
    }
    return passed;
  }
}

/** Packets behind one address: of several that use the same port, all but one get another. */
function hiding(box: Box, address: number): Box {
  return withPart(withPart(box, SOURCE, one(address)), SPORT, [0, 65535]);
}

/** What of a box has these values in a part, if anything. */
function narrowed(box: Box, part: number, values: Runs): Box[] {
  const shared = intersect(box.parts[part]!, values);
  return shared.length > 0 ? [withPart(box, part, shared)] : [];
}
