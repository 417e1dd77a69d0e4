import type { EventKind } from '../../../../simulator/model/trace.ts';
import type { PathWords, Telling } from './told.ts';

/** A JSON that a command prints, and how to come by one. */
export interface Output extends Telling {
  readonly title: string;
  readonly about: string;
  /** Arguments of `lab`: together their answers have every field. The first is the example. */
  readonly calls: readonly (readonly string[])[];
  readonly input?: string;
  /** A JSON a line. */
  readonly lines?: true;
}

/** A policy of which some rules hold and some do not. */
export const POLICY = JSON.stringify({
  format: 'edge-lab-policy',
  version: 1,
  rules: [
    { id: 'pool', never: { from: 'internet', to: 'corporate', ports: '4443' }, why: 'The pool is ours.' },
    { id: 'calls', feature: 'av-remote-internal', must: 'work' },
  ],
});

const PACKETS = [
  {
    t: 0,
    firewall: 'external',
    src: '203.0.113.9',
    sport: 50000,
    dst: '10.45.16.10',
    dport: 443,
    transport: 'tcp',
    flags: 'S',
  },
  {
    t: 1,
    firewall: 'external',
    src: '203.0.113.9',
    sport: 50001,
    dst: '10.45.16.10',
    dport: 25,
    transport: 'tcp',
    flags: 'S',
  },
];

/** A cause, wherever it stands. */
function causeWords(path: string): PathWords {
  return {
    [path]: 'Every independent cause of what became of it, the first one first; empty when it works.',
    [`${path}[]`]: 'A packet and what became of it.',
    [`${path}[].firewall`]: 'The firewall that stopped the packet; `null` when none did.',
    [`${path}[].rule`]:
      'The rule that decided, `default` when none named the packet, `null` when no firewall was asked.',
    [`${path}[].reason`]:
      'Why: `no-rule`, `rule`, `no-state`, `state`, `table-full`, `nat`, `inspection`, `no-listener`, `no-permission`, `name`, `certificate` or `timeout`.',
    [`${path}[].flow`]: 'The packet as it stood where it was stopped.',
    [`${path}[].packet`]: 'Its number in the trace.',
    [`${path}[].time`]: 'Seconds since the beginning of the run.',
    [`${path}[].text`]: 'One sentence for a person.',
  };
}

const STATUS = '`works`, `degraded` or `broken`.';
const REACHED = 'False when it was never tried, because something before it broke.';
const PATH = 'Which way its media took: `direct`, `udp-relay` or `tcp-relay`; `null` without media.';
const SECONDS = 'Simulated seconds until the person had it, or gave up.';

const RUN: PathWords = {
  design: 'Id of the design.',
  seed: 'Seed of the random numbers.',
  hash: 'Over every event: the same design, seed and changes give the same hash, everywhere.',
};

const SETS: PathWords = {
  features: 'The features that were asked about.',
  'features[]': 'Id of one.',
  rules: 'Ids of the rules of the best set; `null` when there is none.',
  'rules[]': 'Id of one.',
  proof: 'For each rule of the set: what it is there for.',
  'proof[]': 'A rule left out.',
  'proof[].without': 'Its id.',
  'proof[].breaks': 'Features that then no longer work as well.',
  'proof[].breaks[]': 'Id of one.',
  'proof[].because': 'Why, in a sentence.',
  exposed: 'Pairs of an address and a port that the set exposes.',
  alternatives: 'Other sets, with `rules`, `proof` and `exposed` each.',
  never: 'Features that do not work even with every rule open.',
  bound: 'True when the search was given up: there may be a better set.',
  runs: 'How many runs it took.',
};

const FLOW_CHANGE: PathWords = {
  'newlyBlocked[]': 'One, with an example of its packets.',
  'newlyBlocked[].flow': 'The packet.',
  'newlyBlocked[].firewall': 'The firewall.',
  'newlyBlocked[].before': 'The rule that decides in the first, or `default`.',
  'newlyBlocked[].after': 'The rule that decides in the second, or `default`.',
  'newlyBlocked[].example': 'The packet, as `lab firewall verdict` reads it.',
  'newlyBlocked[].example.firewall': 'Id of the firewall.',
  'newlyBlocked[].example.side': 'Where it comes in.',
  'newlyBlocked[].example.src': 'From.',
  'newlyBlocked[].example.dst': 'To.',
  'newlyBlocked[].example.transport': 'Protocol.',
  'newlyBlocked[].example.sport': 'Port from.',
  'newlyBlocked[].example.dport': 'Port to.',
  'newlyBlocked[].example.flags': 'Flags of TCP.',
  'newlyBlocked[].features': 'Features that send such packets.',
  'newlyBlocked[].features[]': 'Id of one.',
  'newlyBlocked[].seen': 'Where they did.',
  'newlyBlocked[].seen[]': 'One.',
  'newlyBlocked[].seen[].feature': 'Id of the feature.',
  'newlyBlocked[].seen[].packet': 'Number of the packet in its trace.',
  'newlyBlocked[].seen[].time': 'Seconds since the beginning of the run.',
};

