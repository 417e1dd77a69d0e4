import { formatAddress, formatRange, parseAddress, parseRange } from '../../../model/address.ts';
import type { Masquerade, Policy, Timeouts } from '../../../model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../model/policy.ts';

/*
 * What a table of rules has no rows for: lines "# name = value" above it.
 */

type Draft = { -readonly [K in keyof Policy]?: Policy[K] };

/** Reads such lines. */
export class Settings {
  readonly #policy: Draft = {};
  readonly #timeouts: { -readonly [K in keyof Timeouts]: number } = { ...LINUX_TIMEOUTS };

  /** @returns false when the line is a comment only */
  read(line: string): boolean {
    const [, name = '', value = ''] = /^#\s*([A-Za-z_]+)\s*=\s*(.{1,500})$/.exec(line.trim()) ?? [];
    const policy = this.#policy;
    if (name === 'default' && (value === 'drop' || value === 'permit' || value === 'reject'))
      policy.default = value;
    else if ((name === 'stateful' || name === 'hairpin') && (value === 'yes' || value === 'no'))
      policy[name] = value === 'yes';
    else if (name === 'maxConnections' && /^\d{1,9}$/.test(value)) policy.maxConnections = Number(value);
    else if (Object.hasOwn(this.#timeouts, name) && /^\d{1,9}(\.\d{1,6})?$/.test(value)) {
      this.#timeouts[name as keyof Timeouts] = Number(value);
      policy.timeouts = this.#timeouts;
    } else return name === 'nat' ? this.#static(value) : name === 'masquerade' && this.#masquerade(value);
    return true;
  }

  #static(value: string): boolean {
    const [outside = null, inside = null] = value.split(' = ').map(parseAddress);
    if (outside === null || inside === null) return false;
    this.#policy.nat = [...(this.#policy.nat ?? []), { outside, inside }];
    return true;
  }

  #masquerade(value: string): boolean {
    const [to = '', from = ''] = value.split(' = ');
    const outside = parseAddress(to);
    const inside = from.split(', ').map(parseRange);
    if (outside === null || inside.includes(null)) return false;
    const one: Masquerade = { inside: inside.map((range) => range!), outside };
    this.#policy.masquerades = [...(this.#policy.masquerades ?? []), one];
    return true;
  }

  settings(): Partial<Policy> {
    return this.#policy;
  }
}

/** The lines that say them. */
export function writeSettings(policy: Policy): string[] {
  const { timeouts, nat, masquerades } = policy;
  return [
    `# default = ${policy.default}`,
    `# stateful = ${policy.stateful ? 'yes' : 'no'}`,
    `# hairpin = ${policy.hairpin ? 'yes' : 'no'}`,
    `# maxConnections = ${policy.maxConnections}`,
    ...(Object.keys(timeouts) as (keyof Timeouts)[]).map((phase) => `# ${phase} = ${timeouts[phase]}`),
    ...nat.map(({ outside, inside }) => `# nat = ${formatAddress(outside)} = ${formatAddress(inside)}`),
    ...masquerades.map(
      ({ inside, outside }) =>
        `# masquerade = ${formatAddress(outside)} = ${inside.map(formatRange).join(', ')}`,
    ),
  ];
}
