import { expect, test } from 'vitest';
import { applyEdit } from '../../../../simulator/designs/editing/edit.ts';
import type { Form, Path } from '../../../../simulator/designs/forms/form.ts';
import { formAt } from '../../../../simulator/designs/forms/form.ts';
import { valueAt } from '../../../../simulator/designs/forms/fields.ts';
import { DESIGN_FORM } from '../../../../simulator/designs/forms/forms.ts';
import { builtinDesign, openDesign } from '../../../../simulator/designs/registry.ts';
import type { Design } from '../../../../simulator/model/design.ts';

/** The first list of each kind that the design has, with where it is. */
function lists(
  design: Design,
): readonly { readonly path: Path; readonly item: Form; readonly kind: string }[] {
  const found = new Map<string, { path: Path; item: Form; kind: string }>();
  const walk = (path: Path, value: unknown) => {
    const form = formAt(DESIGN_FORM, design, path);
    if (!form) return;
    const role = path[0] === 'hosts' && path[2] === 'roles' && path.length > 4;
    const kind = path
      .map((step, at) =>
        typeof step === 'number'
          ? role && at === 3
            ? String(valueAt(design, [...path.slice(0, 4), 'role']))
            : '*'
          : step,
      )
      .join('.');
    if (form.kind === 'list' && !found.has(kind)) found.set(kind, { path, item: form.item, kind });
    if (Array.isArray(value)) value.forEach((one, at) => walk([...path, at], one));
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) walk([...path, key], one);
  };
  walk([], design);
  return [...found.values()];
}

/** What becomes of one more entry in each list, of each kind that it may be: it, or why it cannot stand there. */
function appended(design: Design): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { path, item, kind } of lists(design))
    for (const option of item.kind === 'variant' ? Object.keys(item.options) : [undefined]) {
      const edited = applyEdit(design, { kind: 'append', path, ...(option !== undefined && { option }) });
      const name = option === undefined ? kind : `${kind} ${option}`;
      if (!edited.ok) {
        all[name] = edited.problem;
        continue;
      }
      const [before, after] = [valueAt(design, path), valueAt(edited.design, path)] as unknown[][];
      expect(after!.slice(0, -1), name).toEqual(before);
      all[name] = after!.at(-1);
    }
  return all;
}

/** What was refused, with why. */
const refusedOf = (all: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(all).filter(([, one]) => typeof one === 'string' && /must (be|have) /.test(one)),
  );
const TWICE = 'both sides of "new-1" are zone "internet": must be two zones';

const NOBODY = '"uri" is missing: "new" signs in, so it must be the SIP address of an account';

test('one more entry in any list, of any kind, is one that the loader takes, or it says what must be there', () => {
  const all = appended(builtinDesign());
  expect(Object.keys(all).length).toBeGreaterThan(60);
  expect(refusedOf(all)).toEqual({
    people: NOBODY,
    zones: 'zone "internet" has no prefixes already: only one zone, the Internet, must be without',
    'zones.*.prefixes': '203.0.113.53 is not in zone "internet": must be in 192.168.11.0/24',
    firewalls: TWICE,
    nats: TWICE,
  });
  // It names what is there, and addresses that are free.
  expect(all).toMatchObject({
    'hosts.*.dns': '192.168.1.5',
    'hosts.*.roles mediation-server': { interface: 'lan', certificate: 'edge-external', port: 5067 },
    'hosts.*.roles.crl-server.revoked': 'edge-external',
    'firewalls.*.rules': { id: 'new-1', src: 'any', dport: 'any', transport: 'tcp', action: 'permit' },
    'firewalls.*.nat': { inside: '10.45.16.10', outside: '203.0.113.1' },
    'accounts.*.contacts': 'sip:somebody@contoso.com',
  });
});

test('where a design has next to nothing, an entry has something that can be replaced', () => {
  const little = (parts: object) => {
    const loaded = openDesign(
      JSON.stringify({
        ...{ format: 'edge-lab-design', version: 2, id: 'little', title: 'Little' },
        ...{ zones: [], hosts: [], firewalls: [] },
        ...parts,
      }),
      '',
    );
    if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
    return appended(loaded.design);
  };
  const empty = little({});
  expect(empty).toMatchObject({
    certificates: { id: 'new-1', subject: 'name.example.com' },
    accounts: { uri: 'sip:somebody@example.com' },
  });
  const noZone = 'zone "none" does not exist: must be the id of a zone';
  expect(refusedOf(empty)).toEqual({ firewalls: noZone, hosts: noZone, nats: noZone, people: NOBODY });
  const one = little({
    zones: [{ id: 'internet', title: 'Internet', trust: 0, prefixes: [] }],
    hosts: [
      {
        ...{ id: 'pc_1', title: 'PC', roles: [] },
        interfaces: [{ id: 'lan', zone: 'internet', address: '203.0.113.5' }],
      },
    ],
  });
  expect(one).toMatchObject({ 'hosts.*.roles client': { role: 'client' }, 'hosts.*.dns': '203.0.113.5' });
  // Another host, or interface, is at the one place that is known: it must be moved.
  expect(refusedOf(one)).toMatchObject({
    'hosts.*.interfaces':
      '203.0.113.5 is the address of "pc_1.lan" already: each interface and NAT must have its own',
    'hosts.*.roles access-edge': 'certificate "none" does not exist: must be the id of a certificate',
  });
});

test('a place that is no list has no entries', () => {
  expect(applyEdit(builtinDesign(), { kind: 'append', path: ['zones', 0, 'title'] })).toEqual({
    ok: false,
    problem: 'zones.0.title is no list: must be one of the design',
    nearest: null,
  });
});
