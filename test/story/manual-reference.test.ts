import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { expect, test } from 'vitest';
import { inForm, kept } from '../../docs/manual/make/files.ts';
import { EXAMPLES } from '../../docs/manual/make/reference/command-examples.ts';
import { leaves } from '../../docs/manual/make/reference/command-line.ts';
import {
  FORM_PAGES,
  OUTPUT_PAGES,
  referencePages,
  schemaFiles,
} from '../../docs/manual/make/reference/pages.ts';
import { BUILTIN_DESIGNS, builtinDesign, openDesign } from '../../simulator/designs/registry.ts';
import { checkLesson } from '../../simulator/lessons/check.ts';
import { COURSE } from '../../simulator/lessons/course/registry.ts';
import { loadPolicy } from '../../simulator/policies/load.ts';

const schemas = new Map(schemaFiles().map(({ path, text }) => [path, JSON.parse(text) as object]));
const design = new Ajv2020().compile(schemas.get('reference/edgelab.schema.json')!);
const lesson = new Ajv2020().compile(schemas.get('reference/lesson.schema.json')!);
const policy = new Ajv2020().compile(schemas.get('reference/policy.schema.json')!);

test.each([...FORM_PAGES, ...OUTPUT_PAGES])(
  '%s is as it would be made now (npm run manual)',
  async (path) => {
    const [page] = referencePages([path]);
    expect(await inForm(page!)).toBe(kept(path));
  },
);

test('the JSON Schemas are as they would be made now (npm run manual)', async () => {
  for (const file of schemaFiles()) expect(await inForm(file), file.path).toBe(kept(file.path));
});

test('the schema of designs takes every built-in design, and what happens in a run', () => {
  for (const { id, text } of BUILTIN_DESIGNS) {
    const file: unknown = JSON.parse(text);
    expect(design(file), `${id}: ${JSON.stringify(design.errors?.[0])}`).toBe(true);
  }
  const change = { kind: 'rule', rule: 'E3', enabled: false };
  const file = { ...(JSON.parse(BUILTIN_DESIGNS[0]!.text) as object), interventions: [{ at: 5, change }] };
  expect(design(file)).toBe(true);
  expect(openDesign(JSON.stringify(file), 'a.edgelab').ok).toBe(true);
});

type Json = Record<string, unknown> | unknown[];

/** Every object and list of a JSON. */
function partsOf(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(partsOf)];
}

test('whatever form a design has lost, the schema refuses as the loader does', () => {
  const text = BUILTIN_DESIGNS[0]!.text;
  const count = partsOf(JSON.parse(text)).length;
  const refused = (spoil: (part: Json) => void, at: number) => {
    const file: unknown = JSON.parse(text);
    spoil(partsOf(file)[at]!);
    const loaded = openDesign(JSON.stringify(file), 'a.edgelab').ok;
    return { schema: !design(file), loader: !loaded };
  };
  fc.assert(
    fc.property(fc.nat({ max: count - 1 }), (at) => {
      const spoilt = refused((part) => {
        if (Array.isArray(part)) part.push({ 'no such field': true });
        else part['no such field'] = { wrong: true };
      }, at);
      expect(spoilt).toEqual({ schema: true, loader: true });
    }),
    { numRuns: 200 },
  );
});

test('the schemas of lessons and policies take those that there are', () => {
  for (const { id, text } of COURSE)
    expect(lesson(parseYaml(text)), `${id}: ${JSON.stringify(lesson.errors)}`).toBe(true);
  expect(lesson({ ...(parseYaml(COURSE[0]!.text) as object), minuts: 5 })).toBe(false);
  expect(policy({ format: 'edge-lab-policy', version: 1, rules: [] })).toBe(false);
});

/** What stands in a page as code of a language. */
function examplesIn(path: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...kept(path)!.matchAll(fence)].map(([, text]) => text!);
}

test('the lesson on its page can be done', () => {
  const [text] = examplesIn('reference/lessons.md', 'yaml');
  expect(checkLesson(text!, 'page')).toEqual([]);
  expect(lesson(parseYaml(text!))).toBe(true);
});

test('the policy on its page can be read', () => {
  const [text] = examplesIn('reference/policies.md', 'jsonc');
  expect(loadPolicy(text!, 'page', builtinDesign())).toMatchObject({ ok: true });
  expect(policy(JSON.parse(text!.replace(/,(\s*[\]}])/g, '$1')))).toBe(true);
});

test('every command has examples, whose options it has', () => {
  const commands = leaves();
  expect(Object.keys(EXAMPLES).sort()).toEqual(commands.map(({ name }) => name).sort());
  for (const { name, command } of commands)
    for (const { line } of EXAMPLES[name]!) {
      expect(line.startsWith(name), line).toBe(true);
      const [called] = line.slice(name.length).split(/ [<>] /);
      const words = (called!.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
      const { operands, unknown } = command.parseOptions(words);
      expect(unknown, line).toEqual([]);
      const { length } = command.registeredArguments;
      expect(operands.length <= length || command.registeredArguments.at(-1)?.variadic, line).toBe(true);
    }
});
