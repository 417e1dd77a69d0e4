import type { AddressRange } from '../../../model/address.ts';
import { parseAddress } from '../../../model/address.ts';
import type { Forward, Masquerade, StaticMapping } from '../../../model/policy.ts';
import { portOf } from '../cisco/names.ts';

/*
 * NAT (Cisco IOS IP Addressing Services command reference, "ip nat inside source").
 */

export interface Translations {
  readonly nat: StaticMapping[];
  readonly forwards: Forward[];
  readonly masquerades: Masquerade[];
}

/** What translations refer to. */
export interface Names {
  /** Sources that a list permits, or why that cannot be said. */
  readonly sources: (list: string) => readonly AddressRange[] | string;
  readonly addressOf: (interfaceName: string) => number | null;
  readonly pools: ReadonlyMap<string, readonly [string, string]>;
}

/** Words at the end that change nothing here. */
const HARMLESS = new Set(['extendable', 'no-alias', 'no-payload']);

/**
 * Reads the words behind "ip nat inside source" and takes down what they say.
 * @returns what is wrong, or null
 */
export function translation(words: readonly string[], names: Names, to: Translations): string | null {
  if (words[0] === 'list') return dynamic(words, names, to);
  if (words[0] !== 'static') return 'this kind of NAT is not modelled';
  const ported = words[1] === 'tcp' || words[1] === 'udp' ? words[1] : null;
  const rest = words.slice(ported ? 2 : 1);
  const inside = parseAddress(rest.shift() ?? '');
  const insidePort = ported ? portOf(rest.shift() ?? '') : 0;
  const outward = rest.shift() ?? '';
  const outside = outward === 'interface' ? names.addressOf(rest.shift() ?? '') : parseAddress(outward);
  const outsidePort = ported ? portOf(rest.shift() ?? '') : 0;
  if (inside === null || outside === null) return 'static NAT of one address only is modelled';
  if (insidePort === null || outsidePort === null) return 'a port of it is none';
  const more = rest.find((word) => !HARMLESS.has(word));
  if (more !== undefined) return `"${more}" is not modelled`;
  if (ported) to.forwards.push({ transport: ported, outside, outsidePort, inside, insidePort });
  else to.nat.push({ outside, inside });
  return null;
}

/** "list N interface X overload", "list N pool P overload" */
function dynamic(words: readonly string[], names: Names, to: Translations): string | null {
  const [, list = '', kind = '', name = '', ...more] = words;
  const inside = names.sources(list);
  if (typeof inside === 'string') return inside;
  let outside: number | null = null;
  if (kind === 'interface') outside = names.addressOf(name);
  else if (kind === 'pool') {
    const [first = '', last = ''] = names.pools.get(name) ?? [];
    outside = first === last ? parseAddress(first) : null;
  }
  if (outside === null || more[0] !== 'overload') return 'NAT to one address with ports only is modelled';
  if (more.length > 1) return `"${more[1]!}" is not modelled`;
  to.masquerades.push({ inside, outside });
  return null;
}
