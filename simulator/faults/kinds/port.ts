import type { DesignRule } from '../../model/design.ts';
import { formatPorts, parsePorts } from '../../model/ports.ts';
import type { FaultKind } from '../fault.ts';
import { ofRules } from '../rules.ts';

/** A rule with a port that is not the one that was meant: digits swapped, or a range cut short. */
export const port: FaultKind = {
  id: 'port',
  title: 'Rules with a wrong port',
  description: 'Each rule names a port with its last digits swapped, or only the first part of a range.',
  of: (design) =>
    ofRules(design, (rule) => {
      const side = sideOf(rule);
      if (!side) return [];
      const [first, ...rest] = parsePorts(rule[side])!;
      const slipped = formatPorts([slip(first!.first, first!.last), ...rest]);
      return [
        {
          id: `port:${rule.id}`,
          title: `${rule.id} names port ${slipped}, not ${rule[side]}`,
          sentence: `rule ${rule.id} names port ${slipped}, and should name ${rule[side]}.`,
          change: (one) => [{ ...one, [side]: slipped }],
        },
      ];
    }),
};

/** A rule for the other of TCP and UDP. */
export const transport: FaultKind = {
  id: 'transport',
  title: 'Rules with a wrong transport',
  description: 'Each rule for TCP is for UDP, and the other way round.',
  of: (design) =>
    ofRules(design, (rule) => {
      if (rule.transport !== 'tcp' && rule.transport !== 'udp') return [];
      const other = rule.transport === 'tcp' ? 'udp' : 'tcp';
      const [was, is] = [rule.transport.toUpperCase(), other.toUpperCase()];
      return [
        {
          id: `transport:${rule.id}`,
          title: `${rule.id} is for ${is}, not ${was}`,
          sentence: `rule ${rule.id} is for ${is}, and should be for ${was}.`,
          change: (one) => [{ ...one, transport: other }],
        },
      ];
    }),
};

/** On which side a rule names ports. */
function sideOf({ dport, sport }: DesignRule): 'dport' | 'sport' | null {
  if (dport !== 'any') return 'dport';
  return sport === 'any' ? null : 'sport';
}

/** The last two digits of a port in the wrong order, the next port where that is none; a tenth of a range. */
function slip(first: number, last: number): { readonly first: number; readonly last: number } {
  if (last > first) return { first, last: first + Math.floor((last - first) / 10) };
  const ones = first % 10;
  const tens = Math.floor(first / 10) % 10;
  const swapped = first + 9 * (ones - tens);
  const sameLength = String(swapped).length === String(first).length && swapped <= 65535;
  const slipped = sameLength && swapped !== first ? swapped : first < 65535 ? first + 1 : first - 1;
  return { first: slipped, last: slipped };
}
