import { parseAddress } from '../../model/address.ts';
import type { Design, DesignRule } from '../../model/design.ts';
import type { FaultKind } from '../fault.ts';
import type { WrongRule } from '../rules.ts';
import { ofRules } from '../rules.ts';

/** A rule with an address that is not the one that was meant: somebody else's of the same zone, or one digit off. */
export const address: FaultKind = {
  id: 'address',
  title: 'Rules with a wrong address',
  description: 'Each rule names a neighbour of the address that was meant, or one with a digit mistyped.',
  of: (design) => {
    const owners = ownersOf(design);
    return ofRules(design, (rule) => wrong(rule, 'dst', owners) ?? wrong(rule, 'src', owners) ?? []);
  },
};

interface Owner {
  readonly address: string;
  readonly zone: string;
}

/** Interfaces by what a rule may call them: an address, or a name. */
function ownersOf({ hosts }: Design): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const host of hosts)
    for (const { id, address: text, zone } of host.interfaces) {
      owners.set(text, { address: text, zone });
      owners.set(`${host.id}.${id}`, { address: text, zone });
    }
  return owners;
}

const SIDES = { src: 'source', dst: 'destination' } as const;

/** What the first single address on one side of a rule can be mistaken for; null when there is none. */
function wrong(
  rule: DesignRule,
  side: keyof typeof SIDES,
  owners: ReadonlyMap<string, Owner>,
): readonly WrongRule[] | null {
  const parts = rule[side].split(',').map((part) => part.trim());
  const at = parts.findIndex((part) => owners.has(part) || parseAddress(part) !== null);
  if (at < 0) return null;
  const meant = parts[at]!;
  const named = new Set(parts.map((part) => owners.get(part)?.address ?? part));
  return [neighbourOf(meant, named, owners), mistyped(owners.get(meant)?.address ?? meant, named, owners)]
    .filter((one) => one !== null)
    .map((other) => ({
      id: `address:${rule.id}/${other}`,
      title: `${rule.id} names ${other}, not ${meant}`,
      sentence: `rule ${rule.id} has the ${SIDES[side]} ${other}, and should have ${meant}.`,
      change: (one) => [{ ...one, [side]: parts.with(at, other).join(', ') }],
    }));
}

/** The next address in the same zone that the rule does not name. */
function neighbourOf(
  meant: string,
  named: ReadonlySet<string>,
  owners: ReadonlyMap<string, Owner>,
): string | null {
  const own = owners.get(meant);
  const near = [...new Set([...owners.values()].filter(({ zone }) => zone === own?.zone))].map(
    (one) => one.address,
  );
  const place = near.indexOf(own?.address ?? '');
  return [...near.slice(place + 1), ...near.slice(0, place)].find((one) => !named.has(one)) ?? null;
}

/** The address with another last digit, which nobody has. */
function mistyped(
  meant: string,
  named: ReadonlySet<string>,
  owners: ReadonlyMap<string, Owner>,
): string | null {
  const last = Number(meant.at(-1));
  for (let step = 1; step < 10; step++) {
    const other = `${meant.slice(0, -1)}${(last + step) % 10}`;
    if (parseAddress(other) !== null && !owners.has(other) && !named.has(other)) return other;
  }
  return null;
}
