/** A place in a design: names of fields and numbers in lists. */
export type Path = readonly (string | number)[];

/** What may stand in a design's field. */
export type Form =
  | TextForm
  | NumberForm
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** Always the same. */
  | { readonly kind: 'fixed'; readonly value: string | number }
  | { readonly kind: 'list'; readonly item: Form; readonly least: number }
  /** Names of one's own, each with a value. */
  | { readonly kind: 'record'; readonly name: Form; readonly value: Form }
  | GroupForm
  /** One of several groups: one of their fields says which. */
  | {
      readonly kind: 'variant';
      readonly on: string;
      readonly options: Readonly<Record<string, GroupForm>>;
    }
  /** A number, a text or a switch: a knob's value. */
  | { readonly kind: 'value' };

export interface TextForm {
  readonly kind: 'text';
  /** "id", "address", "prefix", "dnsName", ...: what the design's schema calls it; empty for those without a name. */
  readonly form: string;
  /** Any words may stand there. */
  readonly free: boolean;
}

export interface NumberForm {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly least: number | null;
  readonly most: number | null;
}

export interface GroupForm {
  readonly kind: 'group';
  readonly entries: Readonly<Record<string, Entry>>;
}

/** A field of a group. */
export interface Entry {
  readonly form: Form;
  readonly optional: boolean;
  /** What holds when nothing is said. */
  readonly usual?: unknown;
}

/** The group that a value of a variant is: by the field that says so. */
export function groupOfValue(form: Form, value: unknown): GroupForm | null {
  if (form.kind === 'group') return form;
  if (form.kind !== 'variant') return null;
  const name = (value as Readonly<Record<string, unknown>>)[form.on];
  return typeof name === 'string' && Object.hasOwn(form.options, name) ? form.options[name]! : null;
}

/** The form of the field at a path; null where the design has no such field. */
export function formAt(form: Form, value: unknown, path: Path): Form | null {
  let at: Form | null = form;
  let here = value;
  for (const key of path) {
    if (at.kind === 'list') at = at.item;
    else if (at.kind === 'record') at = at.value;
    else {
      const entries: GroupForm['entries'] = groupOfValue(at, here ?? {})?.entries ?? {};
      at = Object.hasOwn(entries, key) ? entries[key]!.form : null;
    }
    if (at === null) return null;
    here = (here as Readonly<Record<string | number, unknown>> | undefined)?.[key];
  }
  return at;
}

/** A text of a design, with its form and the name of the field that it stands in. */
export type TextChange = (text: string, form: TextForm, name: string) => string;

/**
 * A copy of a part of a design whose texts are changed; choices, numbers and switches stay.
 * @param name of the field that the value stands in
 */
export function mapTexts<T>(value: T, form: Form, change: TextChange, name = ''): T {
  return mapped(value, form, change, name) as T;
}

function mapped(value: unknown, form: Form, change: TextChange, name: string): unknown {
  if (value === undefined || value === null) return value;
  switch (form.kind) {
    case 'text':
      return change(value as string, form, name);
    case 'list':
      return (value as readonly unknown[]).map((one) => mapped(one, form.item, change, name));
    case 'record':
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          mapped(key, form.name, change, name),
          mapped(one, form.value, change, name),
        ]),
      );
    case 'group':
    case 'variant': {
      const entries = groupOfValue(form, value)?.entries ?? {};
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          Object.hasOwn(entries, key) ? mapped(one, entries[key]!.form, change, key) : one,
        ]),
      );
    }
    default:
      return value;
  }
}
