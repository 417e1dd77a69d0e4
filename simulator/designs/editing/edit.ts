import type { Design } from '../../model/design.ts';
import { openDesign } from '../registry.ts';
import type { Addition } from './add.ts';
import { addThing } from './add.ts';
import { appendBlank } from './blank.ts';
import { copyPart } from './copy.ts';
import { readdress, setField } from '../forms/fields.ts';
import type { Path } from '../forms/form.ts';
import { nearestFor } from './nearest.ts';
import { partOf } from '../forms/parts.ts';
import { connectHost, moveHost } from './place.ts';
import { otherTitles, removalOf, removePart } from './remove.ts';
import { Room } from './room.ts';
import type { Thing } from '../forms/things.ts';
import { findThing, MOST_COPIES } from '../forms/things.ts';
import { freshWords } from './words.ts';

/** A change of a design, as plain data. */
export type Edit =
  | ({ readonly kind: 'add' } & Addition)
  | { readonly kind: 'copy'; readonly thing: Thing; readonly times: number }
  | { readonly kind: 'delete'; readonly thing: Thing }
  /** A value at a place; undefined takes it out, so that what is usual holds. Ids are followed to where they stand. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: unknown }
  /** One more entry at the end of a list. */
  | { readonly kind: 'append'; readonly path: Path; readonly option?: string }
  /** A host's interface goes to another zone. */
  | { readonly kind: 'move'; readonly host: string; readonly interface: string; readonly zone: string }
  /** A host gets one more interface. */
  | { readonly kind: 'connect'; readonly host: string; readonly zone: string }
  /** An address becomes another one wherever it stands. */
  | { readonly kind: 'readdress'; readonly from: string; readonly to: string };

/** The changed design as the loader reads it, or why it would be none. */
export type Edited =
  | {
      readonly ok: true;
      readonly design: Design;
      /** What was added. */
      readonly thing: Thing | null;
      /** Titles of what went with what was deleted. */
      readonly gone: readonly string[];
    }
  | {
      readonly ok: false;
      readonly problem: string;
      /** A value that would do in its place. */
      readonly nearest: string | number | null;
    };

/** Applies an edit to a design. The design itself stays as it is; nothing that the loader would refuse comes of it. */
export function applyEdit(design: Design, edit: Edit): Edited {
  const made = makeEdit(design, edit);
  if ('problem' in made) return { ok: false, problem: made.problem, nearest: null };
  const loaded = openDesign(JSON.stringify(made.design), '');
  if (loaded.ok) return { ok: true, design: loaded.design, thing: made.thing ?? null, gone: made.gone ?? [] };
  const problem = loaded.problems[0]!.message;
  const nearest = edit.kind === 'set' ? nearestFor(design, edit.path, edit.value, fits(design)) : null;
  return { ok: false, problem, nearest };
}

function fits(design: Design): (path: Path, value: unknown) => boolean {
  return (path, value) => {
    const made = setField(design, path, value);
    return !('problem' in made) && openDesign(JSON.stringify(made.design), '').ok;
  };
}

type Made =
  | { readonly design: unknown; readonly thing?: Thing | null; readonly gone?: readonly string[] }
  | { readonly problem: string };

function makeEdit(design: Design, edit: Edit): Made {
  switch (edit.kind) {
    case 'add':
      return addThing(design, new Room(design), edit);
    case 'copy':
      return copyThing(design, edit.thing, edit.times);
    case 'delete':
      return deleteThing(design, edit.thing);
    case 'set':
      return setField(design, edit.path, edit.value);
    case 'append':
      return appendBlank(design, edit.path, edit.option);
    case 'move':
      return moveHost(design, new Room(design), edit.host, edit.interface, edit.zone);
    case 'connect':
      return connectHost(design, new Room(design), edit.host, edit.zone);
    case 'readdress':
      return readdress(design, edit.from, edit.to);
  }
}

function missing({ kind, id }: Thing): Made {
  return { problem: `there is no ${kind} "${id}": must be one that the design has` };
}

function copyThing(design: Design, thing: Thing, times: number): Made {
  if (!findThing(design, thing)) return missing(thing);
  if (!Number.isInteger(times) || times < 1 || times > MOST_COPIES)
    return {
      problem: `${times} is wrong for a number of copies: must be a whole number from 1 to ${MOST_COPIES}`,
    };
  const room = new Room(design);
  const part = partOf(design, thing);
  const words = Array.from({ length: times }, () => freshWords(design, part, room, ''));
  const copied = copyPart(design, part, room, words);
  return { design: copied.design, thing: { kind: thing.kind, id: copied.names[thing.kind].get(thing.id)! } };
}

function deleteThing(design: Design, thing: Thing): Made {
  if (!findThing(design, thing)) return missing(thing);
  const removal = removalOf(design, thing);
  if ('problem' in removal) return removal;
  return { design: removePart(design, removal.part), gone: otherTitles(design, removal.part, thing) };
}

/** What would go with a thing that is deleted, or why it cannot be. */
export function goesWith(
  design: Design,
  thing: Thing,
): { readonly gone: readonly string[] } | { readonly problem: string } {
  const removal = removalOf(design, thing);
  return 'problem' in removal ? removal : { gone: otherTitles(design, removal.part, thing) };
}
