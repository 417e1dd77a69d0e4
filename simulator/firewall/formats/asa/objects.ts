import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress } from '../../../model/address.ts';
import type { Rule, Transport } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import { complement, masked, union } from '../ranges.ts';
import { icmpTypeOf, portOf, protocolOf } from './words.ts';

/** What a rule or a service object asks besides addresses. */
export type Service = Partial<Pick<Rule, 'transport' | 'sourcePorts' | 'destinationPorts' | 'icmp'>>;

/** Words that are read one after the other. */
export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  peek(): string {
    return this.#words[this.#at] ?? '';
  }

  /** The one behind the next. */
  second(): string {
    return this.#words[this.#at + 1] ?? '';
  }

  take(): string {
    return this.#words[this.#at++] ?? '';
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }
}

/** Something that could not be read: what, in a few words. */
export class Unclear {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** The lines of one object or group, below its head. */
interface Block {
  readonly kind: string;
  readonly lines: readonly (readonly string[])[];
}

/** Objects and groups by name, resolved when somebody asks. */
export class Objects {
  readonly #blocks = new Map<string, { kind: string; lines: (readonly string[])[] }>();
  readonly #names = new Map<string, number>();

  /** Begins a block, or goes on with one of that name. */
  begin(kind: string, name: string, first: readonly string[]): void {
    const block = this.#blocks.get(name) ?? { kind, lines: [] };
    if (first.length > 0) block.lines.push(['*', ...first]);
    this.#blocks.set(name, block);
  }

  add(name: string, words: readonly string[]): void {
    this.#blocks.get(name)?.lines.push(words);
  }

  /** `name 10.0.0.1 server` */
  call(name: string, address: number): void {
    this.#names.set(name, address);
  }

  address(text: string): number | null {
    return parseAddress(text) ?? this.#names.get(text) ?? null;
  }

  /** Addresses behind the words of a rule: any, host A, A MASK, object X, object-group X. */
  addresses(words: Words): readonly AddressRange[] | Unclear {
    const word = words.take();
    if (word === 'any' || word === 'any4') return [ANY_ADDRESS];
    if (word === 'host') return this.#host(words.take());
    if (word === 'object' || word === 'object-group') return this.#network(words.take(), []);
    return this.#masked(word, words.take());
  }

  #host(text: string): readonly AddressRange[] | Unclear {
    const address = this.address(text);
    return address === null ? new Unclear(`"${text}" is no address`) : [{ first: address, last: address }];
  }

