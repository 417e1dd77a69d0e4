import { ANY_ADDRESS } from '../../../model/address.ts';
import { Flag } from '../../../model/packet.ts';
import type { FlagTest, Rule } from '../../../model/policy.ts';
import { ConnectionStates, hasPorts } from '../../../model/policy.ts';
import type { Service } from '../cisco/words.ts';
import { icmpService, portsOf, transportOf, Unclear, Words } from '../cisco/words.ts';
import type { Groups } from './objects.ts';
import { MOST_PORTS } from './objects.ts';

/*
 * Entries of access lists (Cisco IOS Security command reference, "permit" and "deny"; IP access lists, "TCP flags").
 */

/** What an entry says. */
export interface Entry {
  /** One for each service; of an unclear one, at least what it names. Who may begin is not said here. */
  readonly rules: readonly Partial<Rule>[];
  readonly unclear: string | null;
  /** Names nothing that there is here. */
  readonly never: string | null;
  /** What it does besides, in words; or empty. */
  readonly note: string;
}

/** What entries refer to. */
export interface Known {
  readonly groups: Groups;
  /** Time ranges by name, with whether they can hold at any time at all. */
  readonly times: ReadonlyMap<string, boolean>;
}

/** Products of addresses and ports that one entry may name. */
const MOST_PIECES = 4096;

export function entryOf(kind: 'standard' | 'extended', text: readonly string[], known: Known): Entry {
  if (text[0] === 'dynamic') {
    const rest = text.slice(text[2] === 'timeout' ? 4 : 2);
    const { rules } = entryOf(kind, rest[0] === 'dynamic' ? [] : rest, known);
    return {
      ...unclearly('it holds for people who have signed in only', {}),
      rules: rules.map((rule) => ({ ...rule, action: 'undetermined' })),
    };
  }
  const words = new Words(text);
  const action = words.take();
  if (action === 'evaluate')
    // Answers to what a list with "reflect" let pass.
    return unclearly('what was let out is let back by lists that are not modelled', {
      states: ConnectionStates.established | ConnectionStates.related,
    });
  if (action !== 'permit' && action !== 'deny') return unclearly(`"${action}" must be permit or deny`, {});
  const what = { action: action === 'permit' ? ('permit' as const) : ('drop' as const) };
  return kind === 'standard' ? standard(words, what, known) : extended(words, what, known);
}

function unclearly(unclear: string, names: Partial<Rule>): Entry {
  return { rules: [{ ...names, action: 'undetermined' }], unclear, never: null, note: '' };
}

function standard(words: Words, what: Pick<Rule, 'action'>, known: Known): Entry {
  const sources = known.groups.standard(words);
  if (sources instanceof Unclear) return unclearly(sources.why, {});
  const options = optionsOf(words, known);
  if (options.unclear !== null) return unclearly(options.unclear, { sources });
  return { rules: [{ ...what, sources, log: options.log }], unclear: null, never: null, note: '' };
}

function extended(words: Words, what: Pick<Rule, 'action'>, known: Known): Entry {
  const ends = { sources: [ANY_ADDRESS] as Rule['sources'], destinations: [ANY_ADDRESS] as Rule['sources'] };
  let services = protocolsOf(words, known.groups);
  if (services instanceof Unclear) return unclearly(services.why, {});
  // What is known of an entry that is not clear.
  const only: Partial<Rule> = services.length === 1 ? { transport: services[0]!.transport! } : {};
  const told = () => ({ ...ends, ...only });
  for (const [end, ports] of [
    ['sources', 'sourcePorts'],
    ['destinations', 'destinationPorts'],
  ] as const) {
    const found = known.groups.addresses(words);
    if (found instanceof Unclear) return unclearly(found.why, told());
    ends[end] = found;
    const asked = portsOf(words, MOST_PORTS);
    if (asked instanceof Unclear) return unclearly(asked.why, told());
    if (asked === null) continue;
    if (services.some((service) => !hasPorts(service.transport ?? 'any')))
      return unclearly('ports need TCP or UDP', told());
    services = services.map((service) => ({ ...service, [ports]: asked }));
  }
  if (pieces(services, ends) > MOST_PIECES) return unclearly('it names too many pieces', {});
  if (services.every(({ transport }) => transport === 'icmp') && !words.done && !OPTIONS.has(words.peek())) {
    const type = icmpService(words);
    if (type instanceof Unclear) return unclearly(type.why, told());
    services = [type];
  }
  const options = optionsOf(words, known);
  if (options.unclear !== null) return unclearly(options.unclear, told());
  if (options.never !== null) return { rules: [], unclear: null, never: options.never, note: '' };
  const { flags, log, enabled, note } = options;
  if (flags.length > 0 && services.some(({ transport }) => transport !== 'tcp'))
    return unclearly('flags need TCP', told());
  const rules = services.map((service) => ({ ...service, ...ends, ...what, flags, log, enabled }));
  return { rules, unclear: null, never: null, note };
}

