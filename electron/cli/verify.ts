import type { Command } from 'commander';
import { formatProblem } from '../../simulator/designs/source.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Run } from '../../simulator/model/run.ts';
import type { RuleResult } from '../../simulator/policies/check.ts';
import { checkPolicy } from '../../simulator/policies/check.ts';
import { loadPolicy } from '../../simulator/policies/load.ts';
import type { PolicyRule } from '../../simulator/policies/policy.ts';
import { run } from '../../simulator/run.ts';
import { chooseSetup } from './choose-design.ts';
import type { JUnitCase } from './junit.ts';
import { junitOf } from './junit.ts';
import { CliError, print, printJson, table } from './output.ts';
import { readFile } from './read-file.ts';
import { becauseJson } from './run-json.ts';
import type { RunOptions } from './run-options.ts';
import { checkFeatures, DESIGN_ARGUMENT, list, withRunOptions } from './run-options.ts';
import { writeWhole } from './write-file.ts';

interface Options extends RunOptions {
  readonly require?: string[];
  readonly policy?: string;
  readonly acceptDegraded?: boolean;
  readonly junit?: string;
  readonly json?: boolean;
}

const HELP = `
A required feature must work as it does when nothing is in its way. One that works by a fallback only (a call over TCP
instead of UDP, a list that could not be fetched) is "degraded" and does not hold, unless --accept-degraded is given.
Exit status: 0 all of it holds, 1 something does not, 2 bad usage or bad input. Every feature is run, whatever is
required, so the hash is that of lab run and of the window.

A policy is JSON in which comments and last commas may stand:

  { "format": "edge-lab-policy", "version": 1, "rules": [
    { "id": "partners", "feature": "federation-im-lync2010", "must": "work", "why": "We sell with them." },
    { "id": "pool", "never": { "from": "internet", "to": "corporate", "transport": "tcp", "ports": "4443" } },
    { "id": "guests", "never": { "whose": "anonymous", "to": "mediation" } },
    { "id": "small", "exposesAtMost": { "ports": 25000, "transport": "tcp-udp" } } ] }

must           "work", "work-or-limp" (degraded will do) or "not-work"; --accept-degraded does not change it.
never.from     places: zones, hosts, host.interface, NATs, addresses, prefixes, ranges, "any", or a part that people play
               (remote, internal, federated, anonymous, public) for their computers; several with commas. No packet that
               begins a conversation may get from there to never.to: proven for all packets by the rules and the NAT of
               the firewalls on every way (hosts with several legs may send on what they get), and looked for in the run.
never.whose    a part that people play. Nothing that they cause may get to never.to in the run, whoever sends it on: a
               proxy's request for them is theirs. With never.from, both must hold.
never.transport, never.ports   as in a rule of a design; TCP and UDP to any port when left out.
exposesAtMost  pairs of an address and a port that the outermost firewalls lay open, at most.`;

/** `lab verify [DESIGN]` */
export function verifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .description('says whether required features work and a policy holds; for pipelines')
    .argument(...DESIGN_ARGUMENT)
    .option('--require <ids>', 'these features must work, separated by commas', list)
    .option('--policy <file>', 'a file of what must hold, see below')
    .option('--accept-degraded', 'a required feature that works by a fallback only will do');
  withRunOptions(command)
    .option('--junit <file>', 'write a report in the form of JUnit')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: Options) => {
      const required = [...new Set(options.require)];
      if (required.length === 0 && options.policy === undefined)
        throw new CliError('verify: nothing is to be verified: --require or --policy must say what');
      checkFeatures(required);
      const { design, interventions } = chooseSetup(file, options);
      const rules = options.policy === undefined ? [] : policyFrom(options.policy, design);
      refuseContradictions(required, rules);
      const result = run(design, { seed: options.seed, interventions });
      const told = verified(result, required, checkPolicy(rules, result, design), options);
      const { junit } = options;
      if (junit !== undefined)
        writeWhole(junit, (write) => write(junitOf(design.id, identity(told), cases(told))));
      if (options.json) printJson(told);
      else print(summary(told));
      if (!told.ok) process.exitCode = 1;
    });
}

function policyFrom(file: string, design: Design): readonly PolicyRule[] {
  const loaded = loadPolicy(readFile(file, 'must be a policy; lab verify --help shows one'), file, design);
  if (!loaded.ok) throw new CliError(formatProblem(loaded.problems[0]!));
  return loaded.rules;
}

function refuseContradictions(required: readonly string[], rules: readonly PolicyRule[]): void {
  for (const { kind, rule } of rules) {
    const claim = kind.claims?.(rule);
    if (claim && !claim.holds && required.includes(claim.about))
      throw new CliError(
        `--require: "${claim.about}" must ${claim.words} by rule "${rule.id}" of the policy: one of the two must go`,
      );
  }
}

type Verified = ReturnType<typeof verified>;

function verified(result: Run, required: readonly string[], policy: readonly RuleResult[], options: Options) {
  const { design, seed, hash } = result;
  const features = required.map((id) => {
    const { finding } = result.features.find(({ feature }) => feature.id === id)!;
    const { status, seconds } = finding;
    const ok = status === 'works' || (status === 'degraded' && options.acceptDegraded === true);
    return { id, status, ok, seconds, because: becauseJson(finding) };
  });
  const ok = [...features, ...policy].every((one) => one.ok);
  return { design, seed, hash, ok, required: features, policy };
}

function identity({ design, seed, hash }: Verified): Readonly<Record<string, string>> {
  return { design, seed: String(seed), hash };
}

function cases({ required, policy }: Verified): JUnitCase[] {
  return [
    ...required.map(({ id, status, ok, seconds, because }) => ({
      group: 'required',
      name: id,
      seconds,
      failures: ok ? [] : [`${id} is ${status}.`, ...because.map(({ text }) => text)],
    })),
    ...policy.map(({ id, ok, text, why, evidence }) => ({
      group: 'policy',
      name: id,
      seconds: 0,
      failures: ok ? [] : [text, ...evidence.map((one) => one.text), ...(why === '' ? [] : [why])],
    })),
  ];
}

function summary({ ok, hash, required, policy }: Verified): string {
  const held = (one: { readonly ok: boolean }) => (one.ok ? 'holds' : 'FAILS');
  const rows = [
    ...required.flatMap((one) => [
      [held(one), one.id, one.status],
      ...(one.status === 'works' ? [] : one.because.map(({ text }) => ['', '', text])),
    ]),
    ...policy.flatMap((one) => [
      [held(one), one.id, one.text],
      ...one.evidence.map(({ text }) => ['', '', text]),
      ...(one.ok || one.why === '' ? [] : [['', '', one.why]]),
    ]),
  ];
  const bad = [...required, ...policy].filter((one) => !one.ok).length;
  const end = ok ? 'All of it holds' : `${bad} of ${required.length + policy.length} do not hold`;
  return `${table([['', 'what', 'how it is'], ...rows])}\n\n${end}; run ${hash}`;
}
