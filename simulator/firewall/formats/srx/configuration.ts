import type { Ledger } from '../ledger.ts';
import { Steps } from '../limits.ts';
import type { Shape } from './hierarchy.ts';
import { HIERARCHY } from './hierarchy.ts';
import { quoted } from './words.ts';

/*
 * A Junos configuration as commands build it up: set, delete, deactivate, activate, insert (Junos CLI User Guide,
 * "Modify the Configuration").
 */

/** A statement and what stands below it, in the order in which it came. */
export class Statement {
  readonly name: string;
  /** Words that belong to its name; of one that the hierarchy does not know, all of its words. */
  readonly values: readonly string[];
  /** Where it came first, from 1. */
  readonly line: number;
  /** Lines that end here. */
  readonly lines: number[] = [];
  active = true;
  readonly #inner: Statement[] = [];
  readonly #byKey = new Map<string, Statement>();
  readonly #latest = new Map<string, Statement>();

  constructor(name: string, values: readonly string[], line: number) {
    this.name = name;
    this.values = values;
    this.line = line;
  }

  /** Its first value; most have one. */
  get value(): string {
    return this.values[0] ?? '';
  }

  /** Everything below, active or not. */
  get inner(): readonly Statement[] {
    return this.#inner;
  }

  /** What counts below it, of some name or of all. */
  live(name?: string): readonly Statement[] {
    return this.#inner.filter((one) => one.active && (name === undefined || one.name === name));
  }

  /** The one of that name that counts, if there is any. */
  one(name: string): Statement | undefined {
    return this.#inner.find((one) => one.active && one.name === name);
  }

  find({ name, values }: Step): Statement | undefined {
    return this.#byKey.get(keyOf(name, values));
  }

  /** The one of that name that came last. */
  latest(name: string): Statement | undefined {
    return this.#latest.get(name);
  }

  add({ name, values }: Step, line: number): Statement {
    const made = new Statement(name, values, line);
    this.#inner.push(made);
    this.#byKey.set(keyOf(name, values), made);
    this.#latest.set(name, made);
    return made;
  }

  remove(one: Statement): void {
    this.#inner.splice(this.#inner.indexOf(one), 1);
    this.#byKey.delete(keyOf(one.name, one.values));
    if (this.#latest.get(one.name) === one) this.#latest.delete(one.name);
  }

  /** Puts one before or behind another. */
  move(one: Statement, beside: Statement, behind: boolean): void {
    if (one === beside) return;
    this.#inner.splice(this.#inner.indexOf(one), 1);
    this.#inner.splice(this.#inner.indexOf(beside) + (behind ? 1 : 0), 0, one);
  }

  /** The lines of it and of everything below. */
  allLines(into: number[] = []): readonly number[] {
    for (const line of this.lines) into.push(line);
    for (const one of this.#inner) one.allLines(into);
    return into;
  }
}

/** The name of statements that the hierarchy does not know. */
export const UNKNOWN = '?';

interface Step {
  readonly name: string;
  readonly values: readonly string[];
  readonly once?: true | undefined;
}

function keyOf(name: string, values: readonly string[]): string {
  return [name, ...values].join('\u0000');
}

/** The configuration that the commands of a file make. */
export class Configuration {
  readonly root = new Statement('', [], 1);
  readonly #ledger: Ledger;
  readonly #steps = new Steps('its commands');

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  set(words: readonly string[], line: number): void {
    for (const path of pathsOf(words)) {
      this.#steps.take(1);
      let at = this.root;
      for (const step of path) {
        const old = step.once && at.latest(step.name);
        if (old && !at.find(step)) this.#drop(at, old, `line ${line} says otherwise`);
        at = at.find(step) ?? at.add(step, line);
      }
      if (at.lines.at(-1) !== line) at.lines.push(line);
    }
  }

  delete(words: readonly string[], line: number): void {
    this.#each(words, line, (one, parent) => {
      this.#drop(parent, one, `deleted in line ${line}`);
    });
  }

