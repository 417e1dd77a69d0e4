/** An IPv4 address as a number from 0 to 2^32 - 1; what packets, rules and tables hold. */
export type Address = number;

/** A run of addresses, both ends included. */
export interface AddressRange {
  readonly first: Address;
  readonly last: Address;
}

/** Every address. */
export const ANY_ADDRESS: AddressRange = { first: 0, last: 0xffffffff };

/** The dot, counted as digits are. */
const DOT = 0x2e - 0x30;

/**
 * Reads dotted decimal, "10.45.16.10".
 * @returns null when it is none: four parts, each 0 to 255, no leading zeros (which some systems read as octal)
 */
export function parseAddress(text: string): Address | null {
  let value = 0;
  let parts = 0;
  let part = -1;
  for (let i = 0; i <= text.length; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 0x30 : DOT;
    if (digit === DOT) {
      if (part < 0 || ++parts > 4) return null;
      value = value * 256 + part;
      part = -1;
    } else {
      if (digit < 0 || digit > 9 || part === 0) return null;
      part = Math.max(part, 0) * 10 + digit;
      if (part > 255) return null;
    }
  }
  return parts === 4 ? value : null;
}

/** "10.45.16.10" for 170725386. */
export function formatAddress(address: Address): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/**
 * Reads a prefix "10.45.16.0/24", a single address, or a range "10.0.0.1-10.0.0.9".
 * @returns null when it is none of them, when a prefix has bits set behind its length, or a range is inverted
 */
export function parseRange(text: string): AddressRange | null {
  const dash = text.indexOf('-');
  if (dash >= 0) {
    const first = parseAddress(text.slice(0, dash).trim());
    const last = parseAddress(text.slice(dash + 1).trim());
    return first === null || last === null || first > last ? null : { first, last };
  }
  const slash = text.indexOf('/');
  if (slash < 0) {
    const address = parseAddress(text);
    return address === null ? null : { first: address, last: address };
  }
  const first = parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (first === null || !/^\d{1,2}$/.test(length) || Number(length) > 32) return null;
  const size = 2 ** (32 - Number(length));
  return first % size === 0 ? { first, last: first + size - 1 } : null;
}

/** Does the range hold the address? */
export function inRange(range: AddressRange, address: Address): boolean {
  return address >= range.first && address <= range.last;
}

/** "any", "10.45.16.10", "10.45.16.0/24" or "10.0.0.1-10.0.0.9": what `parseRange` reads, and "any". */
export function formatRange({ first, last }: AddressRange): string {
  if (first === last) return formatAddress(first);
  const length = prefixLength({ first, last });
  if (length === 0) return 'any';
  return length === null
    ? `${formatAddress(first)}-${formatAddress(last)}`
    : `${formatAddress(first)}/${length}`;
}

/** The length of the prefix that a range is, or null when it is none. */
export function prefixLength({ first, last }: AddressRange): number | null {
  const size = last - first + 1;
  let length = 32;
  let whole = 1;
  for (; whole < size; whole *= 2) length--;
  return whole === size && first % size === 0 ? length : null;
}
