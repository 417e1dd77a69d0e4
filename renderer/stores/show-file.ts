import * as v from 'valibot';
import { printable, shortened } from '../../simulator/designs/quote.ts';
import { designText } from '../../simulator/designs/text.ts';
import { InterventionForm } from '../../simulator/model/intervention-form.ts';
import type { Intervention, Setup } from '../../simulator/model/run.ts';
import { STAGE_VIEWS, type Bookmark } from './bookmark.ts';
import { sameSetup } from './variants.ts';

/** How the files of shows end. */
export const SHOW_EXTENSION = 'edgeshow';

const VERSION = 1;
const words = v.pipe(v.string(), v.maxLength(20_000));
const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const SelectionForm = v.variant('kind', [
  v.strictObject({ kind: v.literal('packet'), packet: index, event: index }),
  v.strictObject({ kind: v.literal('rule'), firewall: words, rule: words }),
  v.strictObject({ kind: v.literal('host'), host: words }),
  v.strictObject({ kind: v.literal('actor'), actor: index }),
]);

const StopForm = v.strictObject({
  title: words,
  headline: words,
  says: words,
  notes: words,
  time: v.pipe(v.number(), v.minValue(0)),
  when: words,
  feature: words,
  view: v.picklist(STAGE_VIEWS),
  selection: v.nullable(SelectionForm),
  near: v.nullable(words),
  seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(3600)),
  /** Which of the setups. */
  setup: index,
});

export const ShowForm = v.strictObject({
  version: v.literal(VERSION),
  /** The design as it was opened, which all setups are made of. */
  design: v.record(v.string(), v.unknown()),
  setups: v.pipe(
    v.array(
      v.strictObject({ design: v.record(v.string(), v.unknown()), interventions: v.array(InterventionForm) }),
    ),
    v.maxLength(200),
  ),
  stops: v.pipe(v.array(StopForm), v.maxLength(1000)),
});

/** A show as its file has it: designs as texts, which nobody has read yet. */
export interface WrittenShow {
  readonly design: string;
  readonly setups: readonly { readonly design: string; readonly interventions: readonly Intervention[] }[];
  readonly stops: readonly (Omit<Bookmark, 'id' | 'setup'> & { readonly setup: number })[];
}

export type ReadShow =
  | { readonly ok: true; readonly show: WrittenShow }
  /** One sentence: what is wrong with it. */
  | { readonly ok: false; readonly problem: string };

/** Stops as the text of a file, with each setup that they belong to once. */
export function writeShow(original: Setup['design'], stops: readonly Bookmark[]): string {
  const setups: Setup[] = [];
  const numberOf = (setup: Setup) => {
    const known = setups.findIndex((one) => sameSetup(one, setup));
    return known >= 0 ? known : setups.push(setup) - 1;
  };
  const written = stops.map(({ id: _, setup, selection, ...stop }) => ({
    ...stop,
    // What only the design's own view shows is no matter of a stage.
    selection: selection?.kind === 'thing' ? null : selection,
    setup: numberOf(setup),
  }));
  const plain = ({ design, interventions }: Setup) => ({
    design: JSON.parse(designText(design)) as unknown,
    interventions,
  });
  const show = {
    version: VERSION,
    design: JSON.parse(designText(original)) as unknown,
    setups: setups.map(plain),
    stops: written,
  };
  return `${JSON.stringify(show, null, 1)}\n`;
}

/** @param name of the file, for what is said of it */
export function readShow(text: string, name: string): ReadShow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong(`${name} is damaged: it ends too early, or is no show at all`);
  }
  const version = v.safeParse(v.looseObject({ version: v.pipe(v.number(), v.minValue(VERSION + 1)) }), value);
  if (version.success)
    return wrong(
      `${name} was made by a newer Edge Lab: it has version ${version.output.version}, and ${VERSION} is the newest that this one reads`,
    );
  const parsed = v.safeParse(ShowForm, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue) ?? 'its beginning';
    return wrong(`${name} is damaged at ${shortened(place)}`);
  }
  const { design, setups, stops } = parsed.output;
  const lost = stops.findIndex(({ setup }) => setup >= setups.length);
  if (lost >= 0) return wrong(`${name} is damaged at stops.${lost}.setup: there is no such setup`);
  const asText = (one: unknown) => JSON.stringify(one);
  return {
    ok: true,
    show: {
      design: asText(design),
      setups: setups.map((one) => ({ ...one, design: asText(one.design) })),
      stops,
    },
  };
}

function wrong(problem: string): ReadShow {
  return { ok: false, problem: printable(problem) };
}
