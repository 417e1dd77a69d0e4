import type { Address } from '../../../model/address.ts';
import { parseAddress } from '../../../model/address.ts';
import type { Interfaces } from '../format.ts';

export type Side = 'outside' | 'inside';

/** A command below an interface, and what of it is asked for later. */
export interface Applied {
  readonly line: number;
  readonly name: string;
  readonly way: string;
}

/** A command that is not modelled and may stop packets, with where those come from. */
interface Stop {
  readonly line: number;
  readonly why: string;
  readonly from: 'both' | 'outside' | 'here' | 'nowhere';
}

/** What stands below "interface NAME". */
export interface Interface {
  readonly name: string;
  readonly line: number;
  description: string;
  address: Address | null;
  /** Are senders told of packets that its lists deny ("ip unreachables")? */
  unreachables: boolean;
  /** "ip nat inside" or "ip nat outside". */
  nat: string;
  readonly lists: Applied[];
  readonly inspections: Applied[];
  /** Queueing and shaping; those that drop decide. */
  readonly policies: Applied[];
  readonly stops: Stop[];
}

/** The interfaces of a file, in order. */
export class InterfaceList {
  readonly #all = new Map<string, Interface>();

  all(): Iterable<Interface> {
    return this.#all.values();
  }

  /** Begins the commands of an interface, or goes on with them. */
  begin(line: number, name: string): Interface {
    const known = this.#all.get(name);
    if (known) return known;
    const begun: Interface = {
      name,
      line,
      description: '',
      address: null,
      unreachables: true,
      nat: '',
      lists: [],
      inspections: [],
      policies: [],
      stops: [],
    };
    this.#all.set(name, begun);
    return begun;
  }

  find(name: string): Interface | undefined {
    return [...this.#all.values()].find((one) => sameName(one.name, name));
  }
}

/** Which side of the firewall an interface is on, by its name or by what it is described as; null: neither. */
export function sideOf(one: Interface, { outside, inside }: Interfaces): Side | null {
  return isCalled(one, outside) ? 'outside' : isCalled(one, inside) ? 'inside' : null;
}

/**
 * Reads a command below an interface.
 * @returns whether it is one that may decide packets, for which the reader speaks later
 */
export function interfaceCommand(one: Interface, line: number, words: readonly string[]): boolean {
  const [first = '', second = '', third = '', fourth = ''] = words;
  const stop = (why: string, from: Stop['from']) => {
    one.stops.push({ line, why, from });
    return true;
  };
  if (first === 'description') one.description = words.slice(1).join(' ');
  if (first === 'shutdown') return stop('the interface is shut down', 'both');
  if (first === 'zone-member') return stop('what the zone-based firewall decides is not modelled', 'both');
  if (first === 'service-policy') return one.policies.push({ line, name: third, way: second }) > 0;
  if (first === 'no' && second === 'ip' && third === 'unreachables') one.unreachables = false;
  if (first !== 'ip') return false;
  switch (second) {
    case 'access-group':
      return one.lists.push({ line, name: third, way: fourth }) > 0;
    case 'inspect':
      return one.inspections.push({ line, name: third, way: fourth }) > 0;
    case 'unreachables':
      one.unreachables = true;
      return false;
    case 'address':
      one.address ??= parseAddress(third);
      return false;
    case 'nat':
      if (third !== 'inside' && third !== 'outside')
        return stop('NAT from inside to outside only is modelled', 'outside');
      one.nat = third;
      return false;
    case 'policy':
      return stop('where it sends packets by policy is not modelled', 'here');
    case 'verify':
      return stop('packets that claim a source of the other side are stopped there, not here', 'nowhere');
    default:
      return false;
  }
}

/** Is that its name, in full or shortened ("Gi0/0"), or what it is described as? */
function isCalled({ name, description }: Interface, wanted: string): boolean {
  return sameName(name, wanted) || description.toLowerCase() === wanted.toLowerCase();
}

function sameName(a: string, b: string): boolean {
  const [x, y] = [a, b].map((name) => /^([a-z-]*)\s*(.*)$/.exec(name.toLowerCase())!);
  const [long, short] = x![1]!.length >= y![1]!.length ? [x!, y!] : [y!, x!];
  return (
    long[2] === short[2] && (long[1] === short[1] || (short[1] !== '' && long[1]!.startsWith(short[1]!)))
  );
}