export const OUTPUTS: readonly Output[] = [
  {
    title: 'lab features --json',
    about: 'The features, in the order in which they are shown.',
    calls: [['features', '--json']],
    words: {
      features: 'All of them.',
      'features[]': 'One.',
      'features[].id': 'By which all commands call it.',
      'features[].workload': 'What it belongs to.',
      'features[].title': 'For people.',
      'features[].between': 'Who with whom.',
    },
  },
  {
    title: 'lab design --json',
    about: 'The built-in designs. `lab design NAME` prints a [design file](designs.md) instead.',
    calls: [['design', '--json']],
    words: {
      designs: 'All of them; the first is the one that commands take when none is named.',
      'designs[]': 'One.',
      'designs[].id': 'Its name on the command line.',
      'designs[].title': 'For people.',
      'designs[].description': 'What sets it apart.',
    },
  },
  {
    title: 'lab run --json',
    about: 'One run of a design.',
    calls: [
      ['run', '--only', 'av-remote-internal', '--close', 'E12', '--json'],
      ['run', '--only', 'remote-sign-in', '--json'],
    ],
    words: {
      ...RUN,
      events: 'How many events there were.',
      packets: 'What became of the packets.',
      'packets.sent': 'How many hosts sent.',
      'packets.delivered': 'How many came to their hosts.',
      'packets.dropped': 'How many did not.',
      'packets.hops': 'How often one came to a zone, firewall, NAT or host.',
      features: 'The features that were run.',
      'features[]': 'One.',
      'features[].id': 'Its id.',
      'features[].status': STATUS,
      'features[].reached': REACHED,
      'features[].path': PATH,
      'features[].seconds': SECONDS,
      ...causeWords('features[].because'),
    },
  },
  {
    title: 'lab whatif --json',
    about: 'Each rule, or each pair of them, closed in turn. With `--csv` the same as a table.',
    calls: [['whatif', '--only', 'remote-sign-in', '--json']],
    byName: ['baseline', 'closures[].changed', 'closures[].details', 'needs'],
    varying: ['seconds'],
    words: {
      baseline: 'What becomes of each feature when nothing is wrong, by its id.',
      'baseline.*': STATUS,
      closures: 'A case each.',
      'closures[]': 'One.',
      'closures[].close': 'What is wrong: rules that are closed, or ids of other faults.',
      'closures[].close[]': 'Id of one.',
      'closures[].changed': 'The features that fare otherwise than without it, by id.',
      'closures[].changed.*': STATUS,
      'closures[].details': 'More of those.',
      'closures[].details.*': 'One.',
      'closures[].details.*.status': STATUS,
      'closures[].details.*.reached': REACHED,
      'closures[].details.*.path': PATH,
      'closures[].details.*.seconds': SECONDS,
      'closures[].details.*.delay': 'Seconds that it takes longer.',
      'closures[].details.*.because': 'The first cause, in a sentence.',
      needs: 'How much each rule is needed, by its id.',
      'needs.*': 'One.',
      'needs.*.need':
        '`needed`: something breaks without it; `helps`: something gets worse or later; `unneeded`: nothing changes.',
      'needs.*.features': 'Features that need it.',
      'needs.*.features[]': 'Id of one.',
      runs: 'How many runs it took.',
      seconds: 'Seconds of this machine that it took.',
    },
  },
  {
    title: 'lab minimal --json',
    about: 'The smallest set of rules with which features work.',
    calls: [['minimal', '--features', 'remote-sign-in', '--json']],
    words: SETS,
  },
  {
    title: 'lab repair --json',
    about:
      'The least change of rules with which features work. The fields are those of `lab minimal`, and `added` holds rules that would have to be made.',
    calls: [['repair', '--close', 'E3', '--features', 'remote-sign-in', '--json']],
    words: SETS,
  },
  {
    title: 'lab explain --json',
    about: 'Why a feature works, limps or fails, step by step.',
    calls: [['explain', 'av-remote-internal', '--close', 'E12', '--json']],
    words: {
      id: 'The feature.',
      status: STATUS,
      reached: REACHED,
      headline: 'What became of it, in a sentence.',
      chains: 'For each cause, the steps that led from what people did to it and from it to what they saw.',
      'chains[]': 'One.',
      'chains[].cause': 'The packet and what became of it; without it, all went well.',
      'chains[].cause.flow': 'The packet as it stood where it was stopped.',
      'chains[].cause.packet': 'Its number in the trace.',
      'chains[].cause.event': 'The event at which it was stopped.',
      'chains[].cause.time': 'Seconds since the beginning of the run.',
      'chains[].cause.disposition': 'How its way ended.',
      'chains[].cause.firewall': 'The firewall that stopped it, if one did.',
      'chains[].cause.rule': 'The rule that decided.',
      'chains[].cause.reason': 'Why.',
      'chains[].cause.text': 'The same in a sentence.',
      'chains[].summary': 'The chain in a few sentences.',
      'chains[].steps': 'The steps, in order of time.',
      'chains[].steps[]': 'One.',
      'chains[].steps[].event': 'Its number in the trace.',
      'chains[].steps[].packet': 'The packet that it is about, if one.',
      'chains[].steps[].time': 'Seconds since the beginning of the run.',
      'chains[].steps[].kind': 'What happened.',
      'chains[].steps[].text': 'In a sentence.',
      'chains[].steps[].source': 'Where it is written that it is so.',
      'chains[].repair': 'What would mend it.',
      behind:
        'What would still stand in the way once the causes are mended, with the same fields as a cause.',
      repairs: 'Least changes of rules with which it works.',
      'repairs[]': 'One.',
      'repairs[].rules': 'Rules to open.',
      'repairs[].rules[]': 'Id of one.',
      'repairs[].exposed': 'Pairs of an address and a port that they expose.',
      added: 'Rules that would have to be made.',
    },
  },
  {
    title: 'lab diff --json',
    about: 'What two designs, or files of rules, do differently.',
    calls: [['diff', 'reference-1', 'after.edgelab', '--json']],
    toldAlready: ['newlyAllowed[]'],
    words: {
      features: 'Features that fare otherwise.',
      'features[]': 'One.',
      'features[].id': 'Its id.',
      'features[].before': 'What becomes of it in the first: `works`, `degraded`, `broken` or `not reached`.',
      'features[].after': 'What becomes of it in the second.',
      newlyBlocked: 'Flows that only the first lets pass.',
      ...FLOW_CHANGE,
      newlyAllowed: 'Flows that only the second lets pass.',
      'newlyAllowed[]':
        'One, with the same fields, and in `ports` how many pairs of an address and a port it opens.',
      onlyIn: 'Firewalls that only one of the two has.',
      'onlyIn.before': 'Ids of those of the first.',
      'onlyIn.after': 'Ids of those of the second.',
      runs: 'Hashes of the two runs.',
      'runs.before': 'Of the first.',
      'runs.after': 'Of the second.',
    },
  },
  {
    title: 'lab verify --json',
    about: 'Whether what must hold does.',
    calls: [
      ['verify', '--close', 'E12', '--require', 'av-remote-internal', '--policy', 'policy.json', '--json'],
    ],
    words: {
      ...RUN,
      ok: 'Does all of it hold?',
      required: 'The features that `--require` names.',
      'required[]': 'One.',
      'required[].id': 'Its id.',
      'required[].status': STATUS,
      'required[].ok': 'Does it hold?',
      'required[].seconds': SECONDS,
      ...causeWords('required[].because'),
      policy: 'The rules of the [policy](policies.md).',
      'policy[]': 'One.',
      'policy[].id': 'Its id.',
      'policy[].ok': 'Does it hold?',
      'policy[].text': 'What must hold, and how it is.',
      'policy[].why': 'Why it must, as the policy says.',
      'policy[].evidence': 'What shows that it does not.',
      'policy[].evidence[]': 'A packet of the run, or what the rules say.',
      'policy[].evidence[].feature': 'The feature in whose run it was seen; `null` where the rules show it.',
      'policy[].evidence[].packet': 'Its number in the trace.',
      'policy[].evidence[].event': 'The event at which it was seen.',
      'policy[].evidence[].time': 'Seconds since the beginning of the run.',
      'policy[].evidence[].flow': 'The packet.',
      'policy[].evidence[].text': 'One sentence for a person.',
    },
  },
  {
    title: 'lab firewall import --json',
    about: 'The rules of a file, and what became of each of its lines.',
    calls: [['firewall', 'import', 'rules.csv', '--json']],
    words: {
      format: 'The form that it was read as.',
      rules: 'The rules, as in a [design](designs.md#firewallsrules), those fields that are not as usual.',
      'rules[]': 'One.',
      'rules[].id': 'As the file calls it; else made of its line.',
      'rules[].src': 'Senders.',
      'rules[].sport': 'Ports that they send from.',
      'rules[].dst': 'Receivers.',
      'rules[].dport': 'Ports that they send to.',
      'rules[].transport': 'Protocol.',
      'rules[].direction': 'Who may begin.',
      'rules[].action': 'What becomes of a packet that it names.',
      'rules[].enabled': 'Is it switched on?',
      'rules[].line': 'Line of the file.',
      'rules[].purpose': 'What the file says that it is for.',
      ledger: 'Every line of the file.',
      'ledger[]': 'One.',
      'ledger[].line': 'Its number, from 1.',
      'ledger[].text': 'As it stands there.',
      'ledger[].status': '`understood`, `approximated` or `ignored`.',
      'ledger[].why':
        'How it was approximated, or why it was ignored; of an understood one, what it is when that is no rule.',
    },
  },
  {
    title: 'lab firewall lint --json',
    about: 'What is odd about the rules: a list of findings, empty when nothing is.',
    calls: [['firewall', 'lint', 'one-address', '--json']],
    words: {
      '[]': 'One.',
      '[].firewall': 'Id of the firewall.',
      '[].kind': 'What is odd.',
      '[].severity': '`error` or `warning`.',
      '[].rule': 'The rule that it is about.',
      '[].line': 'Its line in the file that it was read from; 0 when it was not.',
      '[].others': 'Other rules that have to do with it.',
      '[].others[]': 'Id of one.',
      '[].text': 'In a sentence.',
    },
  },
  {
    title: 'lab firewall verdict',
    about:
      'A JSON a line in, a JSON a line out, in the same order. A packet is `{ "t": seconds, "firewall": id, "src": address, "sport": port, "dst": address, "dport": port, "transport": "tcp" | "udp" | "icmp" }`; of TCP with `"flags"`, any of `S A F R P`; of ICMP with `"type"`, `"code"` and `"ident"` instead of ports; with `"side": "outside" | "inside"` where addresses do not tell where it comes in. Time only moves forward. Connections live from one line to the next.',
    calls: [['firewall', 'verdict']],
    input: PACKETS.map((packet) => `${JSON.stringify(packet)}\n`).join(''),
    lines: true,
    words: {
      action: '`accept`, `drop` or `reject`.',
      rule: 'The rule that decided, `default` when none named it, `null` when none was asked.',
      reason: '`rule`, `no-rule`, `state` (it belongs to a known connection) or `no-state` (it fits none).',
    },
  },
  {
    title: 'lab capture --json',
    about: 'What is in a capture, and what the firewalls of a design would do with it.',
    calls: [
      ['capture', 'sign-in.pcapng', '--json'],
      ['capture', 'sign-in.pcapng', '--close', 'E3', '--json'],
    ],
    byName: ['file.others', 'flows[].names'],
    words: {
      file: 'What was read.',
      'file.kind': '`pcap` or `pcapng`.',
      'file.frames': 'How many frames.',
      'file.packets': 'How many packets of TCP, UDP and ICMP.',
      'file.copies': 'How many of them were the same packet, seen in another place.',
      'file.others': 'What else there was, with how often.',
      'file.problems': 'Where it could not be read, with `at` (byte), `frame` and `text`.',
      flows: 'The conversations, in order.',
      'flows[]': 'One.',
      'flows[].flow': 'Its first packet.',
      'flows[].from': 'Id of the host that began it.',
      'flows[].to': 'Id of the other one.',
      'flows[].names': 'What was said in it, with how often.',
      'flows[].names.*': 'How often.',
      'flows[].packets': 'Packets from who began it, and to it.',
      'flows[].packets[]': 'How many.',
      'flows[].bytes': 'Bytes in them.',
      'flows[].bytes[]': 'How many.',
      'flows[].first': 'Seconds from the capture’s first packet to its first.',
      'flows[].last': 'The same to its last.',
      'flows[].answered': 'Did both ends send?',
      'flows[].beganBefore':
        'Had it begun before the capture? Then it is taken as let in where the rules would let it begin.',
      ...verdictWords('flows[].'),
      'flows[].proposed': 'The same with what is proposed.',
      ...verdictWords('flows[].proposed.'),
      notes: 'What to know of it.',
      'notes[]': 'A sentence.',
      suggestions: 'Addresses that might be those of the design, with `from`, `to` and `why`: for `--map`.',
    },
  },
];