  /** deactivate and activate */
  switch(words: readonly string[], line: number, active: boolean): void {
    this.#each(words, line, (one) => {
      one.active = active;
    });
  }

  /** "insert security policies ... policy A before policy B" */
  insert(words: readonly string[], line: number): void {
    const at = words.findLastIndex((word) => word === 'before' || word === 'after');
    const path = pathsOf(words.slice(0, Math.max(0, at)))[0] ?? [];
    const parent = this.#find(path.slice(0, -1));
    const last = path.at(-1);
    const one = last && parent?.find(last);
    const beside = last && parent?.find({ name: words[at + 1] ?? '', values: words.slice(at + 2) });
    if (!parent || !one || !beside)
      return this.#ledger.mark(line, 'ignored', 'there is nothing of these names to be put in order');
    this.#steps.take(parent.inner.length / 100);
    parent.move(one, beside, words[at] === 'after');
    this.#ledger.mark(line, 'understood', 'the order');
  }

  #each(words: readonly string[], line: number, act: (one: Statement, parent: Statement) => void): void {
    let found = false;
    for (const path of pathsOf(words)) {
      const parent = this.#find(path.slice(0, -1));
      const last = path.at(-1);
      if (parent && last && !parent.find(last)) this.#steps.take(parent.inner.length / 10);
      const all = last && parent ? named(parent, last) : [];
      for (const each of all) act(each, parent!);
      found ||= all.length > 0;
    }
    if (found) this.#ledger.mark(line, 'understood', '');
    else this.#ledger.mark(line, 'ignored', `there is no ${quoted(words.join(' '))} so far`);
  }

  #find(path: readonly Step[]): Statement | undefined {
    let at: Statement | undefined = this.root;
    for (const step of path) at = at?.find(step);
    return at;
  }

  #drop(parent: Statement, one: Statement, why: string): void {
    for (const line of one.allLines()) this.#ledger.mark(line, 'understood', why);
    this.#steps.take(parent.inner.length / 100);
    parent.remove(one);
  }
}

/**
 * The statements that a step means: one, or, as in "delete ... description" and "deactivate ... filter", those that begin
 * with it.
 */
function named(parent: Statement, step: Step): readonly Statement[] {
  const one = parent.find(step);
  if (one) return [one];
  if (step.name === UNKNOWN)
    return parent.inner.filter(
      ({ name, values }) => name === UNKNOWN && step.values.every((word, at) => values[at] === word),
    );
  return step.values.length === 0 ? parent.inner.filter(({ name }) => name === step.name) : [];
}

/** The statements that the words of a command name: one, unless several share a line. */
function pathsOf(words: readonly string[]): Step[][] {
  const paths: Step[][] = [];
  const prefix: Step[] = [];
  let shape = HIERARCHY;
  let at = 0;
  while (at < words.length) {
    const name = words[at]!;
    const inner: Shape | undefined =
      shape.inner && Object.hasOwn(shape.inner, name) ? shape.inner[name] : undefined;
    if (!inner) {
      paths.push([...prefix, { name: UNKNOWN, values: words.slice(at) }]);
      return paths;
    }
    const [groups, next] = valuesOf(inner, words, at + 1);
    at = next;
    const steps = groups.map((values): Step => ({ name, values, once: inner.once }));
    if (inner.inner && at < words.length) {
      prefix.push(steps[0]!);
      shape = inner;
    } else paths.push(...steps.map((step) => [...prefix, step]));
  }
  return paths;
}

/** The values behind a keyword, one group for each statement, and where the next word is. */
function valuesOf(shape: Shape, words: readonly string[], from: number): [string[][], number] {
  let at = from;
  const take = (): string[] => {
    const word = words[at++];
    if (word === undefined) return [];
    if (!shape.to || words[at] !== 'to') return [word];
    at += 2;
    return [`${word} to ${words[at - 1] ?? ''}`];
  };
  if (shape.list) {
    if (words[at] !== '[') return [[take()], Math.min(at, words.length)];
    const groups: string[][] = [];
    for (at++; at < words.length && words[at] !== ']';) groups.push(take());
    return [groups.length > 0 ? groups : [[]], Math.min(at + 1, words.length)];
  }
  const values: string[] = [];
  for (let count = shape.values ?? 0; count > 0 && at < words.length; count--) values.push(...take());
  return [[values], Math.min(at, words.length)];
}

/** The words of a command; quotation marks keep several together, brackets stand alone. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/"((?:[^"\\]|\\.)*)"?|[[\]]|[^\s"[\]]+/g))
    words.push(match[1] === undefined ? match[0] : match[1].replace(/\\(.)/g, '$1'));
  return words;
}
