import type { DesignRule } from '../../../simulator/model/design.ts';

/** "TCP 443", "UDP 50000–59999", "TCP any port" */
export function portText(rule: DesignRule): string {
  const transport = rule.transport === 'any' ? 'any' : rule.transport.toUpperCase();
  if (rule.transport === 'icmp') return transport;
  const port = rule.dport !== 'any' ? rule.dport : rule.sport !== 'any' ? `from ${rule.sport}` : 'any port';
  return `${transport} ${port.replace('-', '–')}`;
}

/** The same for narrow places: "UDP 50–59k". */
export function portShort(rule: DesignRule): string {
  return portText(rule)
    .replace(/from /, '')
    .replace(/(\d+)000–(\d+)999/, '$1–$2k');
}

export const DIRECTIONS: Readonly<
  Record<DesignRule['direction'], { readonly arrow: string; readonly text: string }>
> = {
  in: { arrow: '→', text: 'in: begun on the less trusted side' },
  out: { arrow: '←', text: 'out: begun on the more trusted side' },
  both: { arrow: '↔', text: 'both: begun on either side' },
};

export const DEFAULT_TEXT = { drop: 'Drop', reject: 'Reject', permit: 'Pass' } as const;
