import type { AddressRange } from '../../model/address.ts';
import { formatAddress, inRange, parseAddress } from '../../model/address.ts';

/** Which addresses stand for which in a copy. */
export class Moves {
  readonly #ranges: { readonly zone: string; readonly from: AddressRange; readonly shift: number }[] = [];
  readonly #single = new Map<string, string>();

  /** A zone's prefix is another one of the same size. */
  range(zone: string, from: AddressRange, to: AddressRange): void {
    this.#ranges.push({ zone, from, shift: to.first - from.first });
  }

  /** One address in a zone that is not copied. */
  single(from: string, to: string): void {
    this.#single.set(from, to);
  }

  /** Where an address of a zone is now, or an address wherever it stands. */
  address(text: string, zone?: string): string {
    const single = this.#single.get(text);
    if (single !== undefined) return single;
    const address = parseAddress(text);
    if (address === null) return text;
    const move = this.#ranges.find(
      (one) => (zone === undefined || one.zone === zone) && inRange(one.from, address),
    );
    return move ? formatAddress(address + move.shift) : text;
  }

  /** A text with all addresses that stand in it. */
  text(text: string): string {
    return text.replace(/(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])/g, (found) => this.address(found));
  }
}
