import * as v from 'valibot';
import { policyOf } from '../../simulator/designs/policies.ts';
import { Engine } from '../../simulator/firewall/engine/engine.ts';
import { parseAddress } from '../../simulator/model/address.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { VerdictReason } from '../../simulator/model/disposition.ts';
import { RULE_DEFAULT } from '../../simulator/model/disposition.ts';
import type { Packet } from '../../simulator/model/packet.ts';
import { Flag, Protocol } from '../../simulator/model/packet.ts';
import { CliError } from './output.ts';

const number = (most: number) =>
  v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0), v.maxValue(most));
const address = v.pipe(
  v.string(),
  v.check((text) => parseAddress(text) !== null, 'must be an IPv4 address'),
);

const Question = v.object({
  t: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  firewall: v.string(),
  src: address,
  dst: address,
  sport: v.optional(number(65535), 0),
  dport: v.optional(number(65535), 0),
  transport: v.picklist(['tcp', 'udp', 'icmp'], 'must be "tcp", "udp" or "icmp"'),
  flags: v.optional(v.pipe(v.string(), v.regex(/^[SAFRP]*$/, 'must be letters of "SAFRP"')), ''),
  type: v.optional(number(255), 8),
  code: v.optional(number(255), 0),
  ident: v.optional(number(65535), 0),
  side: v.optional(v.picklist(['outside', 'inside'], 'must be "outside" or "inside"'), 'outside'),
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

const LETTERS = { S: Flag.syn, A: Flag.ack, F: Flag.fin, R: Flag.rst, P: Flag.psh } as const;

function flagsOf(letters: string): number {
  return Object.entries(LETTERS).reduce(
    (bits, [letter, bit]) => (letters.includes(letter) ? bits | bit : bits),
    0,
  );
}

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

function packetOf(question: v.InferOutput<typeof Question>): Packet {
  const { transport, sport, dport, type, code, ident } = question;
  const icmp = transport === 'icmp';
  return {
    id: 0,
    src: parseAddress(question.src)!,
    dst: parseAddress(question.dst)!,
    protocol: Protocol[transport],
    sport: icmp ? ident : sport,
    dport: icmp ? type * 256 + code : dport,
    flags: transport === 'tcp' ? flagsOf(question.flags) : 0,
    seq: 0,
    ack: 0,
    payload: null,
  };
}
