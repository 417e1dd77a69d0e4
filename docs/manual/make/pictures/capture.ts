import { captureOf, writeCapture } from '../../../../simulator/capture/writing/export.ts';
import { builtinDesign } from '../../../../simulator/designs/registry.ts';
import { run } from '../../../../simulator/run.ts';

/** What one who listens at the Edge captures while somebody signs in: a file of pcapng. */
export function signInCapture(): Buffer {
  const design = builtinDesign();
  const parts: Uint8Array[] = [];
  writeCapture(
    captureOf(design, run(design, { only: ['remote-sign-in'] })),
    { points: ['edge'] },
    (bytes) => void parts.push(bytes.slice()),
  );
  return Buffer.concat(parts);
}