  #masked(text: string, maskText: string): readonly AddressRange[] | Unclear {
    const [address, mask] = [this.address(text), parseAddress(maskText)];
    const ranges = address === null || mask === null ? null : masked(address, mask);
    // A mask with holes is none on this firewall.
    return ranges?.length === 1 ? ranges : new Unclear(`"${text} ${maskText}" is no address with a mask`);
  }

  #network(name: string, path: readonly string[]): readonly AddressRange[] | Unclear {
    const block = this.#find(name, path);
    if (block instanceof Unclear) return block;
    const all: AddressRange[] = [];
    for (const line of block.lines) {
      const words = new Words(line);
      const found = this.#member(words, name, path);
      if (found instanceof Unclear) return found;
      all.push(...found);
    }
    return all.length === 0 ? new Unclear(`${name} holds no address`) : union(all);
  }

  #member(words: Words, name: string, path: readonly string[]): readonly AddressRange[] | Unclear {
    const kind = words.take();
    switch (kind) {
      case 'host':
        return this.#host(words.take());
      case 'subnet':
        return this.#masked(words.take(), words.take());
      case 'range': {
        const [first, last] = [this.address(words.take()), this.address(words.take())];
        return first === null || last === null || first > last
          ? new Unclear(`the range in ${name} is none`)
          : [{ first, last }];
      }
      case 'network-object':
        return words.peek() === 'object'
          ? this.#network((words.take(), words.take()), [...path, name])
          : this.addresses(words);
      case 'group-object':
        return this.#network(words.take(), [...path, name]);
      case 'nat':
      case 'description':
        return [];
      default:
        return new Unclear(`"${kind}" in ${name} is not modelled`);
    }
  }

  #find(name: string, path: readonly string[]): Block | Unclear {
    if (path.includes(name) || path.length > 16) return new Unclear(`the group ${name} refers to itself`);
    return this.#blocks.get(name) ?? new Unclear(`${name} is not defined`);
  }

  /** Services of an object or a group. */
  services(name: string, path: readonly string[] = []): readonly Service[] | Unclear {
    const block = this.#find(name, path);
    if (block instanceof Unclear) return block;
    const all: Service[] = [];
    let ported: Transport | null = null;
    for (const line of block.lines) {
      const words = new Words(line);
      const kind = words.take();
      if (kind === '*') ported = transportOf(words.take());
      else if (kind === 'description') continue;
      else if (kind === 'group-object') {
        const found = this.services(words.take(), [...path, name]);
        if (found instanceof Unclear) return found;
        all.push(...found);
      } else if (kind === 'port-object') {
        const ports = portsOf(words);
        if (ports instanceof Unclear || !ports) return new Unclear(`a port in ${name} is none`);
        all.push({ ...(ported !== null && { transport: ported }), destinationPorts: ports });
      } else {
        const found =
          kind === 'protocol-object'
            ? this.#protocol(words.take())
            : kind === 'icmp-object'
              ? icmpService(words)
              : this.#service(words, path, name);
        if (found instanceof Unclear) return found;
        all.push(...[found].flat());
      }
    }
    return all.length === 0 ? new Unclear(`${name} holds no service`) : all;
  }

  /** Is it a group of ports, of one transport? */
  isPorts(name: string): boolean {
    return this.#blocks.get(name)?.kind === 'service';
  }

  #protocol(text: string): Service | Unclear {
    const transport = transportOf(text);
    return transport === null ? new Unclear(`"${text}" is no protocol`) : { transport };
  }

  #service(words: Words, path: readonly string[], name: string): Service | readonly Service[] | Unclear {
    const word = words.take();
    if (word === 'object') return this.services(words.take(), [...path, name]);
    const transport = transportOf(word);
    if (transport === null) return new Unclear(`"${word}" in ${name} is no service`);
    if (transport === 'icmp') return icmpService(words);
    let service: Service = { transport };
    while (!words.done) {
      const side = words.peek() === 'source' || words.peek() === 'destination' ? words.take() : 'destination';
      const ports = portsOf(words);
      if (ports instanceof Unclear) return ports;
      if (!ports) return new Unclear(`"${words.peek()}" in ${name} is not known`);
      service = { ...service, [side === 'source' ? 'sourcePorts' : 'destinationPorts']: ports };
    }
    return service;
  }
}

/** Types of ICMP in words that may be missing. */
export function icmpService(words: Words): Service | Unclear {
  if (words.done) return { transport: 'icmp', icmp: [ANY_PORT] };
  const text = words.take();
  const type = icmpTypeOf(text);
  if (type === null) return new Unclear(`"${text}" is no type of ICMP`);
  if (!/^\d{1,3}$/.test(words.peek()))
    return { transport: 'icmp', icmp: [{ first: type * 256, last: type * 256 + 255 }] };
  const code = Number(words.take());
  if (code > 255) return new Unclear(`${code} is no code of ICMP`);
  return { transport: 'icmp', icmp: [{ first: type * 256 + code, last: type * 256 + code }] };
}

/** Ports in words: eq, neq, gt, lt, range; null when there are none. */
export function portsOf(words: Words): readonly PortRange[] | Unclear | null {
  const operator = words.peek();
  if (!['eq', 'neq', 'gt', 'lt', 'range'].includes(operator)) return null;
  words.take();
  const text = words.take();
  const port = portOf(text);
  if (port === null) return new Unclear(`"${text}" is no port`);
  switch (operator) {
    case 'eq':
      return [{ first: port, last: port }];
    case 'neq':
      return complement([{ first: port, last: port }], 65535);
    case 'gt':
      return port === 65535 ? new Unclear('no port is greater') : [{ first: port + 1, last: 65535 }];
    case 'lt':
      return port === 0 ? new Unclear('no port is less') : [{ first: 0, last: port - 1 }];
    default: {
      const end = words.take();
      const last = portOf(end);
      return last === null || last < port
        ? new Unclear(`"${text} ${end}" is no range of ports`)
        : [{ first: port, last }];
    }
  }
}

/** A protocol as rules name it, or null. */
export function transportOf(text: string): Transport | null {
  if (text === 'ip') return 'any';
  if (text === 'tcp-udp') return 'tcp-udp';
  const number = protocolOf(text);
  if (number === null) return null;
  return number === 6 ? 'tcp' : number === 17 ? 'udp' : number === 1 ? 'icmp' : `${number}`;
}
