import * as v from 'valibot';
import type { Design } from '../../model/design.ts';
import { field } from '../../model/design.ts';
import { exposureOf } from '../../review/exposure.ts';
import type { Judged } from './kind.ts';
import { defineKind, told } from './kind.ts';

const EXPOSED = ['tcp', 'udp', 'tcp-udp'] as const;

const ExposesAtMost = v.strictObject({
  /** Pairs of an address and a port that the outermost firewalls may lay open. */
  ports: field.whole('a number of ports', 0, 2 ** 48),
  transport: v.optional(v.picklist(EXPOSED, 'must be "tcp", "udp" or "tcp-udp"'), 'tcp-udp'),
});
type ExposesAtMost = v.InferOutput<typeof ExposesAtMost>;

/** A bound for what lies open. */
export const exposure = defineKind({
  entries: { exposesAtMost: ExposesAtMost },
  says: '"exposesAtMost"',
  judge: (own, { design }) => judgeExposure(own.exposesAtMost, design),
});

function judgeExposure({ ports, transport }: ExposesAtMost, design: Design): Judged {
  const walls = exposureOf(design, {});
  const counted = (wall: (typeof walls)[number]) =>
    (transport === 'udp' ? 0 : wall.tcp) + (transport === 'tcp' ? 0 : wall.udp);
  const open = walls.reduce((sum, wall) => sum + counted(wall), 0);
  const text = `The outermost firewalls may lay open at most ${ports} ports (${transport}): ${open} are open.`;
  if (open <= ports) return { text, evidence: [] };
  const evidence = walls.map((wall) => {
    const largest = Object.entries(wall.byRule).sort(([, a], [, b]) => b - a);
    const rules = largest.slice(0, 5).map(([rule, count]) => `${rule} ${count}`);
    return told(
      `${wall.firewall} lays open ${counted(wall)}; of TCP and UDP together, by rule: ${rules.join(', ')}${largest.length > 5 ? ', ...' : ''}.`,
    );
  });
  return { text, evidence };
}
