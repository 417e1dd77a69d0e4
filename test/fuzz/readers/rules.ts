import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importRules } from '../../../simulator/designs/import-rules.ts';
import { policyOf } from '../../../simulator/designs/policies.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { FirewallFormat } from '../../../simulator/firewall/formats/format.ts';
import { DEFAULT_INTERFACES } from '../../../simulator/firewall/formats/format.ts';
import { FORMATS, readPolicy, recognise } from '../../../simulator/firewall/formats/registry.ts';
import type { Design } from '../../../simulator/model/design.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expect, expectSentence } from '../reader.ts';

const FOLDER = join(process.cwd(), 'test/fixtures/firewalls');
const design = builtinDesign();
const LINE_END = /\r\n|\n|\r/;
/** Of a sample: what a firewall's file has comes again and again in longer ones. */
const LONGEST = 6000;
const SHORT = 2500;

/** The design with nothing but the firewall that takes the rules: it is read again with them. */
const bare: Design = {
  ...design,
  ...{ hosts: [], people: [], nats: [], certificates: [], accounts: [] },
  firewalls: design.firewalls.slice(0, 1),
};

/** Files shaped like real ones: those of customers, and what the form writes of a design. */
function samplesOf(format: FirewallFormat): readonly string[] {
  const files = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  const written = design.firewalls.map((wall) =>
    format.write(policyOf(design, wall), DEFAULT_INTERFACES, 'a sample'),
  );
  return [
    ...files.filter((text) => recognise(text)?.id === format.id),
    ...written.filter((text) => typeof text === 'string'),
  ].map((text) => text.slice(0, LONGEST));
}

/** The words of a form's files: what is exchanged for each other gets further than what nobody wrote. */
function wordsOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.match(/[\w./-]+/g) ?? []))].slice(0, 400);
}

/** Each line has its place and its reason, each rule its line; or one sentence says why there are none. */
function attempt(text: string, format: FirewallFormat | null): boolean {
  const reading = readPolicy(text, format, DEFAULT_INTERFACES);
  if ('problem' in reading) {
    expectSentence(reading.problem);
    return false;
  }
  const lines = text.split(LINE_END).length;
  const within = (line: number) => Number.isInteger(line) && line >= 1 && line <= lines;
  const { ledger, policy } = reading;
  for (const { line, status, why } of ledger)
    expect(
      within(line) && (status === 'understood' || why !== ''),
      () => `line ${line} of ${lines}: ${status}, "${why}"`,
    );
  expect(
    policy.rules.every(({ line }) => within(line)),
    () => 'a rule stands on no line',
  );
  expect(
    new Set(policy.rules.map(({ id }) => id)).size === policy.rules.length,
    () => 'two rules have one id',
  );
  return true;
}

export const RULE_READERS = [
  ...FORMATS.map((format) =>
    defineReader(`rules:${format.id}`, {
      inputs: (random) => {
        const samples = samplesOf(format);
        const hostile = new HostileText(random, samples, { words: wordsOf(samples) });
        return () => hostile.next();
      },
      attempt: (text) => attempt(text, format),
    }),
  ),
  /** As a file is dropped on a firewall: recognised, read, and put into a design, which must hold then. */
  defineReader('rules', {
    inputs: (random) => {
      const rules = design.firewalls[0]!.rules.slice(0, 8);
      const samples = [
        ...FORMATS.flatMap(samplesOf).map((text) => text.slice(0, SHORT)),
        JSON.stringify(rules, null, 1),
      ];
      const hostile = new HostileText(random, samples, { words: wordsOf(samples) });
      return () => hostile.next();
    },
    attempt: (text) => {
      const imported = importRules(bare, bare.firewalls[0]!, text, null, DEFAULT_INTERFACES);
      if ('problem' in imported) expectSentence(imported.problem);
      return !('problem' in imported);
    },
  }),
];
