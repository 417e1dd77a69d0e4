import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress } from '../../../model/address.ts';
import { portOf } from '../cisco/names.ts';
import type { Service } from '../cisco/words.ts';
import { icmpService, portsOf, transportOf, Unclear, Words } from '../cisco/words.ts';
import { Steps } from '../limits.ts';
import { masked, union } from '../ranges.ts';

/*
 * Addresses of entries, and object groups (Cisco IOS Security configuration guide, "Object Groups for ACLs"). Entries
 * have wildcards, in which a 1 means that the bit does not matter; groups have masks.
 */

/** Ports that may stand behind one "eq". */
export const MOST_PORTS = 10;
/** Pieces into which the holes of one wildcard may cut what it names, and those of all of a file. */
const MOST_RANGES = 256;
const ALL_RANGES = 100_000;
/** Groups in groups. */
const DEEPEST = 16;

/** Object groups by name, resolved once, when somebody asks. */
export class Groups {
  readonly #networks = new Map<string, string[][]>();
  readonly #services = new Map<string, string[][]>();
  readonly #addresses = new Map<string, readonly AddressRange[] | Unclear>();
  readonly #asked = new Map<string, readonly Service[] | Unclear>();
  #pieces = 0;
  readonly #steps = new Steps('its groups');

  /** Begins a group, or goes on with one of that name; takes its lines. */
  begin(kind: 'network' | 'service', name: string): string[][] {
    const groups = kind === 'network' ? this.#networks : this.#services;
    const lines = groups.get(name) ?? [];
    groups.set(name, lines);
    return lines;
  }

  /** Addresses behind the words of an entry: any, host A, A WILDCARD, object-group N. */
  addresses(words: Words): readonly AddressRange[] | Unclear {
    const word = words.take();
    if (word === 'any') return [ANY_ADDRESS];
    if (word === 'host') return single(words.take());
    if (word === 'object-group') return this.#network(words.take(), []);
    return this.#wild(word, words.take());
  }

  /** Sources of a standard entry: any, host A, A, A WILDCARD. */
  standard(words: Words): readonly AddressRange[] | Unclear {
    const word = words.take();
    if (word === 'any') return [ANY_ADDRESS];
    if (word === 'host') return single(words.take());
    return parseAddress(words.peek()) === null ? single(word) : this.#wild(word, words.take());
  }

  /** An address with a wildcard, which may have holes. */
  #wild(text: string, wildcard: string): readonly AddressRange[] | Unclear {
    const [address, free] = [parseAddress(text), parseAddress(wildcard)];
    if (address === null || free === null)
      return new Unclear(`"${text} ${wildcard}" is no address with a wildcard`);
    const ranges = this.#pieces > ALL_RANGES ? null : masked(address, ~free >>> 0);
    if (ranges && ranges.length > 1) this.#pieces += ranges.length;
    if (!ranges || ranges.length > MOST_RANGES)
      return new Unclear(`the wildcard ${wildcard} has too many holes`);
    return ranges;
  }

  #network(name: string, path: readonly string[]): readonly AddressRange[] | Unclear {
    const known = this.#addresses.get(name);
    if (known) return known;
    const lines = find(this.#networks, name, path);
    const found = lines instanceof Unclear ? lines : this.#members(lines, name, path);
    this.#addresses.set(name, found);
    return found;
  }

  #members(lines: readonly string[][], name: string, path: readonly string[]): AddressRange[] | Unclear {
    const all: AddressRange[] = [];
    for (const line of lines) {
      const found = this.#member(new Words(line), name, path);
      if (found instanceof Unclear) return found;
      this.#steps.take(found.length);
      for (const range of found) all.push(range);
    }
    return all.length === 0 ? new Unclear(`${name} holds no address`) : union(all);
  }

  #member(words: Words, name: string, path: readonly string[]): readonly AddressRange[] | Unclear {
    const word = words.take();
    switch (word) {
      case 'description':
        return [];
      case 'any':
        return [ANY_ADDRESS];
      case 'host':
        return single(words.take());
      case 'group-object':
        return this.#network(words.take(), [...path, name]);
      case 'range': {
        const [first, last] = [parseAddress(words.take()), parseAddress(words.take())];
        return first === null || last === null || first > last
          ? new Unclear(`the range in ${name} is none`)
          : [{ first, last }];
      }
      default:
        return net(word, words.take(), name);
    }
  }

  /** Services of a group. */
  services(name: string, path: readonly string[] = []): readonly Service[] | Unclear {
    let found = this.#asked.get(name);
    if (!found) {
      const lines = find(this.#services, name, path);
      found = lines instanceof Unclear ? lines : this.#offers(lines, name, path);
      this.#asked.set(name, found);
    }
    if (!(found instanceof Unclear)) this.#steps.take(found.length);
    return found;
  }

  #offers(lines: readonly string[][], name: string, path: readonly string[]): Service[] | Unclear {
    const all: Service[] = [];
    for (const line of lines) {
      const words = new Words(line);
      if (words.peek() === 'description') continue;
      const nested = words.peek() === 'group-object';
      if (nested) words.take();
      const found = nested ? this.services(words.take(), [...path, name]) : serviceOf(words, name);
      if (found instanceof Unclear) return found;
      for (const service of [found].flat()) all.push(service);
    }
    return all.length === 0 ? new Unclear(`${name} holds no service`) : all;
  }
}

function find(
  groups: ReadonlyMap<string, string[][]>,
  name: string,
  path: readonly string[],
): readonly string[][] | Unclear {
  if (path.includes(name) || path.length > DEEPEST) return new Unclear(`the group ${name} refers to itself`);
  return groups.get(name) ?? new Unclear(`${name} is not defined`);
}

/** "tcp source range 1024 65535 eq 443", "tcp-udp eq 53", "icmp echo", "ip". */
function serviceOf(words: Words, name: string): Service | Unclear {
  const word = words.take();
  const transport = transportOf(word);
  if (transport === null) return new Unclear(`"${word}" in ${name} is no service`);
  if (transport === 'icmp') return icmpService(words);
  let service: Service = { transport };
  while (!words.done) {
    const source = words.peek() === 'source';
    if (source) words.take();
    // "eq" may be left out.
    const port = portOf(words.peek());
    const ports = port === null ? portsOf(words) : [{ first: port, last: port }];
    if (port !== null) words.take();
    if (ports instanceof Unclear) return ports;
    if (!ports) return new Unclear(`"${words.peek()}" in ${name} is not known`);
    service = { ...service, [source ? 'sourcePorts' : 'destinationPorts']: ports };
  }
  return service;
}

function single(text: string): readonly AddressRange[] | Unclear {
  const address = parseAddress(text);
  return address === null ? new Unclear(`"${text}" is no address`) : [{ first: address, last: address }];
}

/** An address with a mask, or a prefix. */
function net(text: string, maskText: string, name: string): readonly AddressRange[] | Unclear {
  const length = /^\/(\d{1,2})$/.exec(maskText);
  const address = parseAddress(text);
  const mask = length ? prefixMask(Number(length[1])) : parseAddress(maskText);
  const ranges = address === null || mask === null ? null : masked(address, mask);
  return ranges?.length === 1
    ? ranges
    : new Unclear(`"${`${text} ${maskText}`.trim()}" in ${name} is no address with a mask`);
}

function prefixMask(length: number): number | null {
  return length > 32 ? null : length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
}
