import { quote } from '../designs/quote.ts';
import type { Source } from '../designs/source.ts';
import { didYouMean } from '../designs/suggest.ts';
import { FEATURES } from '../features/registry.ts';
import { readFilter } from '../filters/parser.ts';
import type { Design } from '../model/design.ts';
import { withChanges } from './change-line.ts';

/** A place in a lesson: names of fields and numbers of entries, from outside to inside. */
export type Path = readonly (string | number)[];

/** A lesson's text while it is read: takes down what is wrong where, and looks whether what it names exists. */
export class Reading {
  readonly source: Source;
  /** The lesson's, without its faults. */
  readonly design: Design;

  constructor(source: Source, design: Design) {
    this.source = source;
    this.design = design;
  }

  say(path: Path, message: string): void {
    this.source.problem(this.source.at(path).offset, message);
  }

  feature(path: Path, id: string): void {
    const ids = FEATURES.map((feature) => feature.id);
    if (ids.includes(id)) return;
    const right = didYouMean(id, ids) || `: must be one of ${ids.join(', ')}`;
    this.say(path, `feature ${quote(id)} does not exist${right}`);
  }

  filter(path: Path, text: string): void {
    const read = readFilter(text);
    if (!read.ok) this.say(path, `in the filter, ${read.problem.message}`);
  }

  changes(path: Path, lines: readonly string[]): void {
    const changed = withChanges(this.design, lines);
    if ('problem' in changed) this.say(path, changed.problem);
  }
}
