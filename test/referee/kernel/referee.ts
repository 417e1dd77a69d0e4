import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { Engine, resets } from '../../../simulator/firewall/engine/engine.ts';
import { DEFAULT_INTERFACES } from '../../../simulator/firewall/formats/format.ts';
import { writeSysctl } from '../../../simulator/firewall/formats/netfilter/sysctl.ts';
import { formatOf } from '../../../simulator/firewall/formats/registry.ts';
import { formatAddress } from '../../../simulator/model/address.ts';
import { isIcmpQuestion } from '../../../simulator/model/icmp.ts';
import type { FiveTuple, Packet, Payload } from '../../../simulator/model/packet.ts';
import { Flag, Protocol } from '../../../simulator/model/packet.ts';
import type { Policy } from '../../../simulator/model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../simulator/model/policy.ts';
import { policies } from '../../unit/firewall/formats/arbitrary.ts';
import { packetOf } from '../../unit/firewall/packets.ts';
import { at } from '../../unit/firewall/policies.ts';

/*
 * Random rules and packets, judged by the engine and by a Linux kernel. Each rule set is written in a form of the
 * kernel's tools, read back by our reader for the engine, and loaded by nft or iptables-restore for the kernel.
 */

/** Seconds after which UDP and ICMP are forgotten, and how long a pause lasts that lets them be. */
const LIFE_S = 2;
const PAUSE_S = 2.5;

const INSIDE = ['10.45.16.10', '10.45.16.20', '10.45.16.30'].map(at);
const OUTSIDE = ['203.0.113.9', '203.0.113.10', '198.51.100.1'].map(at);
const PUBLIC = ['131.107.155.10', '131.107.155.20'].map(at);

/** Ports of an address that leads nowhere else; the second one arrives at another port. */
const FORWARDS: Policy['forwards'] = [
  { transport: 'tcp', outside: PUBLIC[1]!, outsidePort: 443, inside: INSIDE[1]!, insidePort: 443 },
  { transport: 'udp', outside: PUBLIC[1]!, outsidePort: 5061, inside: INSIDE[2]!, insidePort: 50_000 },
];

/** A verdict as both sides tell it. */
export type Told = readonly (string | number)[];

export interface Question {
  readonly packet: Packet;
  readonly fromOutside: boolean;
  readonly pause: number;
  readonly quoted: FiveTuple | null;
}