function pieces(
  services: readonly Service[],
  { sources, destinations }: Pick<Rule, 'sources' | 'destinations'>,
) {
  return services.reduce(
    (sum, { sourcePorts, destinationPorts }) =>
      sum +
      sources.length * destinations.length * (sourcePorts?.length ?? 1) * (destinationPorts?.length ?? 1),
    0,
  );
}

function protocolsOf(words: Words, groups: Groups): readonly Service[] | Unclear {
  const word = words.take();
  if (word === 'object-group') return groups.services(words.take());
  const transport = transportOf(word);
  return transport === null ? new Unclear(`"${word}" is no protocol`) : [{ transport }];
}

interface Options {
  readonly log: boolean;
  readonly enabled: boolean;
  readonly flags: readonly FlagTest[];
  readonly note: string;
  readonly unclear: string | null;
  readonly never: string | null;
}

/** Words that may stand behind addresses and ports; those that are read below, and those that are not modelled. */
const OPTIONS = new Set([
  ...['log', 'log-input', 'time-range', 'reflect', 'fragments', 'established', 'match-all', 'match-any'],
  ...['dscp', 'precedence', 'tos', 'ttl', 'option'],
]);
/** The bits of a header that rules here can look at. */
const FLAGS: Readonly<Record<string, number>> = {
  fin: Flag.fin,
  syn: Flag.syn,
  rst: Flag.rst,
  psh: Flag.psh,
  ack: Flag.ack,
};
const ESTABLISHED: readonly FlagTest[] = [
  { set: Flag.ack, mask: Flag.ack },
  { set: Flag.rst, mask: Flag.rst },
];

function optionsOf(words: Words, known: Known): Options {
  let [log, enabled, note] = [false, true, ''];
  let flags: readonly FlagTest[] = [];
  let never: string | null = null;
  const all = (unclear: string | null): Options => ({ log, enabled, flags, note, unclear, never });
  while (!words.done) {
    const word = words.take();
    if (word === 'log' || word === 'log-input') {
      log = true;
      // A word of the administrator's that is put into the log.
      if (!OPTIONS.has(words.peek()) && !testOf(words.peek())) words.take();
    } else if (word === 'established') flags = ESTABLISHED;
    else if (word === 'match-all' || word === 'match-any' || Object.hasOwn(FLAGS, word)) {
      const tests = flagsOf(word, words);
      if (tests instanceof Unclear) return all(tests.why);
      flags = tests;
    } else if (word === 'time-range') {
      const name = words.take();
      const holds = known.times.get(name);
      if (holds === undefined) return all(`the time range ${name} is not defined`);
      if (holds) return all('it holds at some times only');
      enabled = false;
    } else if (word === 'reflect') {
      note = `what it lets back by the list ${words.take()} is asked about there`;
      if (words.peek() === 'timeout') {
        words.take();
        words.take();
      }
    } else if (word === 'fragments') never = 'it names fragments only: packets come whole here';
    else return all(OPTIONS.has(word) ? `"${word}" is not modelled` : `"${word}" is not known`);
  }
  return all(null);
}

/** "match-all +ack -syn", "match-any +fin +rst"; "ack rst" alone means any of them. */
function flagsOf(first: string, words: Words): readonly FlagTest[] | Unclear {
  const every = first === 'match-all';
  const alone = testOf(first);
  const tests = alone ? [alone] : [];
  for (;;) {
    const test = testOf(words.peek());
    if (!test) break;
    tests.push(test);
    words.take();
  }
  if (/^[+-]?urg$/.test(words.peek())) return new Unclear('the flag urg is not modelled');
  if (tests.length === 0) return new Unclear(`"${words.peek()}" is no flag`);
  if (!every) return tests;
  const set = tests.reduce((bits, test) => bits | test.set, 0);
  const clear = tests.reduce((bits, test) => bits | (test.mask & ~test.set), 0);
  return (set & clear) === 0 ? [{ set, mask: set | clear }] : new Unclear('a flag cannot be set and not set');
}

function testOf(word: string): FlagTest | null {
  const match = /^([+-]?)(\w+)$/.exec(word);
  if (!match || !Object.hasOwn(FLAGS, match[2]!)) return null;
  const bit = FLAGS[match[2]!]!;
  return { set: match[1] === '-' ? 0 : bit, mask: bit };
}
