import { Protocol } from '../../../model/packet.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import type { Interfaces } from '../format.ts';
import { complement, union } from '../ranges.ts';
import type { Match } from '../netfilter/match.ts';
import { both, EVERY_PACKET, flagsOf, INWARD, OUTWARD } from '../netfilter/match.ts';
import {
  addressesOf,
  flagOf,
  icmpOf,
  MODELLED_FLAGS,
  portOf,
  protocolOf,
  stateOf,
} from '../netfilter/words.ts';

/** What the words of a rule say, apart from whom it applies to. */
export interface Asked {
  /** At least what it names; null: nothing that there is here. */
  match: Match | null;
  /** Why it names nothing here. */
  never: string;
  unclear: string | null;
  comment: string;
  target: string;
  goto: boolean;
  /** Options behind the target. */
  options: string[];
  /** Names of the interfaces as they stand there. */
  input: string | null;
  output: string | null;
}

/** Reads the words of a rule behind "-A CHAIN". */
export function readWords(words: readonly string[], interfaces: Interfaces): Asked {
  const reader = new WordReader(words, interfaces);
  reader.read();
  return reader.asked;
}

const HIGHEST = {
  protocols: 255,
  sources: 0xffffffff,
  destinations: 0xffffffff,
  sourcePorts: ANY_PORT.last,
  destinationPorts: ANY_PORT.last,
  icmp: ANY_PORT.last,
};

type Ranges = readonly { readonly first: number; readonly last: number }[];

/** Goes through the words of one rule, option by option. */
class WordReader {
  readonly asked: Asked = {
    match: EVERY_PACKET,
    never: '',
    unclear: null,
    comment: '',
    target: '',
    goto: false,
    options: [],
    input: null,
    output: null,
  };
  /** The option that is read now, and whether a "!" stood before it. */
  word = '';
  not = false;
  readonly #words: readonly string[];
  readonly #interfaces: Interfaces;
  #at = 0;

  constructor(words: readonly string[], interfaces: Interfaces) {
    this.#words = words;
    this.#interfaces = interfaces;
  }

  read(): void {
    while (this.#at < this.#words.length) {
      this.word = this.value();
      if (this.word === '!') {
        this.not = true;
        continue;
      }
      const option = OPTIONS.get(this.word);
      if (option) option(this);
      else this.doubt(`${this.word} is not known`);
      this.not = false;
    }
  }

  /** The next word. */
  value(): string {
    return this.#words[this.#at++] ?? '';
  }

  /** All words that are left. */
  rest(): string[] {
    const left = this.#words.slice(this.#at);
    this.#at = this.#words.length;
    return left;
  }

  narrow(part: Partial<Match>): void {
    const { asked } = this;
    const next = asked.match && both(asked.match, { ...EVERY_PACKET, ...part });
    if (asked.match && !next) asked.never ||= 'it names no packet';
    asked.match = next;
  }

  /** Nothing that there is here is named. */
  nothing(why: string): void {
    this.asked.match = null;
    this.asked.never = why;
  }

  doubt(why: string): void {
    this.asked.unclear ??= why;
  }

  /** Narrows one field to what its value says, or says why not. */
  field(key: keyof typeof HIGHEST, parse: (text: string) => Ranges | null): void {
    const text = this.value();
    const ranges = parse(text);
    if (!ranges) this.doubt(`"${text}" behind ${this.word} is not known`);
    else this.narrow({ [key]: this.not ? complement(ranges, HIGHEST[key]) : union(ranges) });
  }

  ports(key: 'sourcePorts' | 'destinationPorts'): void {
    if (!ported(this.asked.match)) this.doubt(`${this.word} without -p tcp or -p udp`);
    this.field(key, (text) => several(text, ports));
  }

  /** The interface at which a packet comes in or goes out. */
  side(input: boolean): void {
    const { asked } = this;
    const { inside, outside } = this.#interfaces;
    const name = this.value();
    if (input) asked.input = name;
    else asked.output = name;
    const inner = namesOf(name, inside);
    const outer = namesOf(name, outside);
    // In at the outer interface is the same as out at the inner one.
    const sides = ((input ? outer : inner) ? INWARD : 0) | ((input ? inner : outer) ? OUTWARD : 0);
    this.narrow({ sides: this.not ? (INWARD | OUTWARD) & ~sides : sides });
    if (asked.match === null && asked.never === 'it names no packet')
      asked.never = `${name} is neither ${outside} nor ${inside}, between which this firewall stands`;
  }

  flags(bits: number): void {
    this.narrow({ flags: this.not ? ~bits >>> 0 : bits });
  }
}

type Option = (reader: WordReader) => void;

