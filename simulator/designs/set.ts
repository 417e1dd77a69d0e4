import { didYouMean } from './suggest.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Sets one value of a design's JSON by its path: names separated by dots; in a list, the id of an entry (or the role,
 * or its number): "firewalls.external.default", "hosts.edge.roles.access-edge.external.clientPort",
 * "knobs.sip.t1_ms". The value is read as JSON when it is some, else as text.
 * @returns the changed copy, or what is wrong with the path
 */
export function setPath(design: unknown, path: string, value: string): { readonly json: unknown } | { readonly problem: string } {
  const json = JSON.parse(JSON.stringify(design)) as Json;
  const keys = path.startsWith('knobs.') ? ['knobs', path.slice('knobs.'.length)] : path.split('.');
  const last = keys.pop()!;
  let at: Json = json;
  for (const key of keys) {
    const next = entry(at, key);
    if (next !== undefined) at = next;
    else if (key === 'knobs' && at === json && isObject(json)) at = json['knobs'] = {};
    else return { problem: `"${key}" is not in the design${didYouMean(key, namesIn(at))}` };
  }
  if (Array.isArray(at)) {
    const index = at.indexOf(entry(at, last) ?? null);
    if (index < 0) return { problem: `"${last}" is not in the design${didYouMean(last, namesIn(at))}` };
    at[index] = read(value);
  } else if (isObject(at) && last !== '__proto__') at[last] = read(value);
  else return { problem: `nothing can be set below "${keys.at(-1) ?? path}": it is a single value` };
  return { json };
}

function isObject(json: Json): json is { [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function entry(json: Json, key: string): Json | undefined {
  if (Array.isArray(json)) return json.find((one) => nameOf(one) === key) ?? (/^\d+$/.test(key) ? json[Number(key)] : undefined);
  return isObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
}

function nameOf(json: Json): string | undefined {
  if (!isObject(json)) return undefined;
  const name = json['id'] ?? json['role'] ?? json['uri'];
  return typeof name === 'string' ? name : undefined;
}

function namesIn(json: Json): string[] {
  return Array.isArray(json) ? json.flatMap((one) => nameOf(one) ?? []) : isObject(json) ? Object.keys(json) : [];
}

function read(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
