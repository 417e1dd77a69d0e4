import * as v from 'valibot';
import { FilePlace } from '../../electron/ipc/text-file.ts';
import { designText } from '../../simulator/designs/text.ts';
import { InterventionForm } from '../../simulator/model/intervention-form.ts';
import type { Intervention } from '../../simulator/model/run.ts';

/** What a window has open: texts of design files, as it was opened, as it was saved last, and as it is now. */
const LabRecord = v.strictObject({
  version: v.literal(2),
  /** When the window was opened, milliseconds since 1970. */
  began: v.number(),
  opened: v.string(),
  saved: v.string(),
  now: v.string(),
  /** The file: its name, empty for a built-in design, and where it is. */
  name: v.string(),
  at: v.nullable(FilePlace),
});
export type LabRecord = v.InferOutput<typeof LabRecord>;

/** Where somebody stood in it. */
const MomentRecord = v.strictObject({
  version: v.literal(2),
  feature: v.string(),
  /** Microseconds. */
  time: v.pipe(v.number(), v.minValue(0)),
});
export type MomentRecord = v.InferOutput<typeof MomentRecord>;

/** What a window that ended without being closed has left. */
export interface Lost {
  /** The window's id. */
  readonly id: string;
  readonly lab: LabRecord;
  readonly moment: MomentRecord;
  /** The bookmarks, as a show's file has them; empty when there are none. */
  readonly show: string;
}

/**
 * What a window has left, of what was kept under its id. What this program cannot read, another one may have written that
 * can.
 */
export function lostBy(
  id: string,
  kept: { lab: unknown; moment: unknown; show: unknown },
): Lost | 'nothing' | 'unreadable' {
  const lab = v.safeParse(LabRecord, kept.lab);
  const moment = v.safeParse(MomentRecord, kept.moment);
  if (!lab.success || !moment.success) return 'unreadable';
  const show = typeof kept.show === 'string' ? kept.show : '';
  const { opened, saved, now, name } = lab.output;
  const begun = show !== '' || now !== opened || now !== saved || name !== '' || moment.output.time > 0;
  return begun ? { id, lab: lab.output, moment: moment.output, show } : 'nothing';
}

/** Keys under which programs before kept what one was at, in the page's storage. */
export const OLD_KEYS = ['edge-lab.work', 'edge-lab.moment', 'edge-lab.show'] as const;

const OldWork = v.strictObject({
  version: v.literal(1),
  original: v.string(),
  file: v.string(),
  design: v.string(),
  interventions: v.array(InterventionForm),
});
const OldMoment = v.strictObject({ ...MomentRecord.entries, version: v.literal(1), left: v.boolean() });

/**
 * What a window of a program before has left.
 * @param recall gives what was kept under a key
 * @param open reads a design
 */
export async function lostBefore(
  recall: (key: string) => string | null,
  open: (text: string) => Promise<{ readonly ok: boolean } & Partial<Opened>>,
): Promise<Omit<Lost, 'id'> | null> {
  const [work, moment, show] = OLD_KEYS.map(recall);
  const read = parsed(OldWork, work);
  const at = parsed(OldMoment, moment);
  if (!read || !at || at.left) return null;
  const { design } = await open(read.design);
  if (!design) return null;
  const { original, file, interventions } = read;
  const lab = { version: 2, began: 0, opened: original, saved: original, name: file, at: null } as const;
  return {
    lab: { ...lab, now: designText(design, interventions) },
    moment: { version: 2, feature: at.feature, time: at.time },
    show: show ?? '',
  };
}

interface Opened {
  readonly design: Parameters<typeof designText>[0];
  readonly interventions: readonly Intervention[];
}

function parsed<T>(form: v.GenericSchema<unknown, T>, text: string | null | undefined): T | null {
  try {
    const read = v.safeParse(form, JSON.parse(text ?? 'null'));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