/** "all" names every protocol. */
const protocol: Option = (reader) => {
  reader.field('protocols', (text) => {
    if (text === 'all' || text === '0') return [{ first: 0, last: HIGHEST.protocols }];
    const number = protocolOf(text);
    return number === null ? null : [{ first: number, last: number }];
  });
};

const icmpType: Option = (reader) => {
  reader.field('icmp', (text) =>
    text === 'any'
      ? [ANY_PORT]
      : several(text, (one) => {
          const found = icmpOf(one);
          return found && [found];
        }),
  );
};

const tcpFlags: Option = (reader) => {
  const [mask, set] = [flagBits(reader.value()), flagBits(reader.value())];
  if (mask === null || set === null || (set & ~mask) !== 0) reader.doubt('the flags are not known');
  else reader.flags(set > MODELLED_FLAGS ? 0 : flagsOf({ set, mask: mask & MODELLED_FLAGS }));
};

const connectionState: Option = (reader) => {
  const text = reader.value();
  const states = text.split(',').map(stateOf);
  if (states.includes(null)) {
    reader.doubt(`a state of "${text}" is not modelled`);
    return;
  }
  const sum = states.reduce<number>((bits, one) => bits | one!, 0);
  reader.narrow({ states: reader.not ? EVERY_PACKET.states & ~sum : sum });
};

const fragment: Option = (reader) => {
  if (!reader.not) reader.nothing('packets are not cut into fragments here');
};

const jump: Option = (reader) => {
  reader.asked.goto = reader.word === '-g' || reader.word === '--goto';
  reader.asked.target = reader.value();
  reader.asked.options = reader.rest();
};

/** Options that change nothing of which packets are named, with so many values. */
const harmless =
  (values: number): Option =>
  (reader) => {
    for (let i = 0; i < values; i++) reader.value();
  };

/** Each option of iptables by all its names (iptables(8), iptables-extensions(8)). */
const OPTIONS: ReadonlyMap<string, Option> = new Map(
  (
    [
      ['-p --protocol', protocol],
      ['-s --source --src --src-range', (one) => one.field('sources', (text) => several(text, addressesOf))],
      [
        '-d --destination --dst --dst-range',
        (one) => one.field('destinations', (text) => several(text, addressesOf)),
      ],
      ['-i --in-interface', (one) => one.side(true)],
      ['-o --out-interface', (one) => one.side(false)],
      ['--sport --sports --source-port --source-ports', (one) => one.ports('sourcePorts')],
      ['--dport --dports --destination-port --destination-ports', (one) => one.ports('destinationPorts')],
      ['--icmp-type', icmpType],
      ['--syn', (one) => one.flags(flagsOf({ set: 2, mask: 0b10111 }))],
      ['--tcp-flags', tcpFlags],
      ['--state --ctstate', connectionState],
      ['--comment', (one) => void (one.asked.comment = one.value())],
      ['-m --match', harmless(1)],
      ['-4 --ipv4', harmless(0)],
      ['-6 --ipv6', (one) => one.nothing('IPv6 is not modelled')],
      ['-f --fragment', fragment],
      ['-j --jump -g --goto', jump],
      ['--limit-burst', harmless(1)],
      ['-c --set-counters', harmless(2)],
    ] satisfies readonly (readonly [string, Option])[]
  ).flatMap(([names, option]) => names.split(' ').map((name): [string, Option] => [name, option])),
);

/** Does it ask for TCP or UDP, the only ones here that have ports? */
function ported(match: Match | null): boolean {
  return (
    match === null ||
    match.protocols.every(
      ({ first, last }) => first === last && (first === Protocol.tcp || first === Protocol.udp),
    )
  );
}

/** "eth+" names every interface that begins so. */
function namesOf(pattern: string, name: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

/** A list with commas; null when one of it is none. */
function several<T>(text: string, parse: (one: string) => readonly T[] | null): T[] | null {
  const all: T[] = [];
  for (const one of text.split(',')) {
    const found = parse(one);
    if (!found) return null;
    all.push(...found);
  }
  return all;
}

/** "443" or "50000:59999"; either end may be left out. */
function ports(text: string): { first: number; last: number }[] | null {
  const [from = '', to] = text.split(':', 2);
  const first = from === '' && to !== undefined ? 0 : portOf(from);
  const last = to === undefined ? first : to === '' ? 65535 : portOf(to);
  return first === null || last === null || first > last ? null : [{ first, last }];
}

function flagBits(text: string): number | null {
  return text.split(',').reduce<number | null>((bits, name) => {
    const bit = flagOf(name);
    return bits === null || bit === null ? null : bits | bit;
  }, 0);
}