export interface Job {
  readonly seed: number;
  readonly form: 'nftables' | 'iptables';
  readonly text: string;
  readonly policy: Policy;
  readonly questions: readonly Question[];
  /** What our engine says. */
  readonly expected: readonly Told[];
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A rule set and packets, with what the engine says of each. */
export function jobOf(seed: number, packets: number): Job {
  const form = seed % 2 === 0 ? 'nftables' : 'iptables';
  const [random] = fc.sample(policies({ states: true, flags: true, nat: true }, 14), { seed, numRuns: 1 });
  const written: Policy = {
    ...random!,
    timeouts: { ...LINUX_TIMEOUTS, udpUnreplied_s: LIFE_S, udp_s: LIFE_S, icmp_s: LIFE_S, other_s: LIFE_S },
    forwards: random!.nat.length > 0 && seed % 3 > 0 ? FORWARDS : [],
  };
  const format = formatOf(form)!;
  const text = format.write(written, DEFAULT_INTERFACES, `seed ${seed}`);
  if (typeof text !== 'string') throw new Error(text.problems.join('; '));
  const reading = format.read(text, DEFAULT_INTERFACES);
  if ('problem' in reading) throw new Error(reading.problem);
  const policy = { ...written, ...reading.policy };
  return { seed, form, text, policy, ...conversations(policy, randomOf(seed), packets) };
}

/** Packets that begin, answer, go on, end, come too late, or report errors. */
function conversations(
  policy: Policy,
  random: () => number,
  count: number,
): Pick<Job, 'questions' | 'expected'> {
  const engine = new Engine(policy);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const questions: Question[] = [];
  const expected: Told[] = [];
  /** What went on to the other side, and where it came from. */
  const known: { tuple: FiveTuple; out: FiveTuple; fromOutside: boolean }[] = [];
  let now = 0;
  const ask = (over: Partial<Packet>, fromOutside: boolean, quoted: FiveTuple | null = null) => {
    const pause = questions.length > 0 && questions.length % 250 === 0 ? PAUSE_S : 0;
    now += pause * 1e6;
    const packet = packetOf({
      ...over,
      ...(quoted && {
        payload: { offset: 0, length: 28, message: { protocol: 'icmp', quoted } } as unknown as Payload,
      }),
    });
    const verdict = engine.decide(packet, fromOutside, now);
    questions.push({ packet, fromOutside, pause, quoted });
    expected.push(told(packet, verdict));
    // A port chosen anew is another one in the kernel: what follows would not be for the same connection.
    if (verdict.action === 'accept' && !quoted && verdict.out.sport === packet.sport)
      known.push({ tuple: packet, out: { ...verdict.out }, fromOutside });
    if (known.length > 40) known.shift();
  };
  const fresh = () => {
    const fromOutside = random() < 0.6;
    const protocol = pick([6, 6, 6, 17, 17, 1, 50]);
    const near = fromOutside && policy.nat.length > 0 && random() < 0.6 ? PUBLIC : INSIDE;
    const [src, dst] = fromOutside ? [pick(OUTSIDE), pick(near)] : [pick(INSIDE), pick(OUTSIDE)];
    const icmp = protocol === Protocol.icmp;
    const ported = protocol === Protocol.tcp || protocol === Protocol.udp;
    ask(
      {
        src,
        dst,
        protocol,
        sport: icmp ? 7 : ported ? pick([443, 50000, 50001]) : 0,
        dport: icmp ? pick([2048, 2048, 0, 3328]) : ported ? pick([53, 443, 444, 5061, 50000]) : 0,
        flags: protocol === Protocol.tcp ? pick([2, 2, 2, 16, 18, 17, 4, 1, 0, 24, 20]) : 0,
      },
      fromOutside,
    );
  };
  while (questions.length < count) {
    const chance = random();
    const before = known.length > 0 && chance < 0.65 ? pick(known) : null;
    if (!before) fresh();
    else if (chance < 0.3) {
      const { out, fromOutside } = before;
      const icmp = out.protocol === Protocol.icmp;
      if (icmp && !isIcmpQuestion(out.dport)) continue;
      ask(
        {
          src: out.dst,
          dst: out.src,
          protocol: out.protocol,
          sport: icmp ? out.sport : out.dport,
          dport: icmp ? (out.dport === 2048 ? 0 : 3584) : out.sport,
          flags: out.protocol === Protocol.tcp ? pick([18, 18, 18, 16, 17, 20, 4]) : 0,
        },
        !fromOutside,
      );
    } else if (chance < 0.57) {
      const { tuple, fromOutside } = before;
      const flags = tuple.protocol === Protocol.tcp ? pick([2, 16, 16, 24, 17, 20, 4]) : 0;
      const { src, dst, protocol, sport, dport } = tuple;
      ask({ src, dst, protocol, sport, dport, flags }, fromOutside);
    } else {
      const { out, fromOutside } = before;
      if (out.protocol === Protocol.icmp && !isIcmpQuestion(out.dport)) continue;
      const { src, dst, protocol, sport, dport } = out;
      ask(
        {
          src: pick([dst, fromOutside ? INSIDE[0]! : OUTSIDE[0]!]),
          dst: src,
          protocol: 1,
          sport: 0,
          dport: pick([771, 769, 2816]),
        },
        !fromOutside,
        { src, dst, protocol, sport, dport },
      );
    }
  }
  return { questions, expected };
}

/** A verdict of the engine, told as what can be seen of a kernel's. */
function told(packet: Packet, { action, out, rejectWith }: ReturnType<Engine['decide']>): Told {
  if (action === 'accept') {
    const icmp = packet.protocol === Protocol.icmp;
    const error = icmp && !isIcmpQuestion(packet.dport) && packet.payload !== null;
    return ['accept', formatAddress(out.src), error ? 0 : out.sport, formatAddress(out.dst), out.dport];
  }
  if (action === 'drop') return ['drop'];
  // A RST is not answered by a RST, nor an ICMP error by another (RFC 9293 3.5.2, RFC 1122 3.2.2).
  if (resets(packet, rejectWith)) return packet.flags & Flag.rst ? ['drop'] : ['reject', 'rst'];
  const icmpError = packet.protocol === Protocol.icmp && [3, 4, 5, 11, 12].includes(packet.dport >>> 8);
  const code = { 'port-unreachable': 3, 'host-unreachable': 1, 'net-unreachable': 0, 'admin-prohibited': 13 };
  const how = rejectWith === null || rejectWith === 'reset' ? 'port-unreachable' : rejectWith;
  return icmpError ? ['drop'] : ['reject', `icmp 3/${code[how]}`];
}

/** Verdicts, or why there are none: the rules cannot be loaded, or the machine was so busy that time-outs ran out. */
type Answer = readonly Told[] | { readonly problem: string } | { readonly slow: true };

/** A job is asked so often until the machine is quick enough. */
const TRIES = 6;

/** What a Linux kernel says of the same packets. */
function kernelSays(jobs: readonly Job[]): readonly Answer[] {
  const input = jobs.map((job) => JSON.stringify(requestOf(job))).join('\n');
  const { status, stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'kernel.py')], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`the referee failed: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

function requestOf({ form, text, policy, questions }: Job): object {
  const text4 = ({ src, dst, protocol, sport, dport }: FiveTuple) => ({
    src: formatAddress(src),
    dst: formatAddress(dst),
    protocol,
    sport,
    dport,
  });
  return {
    form: form === 'nftables' ? 'nft' : 'iptables',
    rules: text,
    sysctl: Object.fromEntries(
      writeSysctl(policy).map((line) => line.replace('# sysctl ', '').split(' = ') as [string, string]),
    ) as Record<string, string>,
    addresses: policy.nat.length > 0 ? PUBLIC.map(formatAddress) : [],
    // RSTs cannot be told apart by what they say.
    alone: true,
    within: LIFE_S * 0.7,
    packets: questions.map(({ packet, fromOutside, pause, quoted }) => ({
      inward: fromOutside,
      ...text4(packet),
      flags: packet.flags,
      seq: 1,
      ack: packet.flags & Flag.ack ? 1 : 0,
      pause,
      ...(quoted && { quoted: text4(quoted) }),
    })),
  };
}

export interface Difference {
  readonly seed: number;
  readonly index: number;
  readonly question: Question;
  readonly lab: Told;
  readonly kernel: Told;
}

/** The kernel's verdicts about each job; asked again where the machine was too busy for the time-outs to mean something. */
function answers(jobs: readonly Job[]): Map<Job, readonly Told[]> {
  const found = new Map<Job, readonly Told[]>();
  let open = jobs;
  for (let tries = 0; open.length > 0; tries++) {
    if (tries === TRIES) throw new Error(`seed ${open[0]!.seed}: the machine is too busy to ask the kernel`);
    for (const [at, says] of kernelSays(open).entries()) {
      const job = open[at]!;
      if ('problem' in says) throw new Error(`seed ${job.seed}: ${says.problem}\n${job.text}`);
      if (!('slow' in says)) found.set(job, says);
    }
    open = open.filter((job) => !found.has(job));
  }
  return found;
}

/** Where engine and kernel disagree, and how many packets both judged. */
export function compare(jobs: readonly Job[]): {
  readonly packets: number;
  readonly differences: readonly Difference[];
} {
  const differences: Difference[] = [];
  let packets = 0;
  for (const [job, says] of answers(jobs)) {
    for (const [index, kernel] of says.entries()) {
      packets++;
      const lab = job.expected[index]!;
      if (!alike(lab, kernel, job.questions[index]!.packet.sport))
        differences.push({ seed: job.seed, index, question: job.questions[index]!, lab, kernel });
    }
  }
  return { packets, differences };
}

/** The same, but for a port that both chose anew, as the packet's own was taken: Linux chooses one at random. */
function alike(lab: Told, kernel: Told, sport: number): boolean {
  const chosen = lab[0] === 'accept' && lab[2] !== sport && kernel[2] !== sport;
  return lab.every((part, at) => part === kernel[at] || (chosen && at === 2)) && lab.length === kernel.length;
}

/** Why no kernel can be asked here, or null. */
export function noKernel(): string | null {
  if (process.platform !== 'linux') return 'this is no Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const tool of [
    ['nft', '--version'],
    ['iptables-restore', '--version'],
    ['ip', '-V'],
    ['python3', '--version'],
  ] as const)
    if (spawnSync(tool[0], [tool[1]]).status !== 0) return `${tool[0]} is not installed`;
  const name = `elp${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.status !== 0)
    return `network namespaces are not allowed here (${made.stderr.trim().split('\n')[0]!})`;
  spawnSync('ip', ['netns', 'del', name]);
  return null;
}
