import { didYouMean } from './suggest.ts';
import { quote } from './quote.ts';
import { tooMuch } from './syntax.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Objects whose names are the user's and hold dots: the rest of the path is one name. */
const FREE = ['knobs', 'hostsFile'];
/** Objects that a design may leave out, made when something in them is set. */
const OMITTED = [...FREE, 'link'];

/**
 * Sets one value of a design's JSON by its path: names separated by dots; in a list, the id of an entry (or the role,
 * the SIP address or the number from 0): "firewalls.external.default", "hosts.edge.roles.access-edge.external.clientPort",
 * "knobs.sip.t1_ms". The value is read as JSON when it is some, else as text;
 * where a text stands, it stays one ("dport" of 443). Whether it fits, the loader says.
 * @returns the changed copy, or what is wrong with the path
 */
export function setPath(
  design: unknown,
  path: string,
  value: string,
): { readonly json: unknown } | { readonly problem: string } {
  if (tooMuch(value))
    return { problem: 'the value is too large or nested too deep: must be a value of a design' };
  const json = JSON.parse(JSON.stringify(design)) as Json;
  let at = json;
  let above = '';
  let rest = path;
  for (;;) {
    if (typeof at !== 'object' || at === null)
      return { problem: `nothing can be set below ${quote(above)}: it is a single value` };
    const key = FREE.includes(above) ? rest : firstOf(at, rest);
    const field = fieldOf(at, key);
    if (key === rest) {
      if (field === null) return { problem: unknown(at, key) };
      const fields = at as { [key: string]: Json };
      fields[field] = read(value, fields[field]);
      return { json };
    }
    if (field === null || !Object.hasOwn(at, field)) {
      if (Array.isArray(at) || !OMITTED.includes(key)) return { problem: unknown(at, key) };
      at[key] = {};
    }
    at = (at as { [key: string]: Json })[field ?? key]!;
    above = key;
    rest = rest.slice(key.length + 1);
  }
}

function unknown(at: Json[] | { [key: string]: Json }, key: string): string {
  const known = namesIn(at);
  const right =
    known.length > 0 ? `: must be one of ${known.slice(0, 20).map(quote).join(', ')}` : ': there is nothing';
  return `${quote(key)} is not in the design${didYouMean(key, known) || right}`;
}

/** The first name of a path. Names may hold dots: the longest one that is there, else up to the next dot. */
function firstOf(at: Json[] | { [key: string]: Json }, rest: string): string {
  let longest: string | null = null;
  for (const name of namesIn(at))
    if ((rest === name || rest.startsWith(`${name}.`)) && name.length > (longest?.length ?? 0))
      longest = name;
  const dot = rest.indexOf('.');
  return longest ?? (dot < 0 ? rest : rest.slice(0, dot));
}

/** Where a name stands in an object or list; null when it cannot stand there. */
function fieldOf(at: Json[] | { [key: string]: Json }, key: string): string | null {
  if (!Array.isArray(at)) return key === '' || key === '__proto__' ? null : key;
  const named = at.findIndex((one) => nameOf(one) === key);
  if (named >= 0) return String(named);
  return /^\d{1,9}$/.test(key) && Number(key) < at.length ? String(Number(key)) : null;
}

function nameOf(json: Json): string | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const name = json['id'] ?? json['role'] ?? json['uri'];
  return typeof name === 'string' ? name : undefined;
}

function namesIn(at: Json[] | { [key: string]: Json }): string[] {
  return Array.isArray(at) ? at.flatMap((one, index) => nameOf(one) ?? String(index)) : Object.keys(at);
}

function read(text: string, before: Json | undefined): Json {
  try {
    const value = JSON.parse(text) as Json;
    if (typeof before === 'string' && typeof value !== 'string') return text;
    // 1e999 would be written back as null.
    return typeof value === 'number' && !Number.isFinite(value) ? text : value;
  } catch {
    return text;
  }
}
