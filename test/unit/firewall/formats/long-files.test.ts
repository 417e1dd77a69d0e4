import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policyOf } from '../../../../simulator/designs/policies.ts';
import { builtinDesign } from '../../../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { FORMATS, recognise } from '../../../../simulator/firewall/formats/registry.ts';

const folder = join(import.meta.dirname, '../../../fixtures/firewalls');
const design = builtinDesign();

/** Files shaped like real ones: those of the fixtures, and what each form writes of the reference design. */
function samples(id: string): string[] {
  const fixtures = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const written = design.firewalls.map((firewall) =>
    FORMATS.find((one) => one.id === id)!.write(policyOf(design, firewall), DEFAULT_INTERFACES, 'a sample'),
  );
  return [
    ...fixtures.filter((text) => recognise(text)?.id === id),
    ...written.filter((text) => typeof text === 'string'),
  ];
}

test.each(FORMATS)('$id: ten thousand lines are read', (format) => {
  const [text] = samples(format.id).sort((a, b) => b.length - a.length);
  const lines = text!.split('\n');
  const long = lines.flatMap((line) =>
    Array.from({ length: /[EI]\d+|"rule"|access-list/.test(line) ? 700 : 1 }, () => line),
  );
  // Rules that take several lines each: the whole file, again and again.
  while (long.length <= 9000) long.push(...lines);
  // JSON has commas between its objects.
  const whole = format.extension === 'json' ? long.join('\n').replaceAll('}\n{', '},\n{') : long.join('\n');
  const reading = format.read(whole, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  expect(reading.policy.rules.length).toBeGreaterThan(0);
  expect(reading.ledger.length).toBeGreaterThan(9000);
});
