import { expect, test } from 'vitest';
import { editOn } from '../../../renderer/stores/bench.ts';
import { optionsOf, rangeText, summaryOf, valueOf } from '../../../renderer/views/design/fields.ts';
import { groupsOf, searched } from '../../../renderer/views/design/tree.ts';
import { choiceWords, fieldWords } from '../../../renderer/views/design/words.ts';
import { applyEdit } from '../../../simulator/designs/editing/edit.ts';
import type { Form } from '../../../simulator/designs/forms/form.ts';
import { DESIGN_FORM } from '../../../simulator/designs/forms/forms.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { ROLES } from '../../../simulator/roles/registry.ts';
import { ROLE_SCHEMAS } from '../../../simulator/roles/schemas.ts';

const design = builtinDesign();

test('the configurations of roles are those that the roles have', () => {
  expect(Object.keys(ROLE_SCHEMAS)).toEqual(Object.keys(ROLES));
  for (const [id, { config }] of Object.entries(ROLE_SCHEMAS)) expect(config).toBe(ROLES[id]!.config);
  for (const { roles } of design.hosts)
    for (const role of roles)
      expect(ROLE_SCHEMAS[role.role]!.references(role)).toEqual(ROLES[role.role]!.references(role));
});

/** Every field of the forms, with the place that it stands at. */
function fieldsOf(form: Form, place: string): readonly (readonly [string, string, Form])[] {
  switch (form.kind) {
    case 'list':
      return fieldsOf(form.item, place);
    case 'variant':
      return Object.entries(form.options).flatMap(([option, group]) => fieldsOf(group, option));
    case 'group':
      return Object.entries(form.entries).flatMap(([name, { form: inner }]) => [
        [place, name, inner] as const,
        ...fieldsOf(inner, name),
      ]);
    default:
      return [];
  }
}

test('every field of every form has words, and so has every choice', () => {
  const elsewhere = new Set(['rules', 'design']);
  const fields = fieldsOf(DESIGN_FORM, 'design').filter(([place]) => !elsewhere.has(place));
  expect(fields.length).toBeGreaterThan(150);
  // Rules have a view of their own.
  const shown = fields.filter(([, name, form]) => form.kind !== 'fixed' && name !== 'rules');
  const wordless = shown.filter(([place, name]) => !fieldWords(place, name));
  expect(wordless.map(([place, name]) => `${place}.${name}`)).toEqual([]);
  for (const role of Object.keys(ROLE_SCHEMAS)) expect(choiceWords(role)).toBe(ROLES[role]!.title);
});

test('no role takes the words of another, or of what all have', () => {
  const all = Object.values(ROLE_SCHEMAS).flatMap(({ words = {} }) => Object.entries(words));
  expect(all.length).toBeGreaterThan(30);
  for (const [name, words] of all) {
    const [at, of] = name.includes('.') ? name.split('.') : ['', name];
    expect(fieldWords(at!, of!)).toBe(words);
  }
});

test('everything that the design has stands in its list, homes and partners with what is in them', () => {
  const groups = groupsOf(design);
  const listed = new Set(groups.flatMap(({ rows }) => rows.map(({ thing }) => `${thing.kind}/${thing.id}`)));
  for (const { id } of [...design.hosts, ...design.zones, ...design.firewalls, ...design.nats])
    expect(
      [...listed].some((one) => one.endsWith(`/${id}`)),
      id,
    ).toBe(true);
  const homes = groups.find(({ id }) => id === 'homes')!.rows;
  expect(homes.slice(0, 4).map(({ title }) => title)).toEqual([
    "Alice's home",
    'Its network',
    'Alice',
    "Alice's desk phone",
  ]);
  expect(searched(groups, 'dave 10.1').flatMap(({ rows }) => rows.map(({ title }) => title))).toEqual([
    'Dave',
  ]);
  expect(searched(groups, 'no such thing')).toEqual([]);
});

test('what names something else is chosen among what there is', () => {
  const text = { kind: 'text', form: 'id', free: false } as const;
  const values = (path: readonly (string | number)[], name: string, form: Form = text) =>
    optionsOf(design, path, form, name)?.map(({ value }) => value);
  const edge = design.hosts.findIndex(({ id }) => id === 'edge');
  expect(values(['hosts', edge, 'roles', 0, 'external', 'interface'], 'interface')).toEqual([
    'access',
    'webconf',
    'av',
    'internal',
  ]);
  expect(values(['nats', 0, 'outside'], 'outside')).toContain('internet');
  expect(values(['hosts', edge, 'id'], 'id')).toBeUndefined();
  // The outside of a mapping is an address, not a zone.
  expect(
    values(['firewalls', 0, 'nat', 0, 'outside'], 'outside', { ...text, form: 'address' }),
  ).toBeUndefined();
});

test('texts of fields as values, and what they may be', () => {
  const number = { kind: 'number', whole: true, least: 0, most: 65535 } as const;
  expect(valueOf(number, ' 5061 ', false)).toBe(5061);
  expect(valueOf(number, '0,5', false)).toBe(0.5);
  expect(valueOf(number, 'many', false)).toBe('many');
  expect(valueOf(number, '', true)).toBeUndefined();
  expect(rangeText(number)).toBe('0 to 65,535');
  expect(rangeText({ ...number, most: null })).toBe('');
  expect(summaryOf({ type: 'A', name: 'sip.contoso.com', address: '10.45.16.10' })).toBe(
    'A sip.contoso.com 10.45.16.10',
  );
});

test('an edit that comes while another is worked out is made of what stands there then', async () => {
  const bench = {
    design: design as Design | null,
    simulator: {
      edit: (of: Design, edit: Parameters<typeof applyEdit>[1]) => Promise.resolve(applyEdit(of, edit)),
    },
    edit(make: (before: Design) => Design) {
      this.design = make(this.design!);
    },
  };
  await Promise.all([
    editOn(bench, { kind: 'add', what: 'home', name: 'Henry' }),
    editOn(bench, { kind: 'add', what: 'home', name: 'Ida' }),
  ]);
  expect(bench.design!.people.slice(-2).map(({ id }) => id)).toEqual(['henry', 'ida']);
  const prefixes = bench.design!.zones.slice(-2).flatMap(({ prefixes: own }) => own);
  expect(new Set(prefixes).size).toBe(2);
  // What was not changed is what it was.
  expect(bench.design!.hosts[0]).toBe(design.hosts[0]);
  expect(bench.design!.firewalls).toBe(design.firewalls);
});
