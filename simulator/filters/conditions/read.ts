import { printable, quote } from '../../designs/quote.ts';
import { didYouMean } from '../../designs/suggest.ts';
import type { Design } from '../../model/design.ts';
import { EventKind } from '../../model/trace.ts';
import { FIELDS } from '../fields/registry.ts';
import { readFilter } from '../parser.ts';
import type { FilterSource } from '../source.ts';
import type { Condition, Subject } from './condition.ts';
import { wallWords } from './condition.ts';
import { ideasFor } from './ideas.ts';
import type { Change } from './words.ts';
import { changeIn, machineOf, plain } from './words.ts';

export type ReadCondition =
  | { readonly ok: true; readonly condition: Condition }
  /** One line: what is not understood, and what would be. */
  | { readonly ok: false; readonly message: string };

/**
 * Reads what somebody wants to wait for: words about what can happen in a run, or a display filter.
 * @param source the run at hand, whose firewalls, hosts and machines may be named
 */
export function readCondition(text: string, source: FilterSource): ReadCondition {
  const words = plain(text);
  if (words === '') return { ok: false, message: `write ${POSSIBLE}` };
  const known = ideasFor(source).find((idea) => plain(idea.text) === words);
  if (known) return { ok: true, condition: known.condition };
  const condition = words.length > LONGEST_WORDS ? null : inWords(text.trim(), words, source);
  if (condition)
    return typeof condition === 'string' ? { ok: false, message: condition } : { ok: true, condition };
  const read = readFilter(text);
  if (read.ok) return { ok: true, condition: { kind: 'packet', filter: text.trim() } };
  const { column, message } = read.problem;
  if (looksLikeFilter(text)) return { ok: false, message: `column ${column}: ${message}` };
  const near = didYouMean(
    words,
    ideasFor(source).map((idea) => idea.text),
  );
  return {
    ok: false,
    message: `nothing here is called ${quote(text.trim())}${near || `; write ${POSSIBLE}`}`,
  };
}

/** Of a sentence that somebody waits for; what is longer can only be a filter. */
const LONGEST_WORDS = 500;

const POSSIBLE =
  'what should happen, such as "a packet is lost", "ICE fails", "rule E12 is used", or a display filter';

/**
 * @param words the same made plain
 * @returns what is wrong with it, where it is clear what is meant; null when it is none of these
 */
function inWords(text: string, words: string, source: FilterSource): Condition | string | null {
  const { design } = source;
  if (/^(packet is )?(lost|loss)$/.test(words)) return { kind: 'loss' };
  const drop = /^(?:packet is )?drop(?:ped)?(?: (?:at|by) (.+))?$/.exec(words);
  if (drop) return drop[1] === undefined ? { kind: 'loss' } : dropAt(design, drop[1]);
  const rule = /^rule (\S+) is used$/.exec(words) ?? /^rule is used: (\S+)$/.exec(words);
  if (rule) return useOf(design, rule[1]!);
  const see = /^(.+?) sees:?\s+(.+)$/i.exec(text);
  if (see) return seeing(design, see[1]!, see[2]!);
  const change = changeIn(text);
  const meant = new Meant(source);
  return (change ? meant.change(change) : meant.state(text)) ?? actOf(source, words);
}

/** What somebody does in this run. */
function actOf({ reader }: FilterSource, words: string): Condition | null {
  const { kind, a } = reader.trace.events;
  const event = kind.findIndex((one, at) => one === EventKind.act && plain(reader.string(a[at]!)) === words);
  return event < 0 ? null : { kind: 'act', text: reader.string(a[event]!) };
}

/** Whose state somebody means, and which. */
class Meant {
  readonly #reader: FilterSource['reader'];
  readonly #design: Design;

  constructor({ reader, design }: FilterSource) {
    this.#reader = reader;
    this.#design = design;
  }

