import type { Rule, Transport } from '../../../model/policy.ts';
import type { PortRange } from '../../../model/ports.ts';
import { ANY_PORT } from '../../../model/ports.ts';
import { complement } from '../ranges.ts';
import { icmpOf, portOf, protocolOf } from './names.ts';

/*
 * What entries of access lists and service objects are made of, on ASA and IOS alike.
 */

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

/** Types of ICMP in words that may be missing. */
export function icmpService(words: Words): Service | Unclear {
  if (words.done) return { transport: 'icmp', icmp: [ANY_PORT] };
  const text = words.take();
  const found = icmpOf(text);
  if (found === null) return new Unclear(`"${text}" is no type of ICMP`);
  if (found.first === found.last || !/^\d{1,3}$/.test(words.peek()))
    return { transport: 'icmp', icmp: [found] };
  const code = Number(words.take());
  if (code > 255) return new Unclear(`${code} is no code of ICMP`);
  return { transport: 'icmp', icmp: [{ first: found.first + code, last: found.first + code }] };
}

/**
 * Ports in words: eq, neq, gt, lt, range; null when there are none.
 * @param most ports that may stand behind "eq" or "neq"
 */
export function portsOf(words: Words, most = 1): readonly PortRange[] | Unclear | null {
  const operator = words.peek();
  if (!['eq', 'neq', 'gt', 'lt', 'range'].includes(operator)) return null;
  words.take();
  const text = words.take();
  const port = portOf(text);
  if (port === null) return new Unclear(`"${text}" is no port`);
  switch (operator) {
    case 'eq':
    case 'neq': {
      const ports = [{ first: port, last: port }];
      while (ports.length < most) {
        const next = portOf(words.peek());
        if (next === null) break;
        ports.push({ first: next, last: next });
        words.take();
      }
      return operator === 'eq' ? ports : complement(ports, 65535);
    }
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
