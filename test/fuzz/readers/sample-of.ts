import type * as v from 'valibot';

/** As much of a form as tells what would have it. */
interface Walked {
  readonly type: string;
  readonly literal?: unknown;
  readonly entries?: Readonly<Record<string, Walked>>;
  readonly item?: Walked;
  readonly items?: readonly Walked[];
  readonly wrapped?: Walked;
  readonly value?: Walked;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly (Walked & { readonly requirement?: unknown })[];
}

/** Texts of which one has the form of nearly any field. */
const TEXTS = [
  'a',
  'a.json',
  'E1',
  '2026-01-02T03:04:05Z',
  '0'.repeat(64),
  '12',
  '/tmp/a.json',
  '0b54fb4a-8a4f-4b50-9a55-a8a2a3a1f6a3',
];

/**
 * Values that have a form, or nearly: at least one for each of its variants. So what is added to the channels is tried
 * without anybody's having to write it here.
 */
export function sampleOf(form: v.GenericSchema): readonly unknown[] {
  return samplesOf(form);
}

function samplesOf(form: Walked): readonly unknown[] {
  switch (form.type) {
    case 'literal':
      return [form.literal];
    case 'picklist':
      return form.options ?? [];
    case 'variant':
    case 'union':
      return (form.options as readonly Walked[]).flatMap(samplesOf);
    case 'nullable':
    case 'optional':
    case 'exact_optional':
    case 'nullish':
      return [null, ...samplesOf(form.wrapped!)];
    case 'array': {
      const inside = samplesOf(form.item!);
      return [[], inside];
    }
    case 'tuple':
    case 'strict_tuple':
      return [form.items!.map((item) => samplesOf(item)[0])];
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return objectsOf(form.entries!);
    case 'record':
      return [{ a: samplesOf(form.value!)[0] }];
    case 'boolean':
      return [true, false];
    case 'number':
      return [0, 1, 60];
    case 'string':
      return TEXTS;
    default:
      return [null];
  }
}

/** Objects in which each field takes each of its samples once. */
function objectsOf(entries: Readonly<Record<string, Walked>>): readonly unknown[] {
  const columns = Object.entries(entries).map(([name, form]) => [name, samplesOf(form)] as const);
  const rows = Math.max(1, ...columns.map(([, samples]) => samples.length));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(([name, samples]) => [name, samples[row % Math.max(1, samples.length)]])),
  );
}
