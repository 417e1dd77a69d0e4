import type { CaptureOptions } from '../../simulator/capture/writing/export.ts';
import { captureOf, writeCapture } from '../../simulator/capture/writing/export.ts';
import { capturePoints } from '../../simulator/capture/writing/points.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Run } from '../../simulator/model/run.ts';
import { CliError } from './output.ts';
import { writeWhole } from './write-file.ts';

/**
 * The places of --pcap-at.
 * @throws CliError when a design has no such place
 */
export function pointsOf(
  design: Design,
  points: readonly string[] | undefined,
): readonly string[] | undefined {
  const all = capturePoints([
    ...design.hosts.map(({ id, title }) => ({ id, kind: 'host' as const, title })),
    ...design.firewalls.map(({ id, title }) => ({ id, kind: 'firewall' as const, title })),
  ]).map(({ id }) => id);
  for (const point of points ?? [])
    if (!all.includes(point))
      throw new CliError(`--pcap-at: nobody can listen at "${point}": must be one of ${all.join(', ')}`);
  return points;
}

/** Writes a run's packets as one capture. */
export function writeRunCapture(file: string, design: Design, run: Run, options: CaptureOptions): void {
  writeWhole(file, (write) => writeCapture(captureOf(design, run), options, write));
}
