import { expect, test } from 'vitest';
import { holdsRules, importRules } from '../../../simulator/designs/import-rules.ts';
import { policyOf } from '../../../simulator/designs/policies.ts';
import { BUILTIN_DESIGNS, builtinDesign } from '../../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../../simulator/firewall/formats/format.ts';
import { FORMATS, formatOf } from '../../../simulator/firewall/formats/registry.ts';

const design = builtinDesign();
const [wall, other] = design.firewalls;

const imported = (text: string, format: string | null = null) =>
  importRules(design, wall!, text, format === null ? null : formatOf(format)!, DEFAULT_INTERFACES);
const ROW = { id: 'N1', transport: 'tcp', src: 'any', dst: 'edge', dport: '443', direction: 'in' };

test('a JSON list is rules as a design has them: of this firewall, and of no other', () => {
  const read = imported(JSON.stringify([ROW]));
  if ('problem' in read) throw new Error(read.problem);
  expect(read.design.firewalls[0]!.rules).toMatchObject([{ id: 'N1', dst: 'edge', enabled: true }]);
  expect(read.design.firewalls.slice(1)).toEqual(design.firewalls.slice(1));
  expect(read).toMatchObject({ format: null, ledger: [] });
});

test.each([
  ['a row that is none', '[{"id": "N1"}]', '"src" is missing: it must be a text in quotes'],
  [
    'an id that another firewall has',
    JSON.stringify([{ ...ROW, id: other!.rules[0]!.id }]),
    'is taken already',
  ],
  ['a list too deep', `${'['.repeat(200)}${']'.repeat(200)}`, 'nested too deep'],
  ['an object', '{"rules": []}', 'its form is not known: must be one of'],
  ['a list that is cut off', '[{"id": "N1"', 'its form is not known: must be one of'],
  ['a file of rules without any', '*filter\n:INPUT ACCEPT [0:0]', 'the file is cut off'],
])('%s: refused, or said', (_, text, why) => {
  const read = imported(text);
  expect('problem' in read ? read.problem : read.ledger.map((one) => one.why).join()).toContain(why);
});

test('every form is known by its look, a list by its bracket; a design and prose are none', () => {
  for (const format of FORMATS) {
    const text = format.write(policyOf(design, wall!), DEFAULT_INTERFACES, 'a test');
    if (typeof text === 'string') expect(holdsRules(text), format.id).toBe(true);
  }
  expect(holdsRules(' [{"id": "E1"}]')).toBe(true);
  expect(holdsRules(BUILTIN_DESIGNS[0]!.text)).toBe(false);
  expect(holdsRules('Dear Sir')).toBe(false);
});
