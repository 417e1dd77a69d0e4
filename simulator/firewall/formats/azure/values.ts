import type { Node } from 'jsonc-parser';
import type { LedgerLine } from '../../../model/policy.ts';
import type { Member, Members } from './document.ts';
import { membersOf } from './document.ts';
import type { Template } from './template.ts';

/** Something to say in the ledger about a place of the file. */
export interface Note {
  readonly at: Node;
  readonly status: LedgerLine['status'];
  readonly why: string;
}

/** The members of a security rule, and the doubts about them. */
export class Values {
  readonly members: Members;
  /** Is anything not clear so far? */
  unclear = false;
  /** Where a doubt about the rule as a whole is said. */
  readonly #head: Node;
  readonly #template: Template;
  readonly #note: (one: Note) => void;

  constructor(node: Node, template: Template, note: (one: Note) => void) {
    this.members = membersOf(node);
    this.#head = this.members.get('name')?.whole ?? node;
    this.#template = template;
    this.#note = note;
  }

  /** What follows the first doubt about a rule does not make it clearer, but each has its place in the ledger. */
  doubt(at: Node | undefined, why: string): null {
    this.unclear = true;
    this.#note({ at: at ?? this.#head, status: 'ignored', why: `${why}: what it names is undetermined` });
    return null;
  }

  /** A single value as text, or null when there is none that is known. */
  text(name: string): string | null {
    const member = this.members.get(name);
    if (!member || member.value.type === 'null') return this.doubt(undefined, `it has no ${name}`);
    if (member.twice) return this.doubt(member.whole, `it says ${member.name} twice`);
    const value = this.#template.resolve(member.value);
    if ('later' in value) return this.doubt(member.whole, value.later);
    return value.type === 'string' || value.type === 'number'
      ? String(value.value)
      : this.doubt(member.whole, `${member.name} must be a text`);
  }

  /** One of the words that may stand there, in capitals or not; null when it is none. */
  word<T>(name: string, words: Readonly<Record<string, T>>, right: string): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const small = text.toLowerCase();
    return Object.hasOwn(words, small)
      ? words[small]!
      : this.doubt(this.members.get(name)?.whole, `"${text.slice(0, 40)}" must be ${right}`);
  }

  /**
   * The values of a member that has a form for one and a form for several.
   * @returns null when it is not clear which they are
   */
  list(one: string, several: string): readonly { readonly text: string; readonly at: Node }[] | null {
    const said: Member[] = [];
    const found: { text: string; at: Node }[] = [];
    for (const member of [this.members.get(one), this.members.get(several)]) {
      if (!member || member.value.type === 'null') continue;
      if (member.twice) return this.doubt(member.whole, `it says ${member.name} twice`);
      const before = found.length;
      for (const value of this.#template.list(member.value)) {
        if ('later' in value) return this.doubt(member.whole, value.later);
        if (value.type !== 'string' && value.type !== 'number')
          return this.doubt(member.whole, `${member.name} must be texts`);
        const text = String(value.value).trim();
        // A value of a variable stands elsewhere: the rule's own line has to speak for it.
        const own = value.offset >= member.whole.offset && value.offset < end(member.whole);
        if (text !== '') found.push({ text, at: own ? value : member.whole });
      }
      if (found.length > before) said.push(member);
    }
    if (said.length > 1)
      return this.doubt(said[1]!.whole, `it says both ${said[0]!.name} and ${said[1]!.name}`);
    return found;
  }
}

function end({ offset, length }: Node): number {
  return offset + length;
}
