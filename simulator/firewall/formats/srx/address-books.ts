import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress, parseRange } from '../../../model/address.ts';
import { Steps } from '../limits.ts';
import { masked, union } from '../ranges.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { quoted, Unclear } from './words.ts';

/*
 * Address books: the global one, those attached to zones, and the older ones that zones have of their own (Junos, "Address
 * Books and Address Sets").
 */

/** How deep sets may lie in each other. */
const DEEPEST = 32;

/** Ranges that a wildcard may fall apart into. */
const MOST_PIECES = 256;

/** Addresses by name; nothing when they are IPv6 only. */
type Found = readonly AddressRange[] | Unclear;

interface Book {
  readonly entries: Map<string, Statement>;
  readonly known: Map<string, Found>;
  readonly steps: Steps;
}

export class AddressBooks {
  readonly #books = new Map<string, Book>();
  readonly #ofZone = new Map<string, Book[]>();
  readonly #steps = new Steps('its address sets');

  /** Takes up [edit security address-book NAME]. */
  book(statement: Statement): void {
    const book = this.#book(statement.value, statement);
    for (const attach of statement.live('attach'))
      for (const { value } of attach.live('zone')) this.#attach(value, book);
  }

  /** Takes up [edit security zones security-zone ZONE address-book]. */
  zone(zone: string, statement: Statement): void {
    this.#attach(zone, this.#book(`zone ${zone}`, statement));
  }

  /**
   * Addresses that a policy names.
   * @param zone in whose book the name is looked up before the global one, or null
   */
  addresses(name: string, zone: string | null): Found {
    if (name === 'any' || name === 'any-ipv4') return [ANY_ADDRESS];
    if (name === 'any-ipv6') return [];
    for (const book of [...(zone === null ? [] : (this.#ofZone.get(zone) ?? [])), this.#books.get('global')])
      if (book?.entries.has(name)) {
        const found = entry(book, name, 0);
        // Whoever asks makes a list of its own.
        if (!(found instanceof Unclear)) this.#steps.take(found.length);
        return found;
      }
    return new Unclear(`${quoted(name)} is not defined`);
  }

  #book(name: string, statement: Statement): Book {
    const book = this.#books.get(name) ?? {
      entries: new Map(),
      known: new Map(),
      steps: this.#steps,
    };
    this.#books.set(name, book);
    for (const one of [...statement.live('address'), ...statement.live('address-set')])
      if (!book.entries.has(one.value)) book.entries.set(one.value, one);
    return book;
  }

  #attach(zone: string, book: Book): void {
    this.#ofZone.set(zone, [...(this.#ofZone.get(zone) ?? []), book]);
  }
}

function entry(book: Book, name: string, depth: number): Found {
  const known = book.known.get(name);
  if (known) return known;
  // Whoever comes here again meanwhile has gone in a circle.
  book.known.set(name, new Unclear(`the set ${name} holds itself`));
  const statement = book.entries.get(name);
  const found =
    statement === undefined
      ? new Unclear(`${name} is not defined`)
      : depth > DEEPEST
        ? new Unclear(`the set ${name} lies too deep in others`)
        : statement.name === 'address'
          ? address(statement)
          : set(book, statement, depth);
  book.known.set(name, found);
  return found;
}

function set(book: Book, statement: Statement, depth: number): Found {
  const all: AddressRange[] = [];
  let members = 0;
  for (const one of statement.live()) {
    if (one.name === 'description') continue;
    if (one.name === UNKNOWN) return new Unclear(`${quoted(one.value)} in ${statement.value} is not known`);
    const found = entry(book, one.value, depth + 1);
    if (found instanceof Unclear) return found;
    members++;
    book.steps.take(found.length);
    for (const each of found) all.push(each);
  }
  return members === 0 ? new Unclear(`the set ${statement.value} is empty`) : union(all);
}

function address(statement: Statement): Found {
  const name = statement.value;
  const [said, more] = statement.live().filter((one) => one.name !== 'description');
  if (!said || more) return new Unclear(`${name} must be one prefix, range or name`);
  switch (said.name) {
    case 'dns-name':
      return new Unclear(`which addresses the name in ${name} has is not known`);
    case 'range-address': {
      const [first, last] = said.value.split(' to ').map(parseAddress);
      return first == null || last == null || first > last
        ? new Unclear(`the range in ${name} is none`)
        : [{ first, last }];
    }
    case 'wildcard-address': {
      const [base, mask] = said.value.split('/').map(parseAddress);
      const ranges = base == null || mask == null ? null : masked(base, mask);
      return ranges && ranges.length <= MOST_PIECES
        ? ranges
        : new Unclear(`${quoted(said.value)} in ${name} is no wildcard that is modelled`);
    }
    default:
      return said.values.length === 1
        ? prefix(said.value, name)
        : new Unclear(`${quoted(said.values.join(' '))} in ${name} is not known`);
  }
}

/** "10.45.16.0/24", or an address alone; of IPv6, nothing. */
export function prefix(text: string, name: string): Found {
  if (text.includes(':') && /^[0-9a-fA-F:.]+(\/\d{1,3})?$/.test(text)) return [];
  const range = text.includes('-') ? null : parseRange(text);
  return range ? [range] : new Unclear(`${quoted(text)} in ${name} is no prefix`);
}
