import type { MatrixFault, MatrixRow } from '../../../analysis/matrix.ts';
import type { Design, DesignFirewall, DesignRule } from '../../../model/design.ts';

/** "E12", "E12 and E13" */
export const idsOf = ({ faults }: MatrixRow): string => faults.map(({ id }) => id).join(' and ');

/** The rule that a fault closes, and where it stands. @throws Error when there is none */
export function ruleOf(design: Design, { id }: MatrixFault): { firewall: DesignFirewall; rule: DesignRule } {
  for (const firewall of design.firewalls) {
    const rule = firewall.rules.find((one) => one.id === id);
    if (rule) return { firewall, rule };
  }
  throw new Error(`no rule "${id}"`);
}