  /** "Alice is registered" */
  change({ subject, state }: Change): Condition | string | null {
    const meant = this.#subject(plain(subject));
    if (!meant) return null;
    const states = this.#states(meant);
    const known = states.find((one) => plain(one) === plain(state));
    // A kind of machine that does not run here may have any state.
    if (known !== undefined || states.length === 0)
      return { kind: 'state', subject: meant, state: known ?? state };
    return `${printable(subject)} has no state ${quote(state)}${didYouMean(state, states) || `; it can be ${states.join(', ')}`}`;
  }

  /** "TCP connection refused": a known state behind a subject. */
  state(text: string): Condition | null {
    for (let at = text.indexOf(' '); at > 0; at = text.indexOf(' ', at + 1)) {
      const meant = this.#subject(plain(text.slice(0, at)));
      const state = meant && this.#states(meant).find((one) => plain(one) === plain(text.slice(at)));
      if (meant && state) return { kind: 'state', subject: meant, state };
    }
    return null;
  }

  #subject(wanted: string): Subject | null {
    const { hosts, people } = this.#design;
    const { actors, charts } = this.#reader.trace;
    const machine = machineOf(
      wanted,
      charts.map(({ id }) => id),
    );
    if (machine !== null) return { kind: 'machine', machine };
    const host =
      hosts.find(({ id, title }) => id === wanted || plain(title) === wanted)?.id ??
      people.find(({ name }) => plain(name) === wanted)?.host;
    if (host !== undefined) return { kind: 'host', host };
    const title = actors.find((actor) => plain(actor.title) === wanted)?.title;
    return title === undefined ? null : { kind: 'title', title };
  }

  /** Every state that something can come to, as far as such machines run here. */
  #states(subject: Subject): readonly string[] {
    const { actors, charts } = this.#reader.trace;
    const kinds =
      subject.kind === 'machine'
        ? [subject.machine]
        : actors
            .filter(({ node, title }) =>
              subject.kind === 'host' ? this.#reader.node(node).id === subject.host : title === subject.title,
            )
            .map(({ machine }) => machine);
    const all = charts
      .filter(({ id }) => kinds.includes(id))
      .flatMap(({ states }) => states.map(({ id }) => id));
    return [...new Set(all)];
  }
}

function dropAt(design: Design, place: string): Condition | string {
  const wanted = plain(place);
  const found = design.firewalls.find(({ id, title }) =>
    [id, plain(title), plain(title).replace(/ firewall$/, ''), `${id} firewall`].includes(wanted),
  );
  if (found) return { kind: 'drop', firewall: found.id };
  const walls = design.firewalls.map(({ id }) => wallWords(design, id));
  return `there is no firewall ${quote(place)}${didYouMean(wanted, walls) || `; there are ${walls.join(', ')}`}`;
}

function useOf(design: Design, wanted: string): Condition | string {
  const ids = design.firewalls.flatMap(({ rules }) => rules.map(({ id }) => id));
  const rule = ids.find((id) => id.toLowerCase() === wanted);
  return rule === undefined
    ? `there is no rule ${quote(wanted)}${didYouMean(wanted, ids)}`
    : { kind: 'rule', rule };
}

function seeing({ people }: Design, who: string, text: string): Condition | string {
  if (/^(somebody|someone|anybody)$/i.test(who)) return { kind: 'see', person: null, text };
  const person = people.find(({ name, id }) => [name.toLowerCase(), id].includes(who.toLowerCase()));
  const names = people.map(({ name }) => name);
  return person
    ? { kind: 'see', person: person.id, text }
    : `there is nobody called ${quote(who)}${didYouMean(who, names)}`;
}

/** Somebody who writes signs of comparison, or a field's name, means a filter. */
function looksLikeFilter(text: string): boolean {
  const [first = ''] = text
    .trim()
    .replace(/^[!(\s]+/, '')
    .split(/\s/);
  return FIELDS.has(first) || /[=<>{}&|~^]|^\S+\.\S+/.test(text.trim());
}
