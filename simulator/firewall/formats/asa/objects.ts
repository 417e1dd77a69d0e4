import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress } from '../../../model/address.ts';
import type { Transport } from '../../../model/policy.ts';
import type { Service } from '../cisco/words.ts';
import { icmpService, portsOf, transportOf, Unclear, Words } from '../cisco/words.ts';
import { Steps } from '../limits.ts';
import { masked, union } from '../ranges.ts';

/** The lines of one object or group, below its head. */
interface Block {
  readonly kind: string;
  readonly lines: readonly (readonly string[])[];
}

/** Groups within groups: more than anybody would keep apart. */
const DEEPEST = 64;

/** Objects and groups by name, resolved when somebody asks. */
export class Objects {
  readonly #blocks = new Map<string, { kind: string; lines: (readonly string[])[] }>();
  readonly #names = new Map<string, number>();
  /** What blocks came to, and those that are being worked out. */
  readonly #resolved = new Map<string, unknown>();
  readonly #open = new Set<string>();
  readonly #steps = new Steps('its groups');

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
    if (word === 'object' || word === 'object-group') return this.#network(words.take());
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

  #network(name: string): readonly AddressRange[] | Unclear {
    return this.#once(`network ${name}`, name, (block) => {
      const all: AddressRange[] = [];
      for (const line of block.lines) {
        const found = this.#member(new Words(line), name);
        if (found instanceof Unclear) return found;
        this.#steps.take(found.length);
        for (const range of found) all.push(range);
      }
      return all.length === 0 ? new Unclear(`${name} holds no address`) : union(all);
    });
  }

  #member(words: Words, name: string): readonly AddressRange[] | Unclear {
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
          ? this.#network((words.take(), words.take()))
          : this.addresses(words);
      case 'group-object':
        return this.#network(words.take());
      case 'nat':
      case 'description':
        return [];
      default:
        return new Unclear(`"${kind}" in ${name} is not modelled`);
    }
  }

  /**
   * What a block comes to, worked out once however many groups hold it: nested groups would else be gone through again
   * for each that refers to them.
   */
  #once<T>(key: string, name: string, resolve: (block: Block) => T | Unclear): T | Unclear {
    const known = this.#resolved.get(key) as T | Unclear | undefined;
    if (known !== undefined) return known;
    if (this.#open.has(key)) return new Unclear(`the group ${name} refers to itself`);
    if (this.#open.size >= DEEPEST) return new Unclear(`the groups in ${name} are nested too deep`);
    const block = this.#blocks.get(name);
    if (!block) return new Unclear(`${name} is not defined`);
    this.#open.add(key);
    const found = resolve(block);
    this.#open.delete(key);
    this.#resolved.set(key, found);
    return found;
  }

  /** Services of an object or a group. */
  services(name: string): readonly Service[] | Unclear {
    const found = this.#once(`service ${name}`, name, (block) => this.#servicesOf(block, name));
    if (!(found instanceof Unclear)) this.#steps.take(found.length);
    return found;
  }

  #servicesOf(block: Block, name: string): readonly Service[] | Unclear {
    const all: Service[] = [];
    let ported: Transport | null = null;
    for (const line of block.lines) {
      const words = new Words(line);
      const kind = words.take();
      if (kind === '*') ported = transportOf(words.take());
      else if (kind === 'description') continue;
      else if (kind === 'group-object') {
        const found = this.services(words.take());
        if (found instanceof Unclear) return found;
        for (const service of found) all.push(service);
      } else if (kind === 'port-object') {
        const ports = portsOf(words);
        if (ports instanceof Unclear || !ports) return new Unclear(`a port in ${name} is none`);
        if (ported === null) return new Unclear(`the ports in ${name} are of no protocol`);
        all.push({ transport: ported, destinationPorts: ports });
      } else {
        const found =
          kind === 'protocol-object'
            ? this.#protocol(words.take())
            : kind === 'icmp-object'
              ? icmpService(words)
              : this.#service(words, name);
        if (found instanceof Unclear) return found;
        for (const service of [found].flat()) all.push(service);
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

  #service(words: Words, name: string): Service | readonly Service[] | Unclear {
    const word = words.take();
    if (word === 'object') return this.services(words.take());
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
