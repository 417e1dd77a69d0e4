import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, formatRange, parseRange } from '../../../model/address.ts';
import { complement, union } from '../ranges.ts';

/*
 * Which addresses a side of a security rule names. What Azure's service tags stand for is not in a file, so each side
 * has two answers: the addresses that it surely names, and those that it might name.
 * (Azure documentation: "Virtual network service tags", "What is Azure Virtual Network?".)
 */

/** Addresses of a side, or of a tag. */
export interface Side {
  readonly sure: readonly AddressRange[];
  readonly possible: readonly AddressRange[];
  /** How the two differ; null when they do not. */
  readonly why: string | null;
}

const range = (text: string): AddressRange => parseRange(text)!;

/** Addresses that the Internet has no way to (RFC 6890, RFC 1112): a virtual network may have any of them. */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
].map(range);
/** From where Azure's load balancer asks whether a machine is well. It is an address of the virtual network too. */
const HOST = range('168.63.129.16');

/** What a file says about the virtual network that the group stands in. */
export class Network {
  readonly #own: readonly AddressRange[];
  readonly #virtual: Side;
  readonly #internet: Side;

  /**
   * @param own its address space; empty when the file does not say
   * @param besides what else may count as the virtual network: other networks of the file, and targets of its routes
   */
  constructor(own: readonly AddressRange[], besides: readonly AddressRange[]) {
    this.#own = union(own);
    const possible = union([...NOT_PUBLIC, HOST, ...own, ...besides]);
    const names = this.#own.slice(0, 4).map(formatRange).join(', ');
    this.#virtual = {
      sure: this.#own,
      possible,
      why:
        this.#own.length > 0
          ? `VirtualNetwork is taken for ${names}; other addresses that may be connected are undetermined`
          : 'the file does not say which addresses VirtualNetwork has',
    };
    this.#internet = {
      sure: complement(possible, ANY_ADDRESS.last),
      possible: complement(this.#own, ANY_ADDRESS.last),
      why: 'Internet is taken for every public address; others outside of the network are undetermined',
    };
  }

  /** What an address, a prefix, "*" or a tag names, "IPv6", or null when it is none of them. */
  named(text: string): Side | 'IPv6' | null {
    switch (text.toLowerCase()) {
      case '*':
      case 'any':
        return exactly(ANY_ADDRESS);
      case 'virtualnetwork':
        return this.#virtual;
      case 'internet':
        return this.#internet;
      case 'azureloadbalancer':
        return exactly(HOST);
    }
    const found = text.includes('-') ? null : parseRange(text);
    if (found) return exactly(found);
    if (/^[0-9a-f.]*:[0-9a-f:.]*(\/\d{1,3})?$/i.test(text)) return 'IPv6';
    return /^[a-z][a-z0-9_]{1,80}(\.[a-z0-9]{1,80}){0,3}$/i.test(text)
      ? {
          sure: [],
          possible: [ANY_ADDRESS],
          why: `which addresses the service tag ${text} has is not in the file`,
        }
      : null;
  }
}

function exactly(one: AddressRange): Side {
  return { sure: [one], possible: [one], why: null };
}

/** What several of them name together. */
export function together(sides: readonly Side[]): Side {
  const [only] = sides;
  if (only && sides.length === 1) return only;
  const sure = union(sides.flatMap((side) => side.sure));
  const possible = union(sides.flatMap((side) => side.possible));
  const whys = [...new Set(sides.flatMap(({ why }) => why ?? []))];
  return { sure, possible, why: whys.length === 0 ? null : whys.slice(0, 4).join('; ') };
}
