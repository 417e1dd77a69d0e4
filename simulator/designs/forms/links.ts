import type { Design } from '../../model/design.ts';
import type { TextForm } from './form.ts';
import { mapTexts } from './form.ts';
import { DESIGN_FORM } from './forms.ts';
import type { EntryKind } from './things.ts';

/** Kinds of things that an id names, by the field that it stands in. */
const NAMED: Readonly<Record<string, EntryKind | 'interface'>> = {
  zone: 'zone',
  outside: 'zone',
  inside: 'zone',
  host: 'host',
  certificate: 'certificate',
  revoked: 'certificate',
  interface: 'interface',
};

/** What a text names: a thing of the design, hosts and NATs among addresses, or nothing. */
export function namedBy(form: TextForm, name: string): EntryKind | 'interface' | 'endpoints' | null {
  if (form.form === 'id') return NAMED[name] ?? null;
  if (form.form === 'sipUri') return 'account';
  return form.free && ['src', 'dst', 'inside', 'groups'].includes(name) ? 'endpoints' : null;
}

/** The design with another text wherever one thing is named by others; its own id stays. */
export function renameLinks(design: Design, kind: EntryKind, from: string, to: string): Design {
  const place = kind === 'host' || kind === 'nat';
  return mapTexts(design, DESIGN_FORM, (text, form, name) => {
    const named = namedBy(form, name);
    if (named === kind) return text === from ? to : text;
    return place && named === 'endpoints' ? mapEndpoints(text, (one) => renamed(one, from, to)) : text;
  });
}

/** "edge" and "edge.access" of a host that is called otherwise. */
export function renamed(endpoint: string, from: string, to: string): string {
  if (endpoint === from) return to;
  return endpoint.startsWith(`${from}.`) ? `${to}${endpoint.slice(from.length)}` : endpoint;
}

/** Addresses and names separated by commas, each changed. */
export function mapEndpoints(text: string, change: (one: string) => string): string {
  const parts = text.split(',').map((one) => one.trim());
  const changed = parts.map(change);
  return changed.every((one, at) => one === parts[at]) ? text : changed.join(', ');
}
