import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyOf } from '../../../../simulator/designs/policies.ts';
import { builtinDesign } from '../../../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../../../simulator/firewall/formats/format.ts';
import { FORMATS, readPolicy, recognise } from '../../../../simulator/firewall/formats/registry.ts';

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

/** One damage: lines or words cut, doubled, swapped, or something put in. */
const damage = fc.record({
  kind: fc.constantFrom('cut', 'line', 'double', 'swap', 'word', 'put' as const),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  text: fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      '\n',
      '255.255.255.255',
      '99999999999',
      '-1',
      'any',
      '!',
      'host',
      '$x',
      '@x',
      ':',
      '/33',
      '\u0000',
    ),
  ),
});

function damaged(
  text: string,
  { kind, at, to, text: put }: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): string {
  const place = Math.floor(at * text.length);
  if (kind === 'cut') return text.slice(0, place);
  if (kind === 'put') return text.slice(0, place) + put + text.slice(place);
  if (kind === 'word') {
    const end = text.slice(place).search(/[\s,]/);
    return end < 0 ? text.slice(0, place) : text.slice(0, place) + text.slice(place + end);
  }
  const lines = text.split('\n');
  const [a, b] = [Math.floor(at * lines.length * 0.999), Math.floor(to * lines.length * 0.999)];
  if (kind === 'line') lines.splice(a, 1);
  else if (kind === 'double') lines.splice(a, 0, lines[b]!);
  else [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  return lines.join('\n');
}

describe.each(FORMATS)('$id', (format) => {
  test('damaged files are read or refused: each line has its place, each rule its line, nothing throws', () => {
    const texts = samples(format.id);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(damage, { minLength: 1, maxLength: 6 }),
        (text, damages) => {
          const broken = damages.reduce(damaged, text);
          const reading = readPolicy(broken, format, DEFAULT_INTERFACES);
          if ('problem' in reading) {
            expect(reading.problem).not.toContain('\n');
            return;
          }
          const lines = broken.split(/\r\n|\n|\r/).length;
          expect(
            reading.ledger.every(
              ({ line, status, why }) =>
                line >= 1 && line <= lines && (status === 'understood' || why !== ''),
            ),
          ).toBe(true);
          expect(reading.policy.rules.every(({ line }) => line >= 1 && line <= lines)).toBe(true);
          expect(new Set(reading.policy.rules.map(({ id }) => id)).size).toBe(reading.policy.rules.length);
        },
      ),
      { numRuns: Number(process.env['FUZZ'] ?? 1000) },
    );
  }, 3_600_000);

  test('ten thousand lines are read', () => {
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
  }, 60_000);
});
