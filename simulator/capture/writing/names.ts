import type { Address } from '../../model/address.ts';
import { parseAddress } from '../../model/address.ts';
import type { Design } from '../../model/design.ts';

/** What the hosts of a design are called, by address; addresses that several homes use say nothing. */
export function addressNames(design: Design): [Address, string][] {
  const names = new Map<Address, string | null>();
  for (const host of design.hosts)
    for (const one of host.interfaces) {
      const address = parseAddress(one.address)!;
      const name = host.interfaces.length > 1 ? `${host.id}.${one.id}` : host.id;
      names.set(address, names.has(address) ? null : name);
    }
  return [...names].filter((pair): pair is [Address, string] => pair[1] !== null);
}
