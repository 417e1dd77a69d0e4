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

/** Options with a value that change nothing of which packets are named. */
const HARMLESS = new Set(['--limit-burst', '-c', '--set-counters']);

/** Reads the words of a rule behind "-A CHAIN". */
export function readWords(words: readonly string[], interfaces: Interfaces): Asked {
  const asked: Asked = {
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
  const narrow = (part: Partial<Match>) => {
    const next = asked.match && both(asked.match, { ...EVERY_PACKET, ...part });
    if (asked.match && !next) asked.never ||= 'it names no packet';
    asked.match = next;
  };
  const doubt = (why: string) => {
    asked.unclear ??= why;
  };
  let not = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '!') {
      not = true;
      continue;
    }
    const value = (): string => words[++at] ?? '';
    /** Narrows one field, or says why not. */
    const field = (
      key: keyof typeof HIGHEST,
      ranges: readonly { readonly first: number; readonly last: number }[] | null,
      text: string,
    ) => {
      if (!ranges) doubt(`"${text}" behind ${word} is not known`);
      else narrow({ [key]: not ? complement(ranges, HIGHEST[key]) : union(ranges) });
    };
    const side = (input: boolean) => {
      const name = value();
      if (input) asked.input = name;
      else asked.output = name;
      const inner = namesOf(name, interfaces.inside);
      const outer = namesOf(name, interfaces.outside);
      // In at the outer interface is the same as out at the inner one.
      const sides = ((input ? outer : inner) ? INWARD : 0) | ((input ? inner : outer) ? OUTWARD : 0);
      narrow({ sides: not ? (INWARD | OUTWARD) & ~sides : sides });
      if (asked.match === null && asked.never === 'it names no packet')
        asked.never = `${name} is neither ${interfaces.outside} nor ${interfaces.inside}, between which this firewall stands`;
    };
    switch (word) {
      case '-p':
      case '--protocol': {
        const text = value();
        const number = protocolOf(text);
        if (text !== 'all' && text !== '0')
          field('protocols', number === null ? null : [{ first: number, last: number }], text);
        break;
      }
      case '-s':
      case '--source':
      case '--src':
      case '--src-range': {
        const text = value();
        field('sources', several(text, addressesOf), text);
        break;
      }
      case '-d':
      case '--destination':
      case '--dst':
      case '--dst-range': {
        const text = value();
        field('destinations', several(text, addressesOf), text);
        break;
      }
      case '-i':
      case '--in-interface':
        side(true);
        break;
      case '-o':
      case '--out-interface':
        side(false);
        break;
      case '--sport':
      case '--sports':
      case '--source-port':
      case '--source-ports': {
        const text = value();
        if (!ported(asked.match)) doubt(`${word} without -p tcp or -p udp`);
        field('sourcePorts', several(text, ports), text);
        break;
      }
      case '--dport':
      case '--dports':
      case '--destination-port':
      case '--destination-ports': {
        const text = value();
        if (!ported(asked.match)) doubt(`${word} without -p tcp or -p udp`);
        field('destinationPorts', several(text, ports), text);
        break;
      }
      case '--icmp-type': {
        const text = value();
        if (text !== 'any')
          field(
            'icmp',
            several(text, (one) => (icmpOf(one) ? [icmpOf(one)!] : null)),
            text,
          );
        break;
      }
      case '--syn':
        narrow({
          flags: not ? ~flagsOf({ set: 2, mask: 0b10111 }) >>> 0 : flagsOf({ set: 2, mask: 0b10111 }),
        });
        break;
      case '--tcp-flags': {
        const [mask, set] = [flagBits(value()), flagBits(value())];
        if (mask === null || set === null || (set & ~mask) !== 0) {
          doubt('the flags are not known');
          break;
        }
        const flags = set > MODELLED_FLAGS ? 0 : flagsOf({ set, mask: mask & MODELLED_FLAGS });
        narrow({ flags: not ? ~flags >>> 0 : flags });
        break;
      }
      case '--state':
      case '--ctstate': {
        const text = value();
        const states = text.split(',').map(stateOf);
        if (states.includes(null)) doubt(`a state of "${text}" is not modelled`);
        else {
          const sum = states.reduce<number>((bits, one) => bits | one!, 0);
          narrow({ states: not ? EVERY_PACKET.states & ~sum : sum });
        }
        break;
      }
      case '--comment':
        asked.comment = value();
        break;
      case '-m':
      case '--match':
        value();
        break;
      case '-4':
      case '--ipv4':
        break;
      case '-6':
      case '--ipv6':
        asked.match = null;
        asked.never = 'IPv6 is not modelled';
        break;
      case '-f':
      case '--fragment':
        if (!not) {
          asked.match = null;
          asked.never = 'packets are not cut into fragments here';
        }
        break;
      case '-j':
      case '--jump':
      case '-g':
      case '--goto':
        asked.goto = word.startsWith('-g') || word === '--goto';
        asked.target = value();
        asked.options = words.slice(at + 1);
        at = words.length;
        break;
      default:
        if (HARMLESS.has(word)) at += word.startsWith('-c') || word === '--set-counters' ? 2 : 1;
        else doubt(`${word} is not known`);
    }
    not = false;
  }
  return asked;
}

const HIGHEST = {
  protocols: 255,
  sources: 0xffffffff,
  destinations: 0xffffffff,
  sourcePorts: ANY_PORT.last,
  destinationPorts: ANY_PORT.last,
  icmp: ANY_PORT.last,
};

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
