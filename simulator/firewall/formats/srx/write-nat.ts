import { formatAddress } from '../../../model/address.ts';
import type { Policy } from '../../../model/policy.ts';
import type { Interfaces } from '../format.ts';
import { prefixesOf, union } from '../ranges.ts';

/** Prefixes in one rule; further ones go into another. */
const MOST_PREFIXES = 8;

/** The lines of [edit security nat]. */
export function writeNat(policy: Policy, { outside, inside }: Interfaces): string[] {
  const { nat, forwards, masquerades } = policy;
  const [set, named] = ['set security nat', 'lab'];
  const fixed = `${set} static rule-set ${named}-static`;
  const inward = `${set} destination rule-set ${named}-destination`;
  const outward = `${set} source rule-set ${named}-source`;
  const addresses = [...new Set([...nat, ...forwards, ...masquerades].map((one) => one.outside))];
  return [
    ...(addresses.length > 0
      ? [
          `# the interface of ${outside} must answer ARP for ${addresses.map(formatAddress).join(', ')} (proxy-arp)`,
        ]
      : []),
    ...(nat.length > 0 ? [`${fixed} from zone ${outside}`] : []),
    ...nat.flatMap((mapping, at) => [
      `${fixed} rule static-${at + 1} match destination-address ${formatAddress(mapping.outside)}/32`,
      `${fixed} rule static-${at + 1} then static-nat prefix ${formatAddress(mapping.inside)}/32`,
    ]),
    ...forwards.map(
      ({ inside: real, insidePort }, at) =>
        `${set} destination pool forward-${at + 1} address ${formatAddress(real)}/32 port ${insidePort}`,
    ),
    ...(forwards.length > 0 ? [`${inward} from zone ${outside}`] : []),
    ...forwards.flatMap(({ transport, outside: mapped, outsidePort }, at) => [
      `${inward} rule forward-${at + 1} match destination-address ${formatAddress(mapped)}/32`,
      `${inward} rule forward-${at + 1} match destination-port ${outsidePort}`,
      `${inward} rule forward-${at + 1} match protocol ${transport}`,
      `${inward} rule forward-${at + 1} then destination-nat pool forward-${at + 1}`,
    ]),
    ...masquerades.map(
      ({ outside: mapped }, at) =>
        `${set} source pool masquerade-${at + 1} address ${formatAddress(mapped)}/32`,
    ),
    ...(masquerades.length > 0 ? [`${outward} from zone ${inside}`, `${outward} to zone ${outside}`] : []),
    ...masquerades.flatMap(({ inside: real }, at) => {
      const prefixes = union(real).flatMap(prefixesOf);
      const rules: string[] = [];
      for (let part = 0; part * MOST_PREFIXES < prefixes.length; part++) {
        const rule = `${outward} rule masquerade-${at + 1}-${part + 1}`;
        for (const { address, length } of prefixes.slice(part * MOST_PREFIXES, (part + 1) * MOST_PREFIXES))
          rules.push(`${rule} match source-address ${formatAddress(address)}/${length}`);
        rules.push(`${rule} then source-nat pool masquerade-${at + 1}`);
      }
      return rules;
    }),
  ];
}
