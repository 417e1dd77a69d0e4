import { fieldWords } from '../../../../../renderer/views/design/words.ts';
import { DESIGN_WORDS } from './design.ts';
import { INTERVENTION_WORDS } from './interventions.ts';
import { LESSON_WORDS } from './lesson.ts';
import { POLICY_WORDS } from './policy.ts';
import { SHOW_WORDS } from './show.ts';
import { WORK_WORDS } from './work.ts';

/** What fields are for: by name, or by "place.name" where the same name means something else. */
export type WordTable = Readonly<Record<string, string>>;

const TABLES: Readonly<Record<string, readonly WordTable[]>> = {
  design: [DESIGN_WORDS, INTERVENTION_WORDS],
  lesson: [LESSON_WORDS, POLICY_WORDS],
  policy: [POLICY_WORDS],
  show: [SHOW_WORDS],
  work: [WORK_WORDS],
  handout: [WORK_WORDS],
};

/** The words of one form's fields: its own, and for designs those that the window has. */
export class Words {
  readonly #form: string;
  readonly #tables: readonly WordTable[];

  constructor(form: string) {
    this.#form = form;
    this.#tables = TABLES[form]!;
  }

  /**
   * What a field is for, in a sentence.
   * @param place the list, group or role that the field stands in
   * @throws Error when nobody has said it: a new field needs its words
   */
  of(place: string, name: string): string {
    for (const key of [`${place}.${name}`, name])
      for (const table of this.#tables) if (Object.hasOwn(table, key)) return table[key]!;
    const shown = this.#form === 'design' ? fieldWords(place, name) : undefined;
    if (!shown) throw new Error(`${this.#form}: the field ${place}.${name} has no words`);
    return shown.help === '' ? `${shown.label}.` : `${shown.label}. ${shown.help}`;
  }
}
