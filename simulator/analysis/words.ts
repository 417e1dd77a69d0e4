import type { DesignRule } from '../model/design.ts';

/** "a, b and c" */
export function enumeration(items: readonly string[], last: 'and' | 'or' = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)!}`;
}

/** "1,204" */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * What a set of rules exposes, in words: "lays open 3 pairs of an address and a port to the less trusted side".
 * @param exposed pairs
 */
export function exposureWords(exposed: number): string {
  if (exposed === 0) return 'lays nothing open to the less trusted side';
  return `lays open ${grouped(exposed)} ${exposed === 1 ? 'pair' : 'pairs'} of an address and a port to the less trusted side`;
}

/** "new-1 is a new rule for the external firewall: permit udp in from any to 10.45.16.30, port 3478" */
export function newRuleWords(firewall: string, rule: DesignRule): string {
  const { id, direction, transport, src, dst, dport } = rule;
  return `${id} is a new rule for the ${firewall} firewall: permit ${transport} ${direction} from ${src} to ${dst}, port ${dport}`;
}
