import type { Design } from '../../model/design.ts';
import type { TextForm } from '../forms/form.ts';
import type { Room } from './room.ts';
import type { Part } from '../forms/things.ts';

/** How a name is written in ids and addresses, and in titles. */
export interface Word {
  readonly strict: string;
  readonly free: string;
}

/** Names of people and organizations, as they stand in ids, with those that stand for them in a copy. */
export type Words = readonly (readonly [string, Word])[];

/** The text with other names in it: "alice-home", "Alice's home", "sip:alice@contoso.com". */
export function wordsIn(text: string, { form, free }: TextForm, words: Words): string {
  const scheme = form === 'sipUri' ? 'sip:' : '';
  let rest = text.slice(scheme.length);
  for (const [name, word] of words) {
    if (!rest.toLowerCase().includes(name.slice(0, 3))) continue;
    rest = rest.replace(patternOf(name), (found) =>
      free && found[0] !== found[0]!.toLowerCase() ? word.free : word.strict,
    );
  }
  return scheme + rest;
}

const patterns = new Map<string, RegExp>();

/** The name as a word of its own; "carol-2" also as "Carol 2". */
function patternOf(name: string): RegExp {
  let pattern = patterns.get(name);
  if (!pattern) {
    const text = name.replace(/[.-]/g, (one) => (one === '-' ? '[ -]' : '\\.'));
    pattern = new RegExp(`(?<![A-Za-z0-9])${text}(?![A-Za-z0-9])`, 'gi');
    patterns.set(name, pattern);
  }
  return pattern;
}

/**
 * Names for a copy of a part: those of its people and organizations, numbered; the first may be given.
 * @param given what the first of them is to be called, in people's words; empty for a number
 */
export function freshWords(design: Design, part: Part, room: Room, given: string): Words {
  const owners = [
    ...design.organizations.flatMap(({ id, domains }) =>
      part.organization.has(id) ? [id, ...domains.map((domain) => domain.split('.')[0]!)] : [],
    ),
    ...design.people.flatMap(({ id }) => (part.person.has(id) ? [id] : [])),
  ].map((id) => id.toLowerCase());
  return [...new Set(owners)].map((name, at) => [
    name,
    at === 0 && given ? wordOf(given) : numbered(name, room),
  ]);
}

/** "Henry Moore" as it stands in ids: "henry-moore". */
export function wordOf(given: string): Word {
  const strict = given
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return { strict: strict || 'new', free: given };
}

function numbered(name: string, room: Room): Word {
  const base = name.replace(/-\d+$/, '');
  const number = room.number(base);
  const capital = base[0]!.toUpperCase() + base.slice(1).replaceAll('-', ' ');
  return { strict: `${base}-${number}`, free: `${capital} ${number}` };
}
