import * as v from 'valibot';
import { policyOf } from '../../simulator/designs/policies.ts';
import { Engine } from '../../simulator/firewall/engine/engine.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { VerdictReason } from '../../simulator/model/disposition.ts';
import { RULE_DEFAULT } from '../../simulator/model/disposition.ts';
import { packetOf, PacketQuestion } from '../../simulator/review/question.ts';
import { CliError } from './output.ts';

const Question = v.object({
  ...PacketQuestion.entries,
  /** Seconds. */
  t: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
});

/** What a firewall says about a packet, as the command line prints it. */
interface Answer {
  readonly action: 'accept' | 'drop' | 'reject';
  /** A rule, "default", or null when none was asked. */
  readonly rule: string | null;
  readonly reason: 'rule' | 'no-rule' | 'state' | 'no-state';
}

/** The reasons, told in the four words of the answers. */
const REASONS: Readonly<Record<VerdictReason, Answer['reason']>> = {
  rule: 'rule',
  'no-rule': 'no-rule',
  state: 'state',
  'no-state': 'no-state',
  nat: 'no-state',
  inspection: 'rule',
  open: 'rule',
  'table-full': 'no-state',
};

/** Answers questions about packets one after the other; connections live from one to the next. */
export class Verdicts {
  readonly #engines: ReadonlyMap<string, { readonly engine: Engine; readonly rules: readonly string[] }>;
  #last = 0;
  #line = 0;

  constructor(design: Design) {
    this.#engines = new Map(
      design.firewalls.map((firewall) => {
        const policy = policyOf(design, firewall);
        return [firewall.id, { engine: new Engine(policy), rules: policy.rules.map((rule) => rule.id) }];
      }),
    );
  }

  /**
   * @param text one JSON object
   * @throws CliError when it is none, or its time lies before that of the one before
   */
  answer(text: string): Answer {
    this.#line++;
    const question = this.#read(text);
    const known = this.#engines.get(question.firewall);
    if (!known)
      throw this.#wrong(
        `firewall "${question.firewall}" does not exist: must be one of ${[...this.#engines.keys()].join(', ')}`,
      );
    if (question.t < this.#last)
      throw this.#wrong(
        `t is ${question.t}, before the ${this.#last} of an earlier line: time goes forward only`,
      );
    this.#last = question.t;
    const { engine, rules } = known;
    const { action, rule, reason } = engine.decide(
      packetOf(question),
      question.side === 'outside',
      Math.round(question.t * 1e6),
    );
    return {
      action,
      rule: rules[rule] ?? (rule === RULE_DEFAULT ? 'default' : null),
      reason: REASONS[reason],
    };
  }

  #read(text: string): v.InferOutput<typeof Question> {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw this.#wrong('this is no JSON object');
    }
    const parsed = v.safeParse(Question, json);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    throw this.#wrong(`${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`);
  }

  #wrong(problem: string): CliError {
    return new CliError(`standard input:${this.#line}:1: ${problem}`);
  }
}
