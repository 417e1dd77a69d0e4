import * as comlink from 'comlink';
import { BUILTIN_DESIGNS, openDesign } from '../../simulator/designs/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Run, RunOptions } from '../../simulator/model/run.ts';
import { run } from '../../simulator/run.ts';

export type { BuiltinDesign } from '../../simulator/designs/registry.ts';
export type { Problem } from '../../simulator/designs/source.ts';

/** The simulator, on a thread of its own so that the window never waits for it. */
const laboratory = {
  builtin: () => BUILTIN_DESIGNS,
  open: (text: string, file: string) => openDesign(text, file),
  run: (design: Design, options: RunOptions): Run => {
    const result = run(design, options);
    return comlink.transfer(result, buffersOf(result));
  },
};

export type Laboratory = typeof laboratory;

/** The columns of every trace: handed over, not copied. */
function buffersOf(result: Run): ArrayBuffer[] {
  return result.features.flatMap(({ trace }) =>
    [...Object.values(trace.events), ...Object.values(trace.packets)].map(
      (column) => column.buffer as ArrayBuffer,
    ),
  );
}

comlink.expose(laboratory);