function verdictWords(path: string): PathWords {
  return {
    [`${path}verdict`]:
      '`passes`, `beside` (no firewall of the design stands between), `dropped`, `rejected`, `partly`, `no-way` or `unjudged`.',
    [`${path}firewall`]: 'Where it is stopped, or let begin.',
    [`${path}rule`]: 'The rule that decides, `default` when none names it.',
    [`${path}closed`]: 'A switched-off rule that would let it pass.',
    [`${path}lost`]: 'Packets that would not arrive.',
    [`${path}text`]: 'In a sentence.',
  };
}

const FLOW: PathWords = {
  packet: 'The packet’s number in the trace of its feature.',
  flow: 'The packet as it stands here.',
};

/** The lines of a trace by the kinds of their events. */
export const TRACE = {
  /** Together they have every kind: the second something refused though its packet arrives, the third packets lost on their way. */
  calls: [
    [
      'run',
      '--only',
      'remote-sign-in,av-remote-internal,sharing-remote-internal',
      '--close',
      'E12,E11',
      '--at',
      '1:expire external',
      '--at',
      '2:inject alice-pc=garbage',
    ],
    ['run', '--only', 'remote-sign-in', '--set', 'certificates.edge-external.notAfter=2011-01-01'],
    ['run', '--only', 'remote-sign-in', '--at', '0.2:unplug alice-pc'],
  ],
  shared: {
    feature: 'Id of the feature whose run it is.',
    event: 'Number of the event in that run, from 0.',
    time: 'Seconds since the beginning of the run.',
    kind: 'What happened.',
    node: 'Where: id of a host, firewall, NAT or zone.',
    cause: 'The event that brought it about; -1 for none.',
  } as PathWords,
  kinds: {
    send: {
      about: 'A host sent a packet.',
      words: {
        ...FLOW,
        length: 'Bytes of the IP packet.',
        flags: 'Flags of TCP, as in its header.',
        seq: 'TCP’s sequence number.',
        ack: 'TCP’s acknowledgement.',
        message: 'What is in it, in few words.',
        repeats: 'The packet that it sends again.',
      },
    },
    translate: { about: 'A NAT passed a packet on, with other addresses from here on.', words: FLOW },
    verdict: {
      about: 'A firewall decided about a packet.',
      words: {
        ...FLOW,
        action: '`accept`, or how the packet ended: `dropped`, `rejected`.',
        rule: 'The rule’s place in the firewall’s list, from 0; -1 the default, -2 none was asked.',
        reason: 'Why.',
      },
    },
    deliver: { about: 'A packet came to its host.', words: FLOW },
    lose: { about: 'A packet’s way ended before.', words: { ...FLOW, disposition: 'How.' } },
    timer: { about: 'A timer ran out.', words: { text: 'Which.' } },
    state: {
      about: 'Something that has states came to another one.',
      words: { actor: 'What it is.', state: 'Its new state.', by: 'What moved it.' },
    },
    act: { about: 'A person did something.', words: { person: 'Id of the person.', text: 'What.' } },
    see: { about: 'A person saw or heard something.', words: { person: 'Id of the person.', text: 'What.' } },
    log: { about: 'What a program would write into its log.', words: { text: 'In words.' } },
    fault: {
      about: 'Something was refused though its packet arrived.',
      words: { ...FLOW, reason: 'Why.', text: 'In a sentence.' },
    },
    intervention: { about: 'The design was changed while it ran.', words: { text: 'How.' } },
    waive: {
      about:
        'A program goes on without something that it could not get: what was lost in trying counts no more.',
      words: { since: 'The event with which the try began.' },
    },
    row: {
      about: 'A row of a table that a program keeps came, changed or went.',
      words: {
        table: 'Which table.',
        key: 'Which row.',
        columns: 'What it says; `null` when it is gone.',
        'columns[]': 'A cell.',
      },
    },
    warn: {
      about: 'A medium’s end takes down that something of its connectivity failed (ICEWarn).',
      words: {
        packet: 'The packet that shows it, if one does.',
        warning: 'The bit of ICEWarn.',
        actor: 'Whose session it is.',
      },
    },
    forget: {
      about: 'A firewall forgot a connection before its time.',
      words: { connection: 'Its number in the firewall’s table.' },
    },
  } satisfies Readonly<Record<keyof typeof EventKind, { readonly about: string; readonly words: PathWords }>>,
} as const;
