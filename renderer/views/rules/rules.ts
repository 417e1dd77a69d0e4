import type { DesignRule } from '../../../simulator/model/design.ts';

/** "TCP 443", "UDP 50000–59999", "TCP any port" */
export function portText(rule: DesignRule): string {
  if (/^\d/.test(rule.transport)) return `IP protocol ${rule.transport}`;
  const transport = rule.transport === 'any' ? 'any' : rule.transport.toUpperCase();
  if (rule.transport === 'icmp') return rule.icmp === undefined ? transport : `${transport} ${rule.icmp}`;
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

export const ACTION_TEXT: Readonly<Record<DesignRule['action'], string>> = {
  permit: 'Pass',
  drop: 'Drop',
  reject: 'Reject',
  undetermined: 'Undetermined',
};

/** Does a rule hold this text in what is shown of it? */
export function matches(rule: DesignRule, text: string): boolean {
  if (text === '') return true;
  const wanted = text.toLowerCase();
  return [
    rule.id,
    rule.src,
    rule.dst,
    portText(rule),
    rule.sport,
    ACTION_TEXT[rule.action],
    rule.purpose ?? '',
    rule.role ?? '',
  ].some((part) => part.toLowerCase().includes(wanted));
}
