import * as comlink from 'comlink';
import * as v from 'valibot';
import type { NeededBy } from '../../simulator/analysis/needs.ts';
import type { CaptureOptions } from '../../simulator/capture/writing/export.ts';
import { captureOf, writeCapture } from '../../simulator/capture/writing/export.ts';
import { applyEdit, goesWith } from '../../simulator/designs/editing/edit.ts';
import { holdsRules, importRules } from '../../simulator/designs/import-rules.ts';
import { policyOf } from '../../simulator/designs/policies.ts';
import { BUILTIN_DESIGNS, openDesign } from '../../simulator/designs/registry.ts';
import { FAULT_KINDS, faultsOf } from '../../simulator/faults/registry.ts';
import { FEATURES } from '../../simulator/features/registry.ts';
import type { Interfaces } from '../../simulator/firewall/formats/format.ts';
import { FORMATS, formatOf } from '../../simulator/firewall/formats/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { LedgerLine } from '../../simulator/model/policy.ts';
import type { FeatureInfo, FeatureRun, Run, RunOptions, Setup } from '../../simulator/model/run.ts';
import { REPORT_FORMATS } from '../../simulator/reports/formats/registry.ts';
import type { Simulated, Swept } from '../../simulator/reports/kinds/kind.ts';
import { REPORT_KINDS } from '../../simulator/reports/registry.ts';
import type { Report } from '../../simulator/reports/report.ts';
import type { Diagnosis } from '../../simulator/minimal/diagnose.ts';
import { diagnose } from '../../simulator/minimal/diagnose.ts';
import type { Openings } from '../../simulator/minimal/openings.ts';
import { withOpened } from '../../simulator/minimal/openings.ts';
import { compare } from '../../simulator/review/compare.ts';
import { exposureOf } from '../../simulator/review/exposure.ts';
import { lintDesign } from '../../simulator/review/lint-design.ts';
import { PacketQuestion } from '../../simulator/review/question.ts';
import type { Moment, TestAnswer } from '../../simulator/review/tester.ts';
import { testPacket } from '../../simulator/review/tester.ts';
import { run } from '../../simulator/run.ts';
import type { AddressPair, CapturePlaced } from './capture-desk.ts';
import { CaptureDesk } from './capture-desk.ts';
import { LESSON_DESK } from './lesson-desk.ts';

export type { CaptureProblem } from '../../simulator/capture/reading/recorded.ts';
export type { BuiltinDesign } from '../../simulator/designs/registry.ts';
export type { Edit, Edited } from '../../simulator/designs/editing/edit.ts';
export type { Problem } from '../../simulator/designs/source.ts';
export type { Interfaces } from '../../simulator/firewall/formats/format.ts';
export type { Diagnosis } from '../../simulator/minimal/diagnose.ts';
export type { Openings } from '../../simulator/minimal/openings.ts';
export type { RuleSet } from '../../simulator/minimal/minimal.ts';
export type { Comparison, FlowChange, Sighting } from '../../simulator/review/compare.ts';
export type { Report } from '../../simulator/reports/report.ts';
export type { WallExposure } from '../../simulator/review/exposure.ts';
export type { RuleFinding } from '../../simulator/review/lint-design.ts';
export type { JudgedFlow } from '../../simulator/review/placed/judged.ts';
export type { AddressPair, CapturePlaced, CaptureTold } from './capture-desk.ts';
export type { PacketQuestion } from '../../simulator/review/question.ts';
export type { Moment, TestAnswer } from '../../simulator/review/tester.ts';

/** A vendor's form of rules. */
export interface FormatInfo {
  readonly id: string;
  readonly title: string;
  readonly extension: string;
}

/** Things of one kind that can go wrong. */
export interface FaultKindInfo {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** A kind of report, and what it is made of. */
export interface ReportInfo {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly about: 'design' | 'sweep' | 'proposal';
}

/** What can be asked of sweeps and reports. */
export interface Catalogue {
  readonly kinds: readonly FaultKindInfo[];
  readonly features: readonly FeatureInfo[];
  /** Forms in which what it came to is written. */
  readonly formats: readonly FormatInfo[];
  readonly reports: readonly ReportInfo[];
}

/** What became of a file of rules, or why it was refused. */
export type RulesRead =
  | {
      readonly ok: true;
      readonly design: Design;
      readonly format: FormatInfo | null;
      readonly ledger: readonly LedgerLine[];
    }
  | { readonly ok: false; readonly problem: string; readonly line: number; readonly column: number };

/** Rules as a vendor's text, or why they cannot be said in its form. */
export type RulesWritten =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly string[] };

/** What a firewall says about a packet, or what is wrong with the question. */
export type Tested =
  { readonly ok: true; readonly answer: TestAnswer } | { readonly ok: false; readonly problem: string };

const NAMES: Readonly<Record<string, string>> = {
  src: 'the address that it comes from',
  dst: 'the address that it goes to',
  sport: 'the port that it comes from',
  dport: 'the port that it goes to',
  type: 'the type',
  code: 'the code',
};

const desk = new CaptureDesk();

/** The simulator, on a thread of its own so that the window never waits for it. */
const laboratory = {
  builtin: () => BUILTIN_DESIGNS,
  open: (text: string, file: string) => openDesign(text, file),
  edit: applyEdit,
  goesWith,
  /** @param told how many of the scenes are done */
  run: (design: Design, options: RunOptions, told?: (done: number, of: number) => void): Run => {
    const result = run(design, options, told);
    return comlink.transfer(result, buffersOf(result.features));
  },
  /** What is odd about the rules, and what they lay open. */
  judge: (design: Design, needed: NeededBy) => ({
    findings: lintDesign(design, needed),
    exposure: exposureOf(design, needed),
  }),
  catalogue: (): Catalogue => ({
    kinds: FAULT_KINDS.map(({ id, title, description }) => ({ id, title, description })),
    features: FEATURES.map(({ id, workload, title, between }) => ({ id, workload, title, between })),
    formats: REPORT_FORMATS.map(infoOf),
    reports: REPORT_KINDS.map(({ id, title, description, about }) => ({ id, title, description, about })),
  }),
  designReport: (kind: string, design: Simulated): Report => reportKind(kind, 'design').build(design),
  sweepReport: (kind: string, swept: Swept): Report => reportKind(kind, 'sweep').build(swept),
  proposalReport: (kind: string, before: Setup, after: Setup): Report =>
    reportKind(kind, 'proposal').build({ before, after }),
  /** A report as the text of a file. */
  writeReport: (report: Report, format: string): string =>
    REPORT_FORMATS.find(({ id }) => id === format)!.write(report),
  /** The setup with some of its faults, by their ids. */
  withFaults: (setup: Setup, faults: readonly string[]): Setup =>
    faultsOf(
      setup.design,
      FAULT_KINDS.map(({ id }) => id),
    )
      .filter(({ id }) => faults.includes(id))
      .reduce<Setup>((before, fault) => fault.apply(before), setup),
  /** Everything in the way of a feature, and what would repair it. */
  diagnose: (setup: Setup, seed: number, feature: string): Diagnosis => diagnose(setup, seed, feature),
  /** The setup with rules opened, and others in front of them. */
  withOpened: (setup: Setup, openings: Openings): Setup => ({
    ...setup,
    design: withOpened(setup.design, openings),
  }),
  compare: (before: Setup, after: Setup) => compare(before, after),
  /** The packets of a run as a file of pcapng. */
  writeCapture: (
    design: Design,
    options: RunOptions,
    capture: CaptureOptions,
  ): { readonly file: Blob; readonly frames: number } => {
    const result = run(design, options);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const frames = writeCapture(captureOf(design, result), capture, (part) => parts.push(part));
    return { file: new Blob(parts, { type: 'application/octet-stream' }), frames };
  },
  /** A capture is read piece by piece; what it holds stays here, as long as this thread lives. */
  beginCapture: () => desk.begin(),
  pushCapture: (bytes: Uint8Array) => desk.push(bytes),
  endCapture: () => desk.end(),
  placeCapture: (design: Design, pairs: readonly AddressPair[], title: string): CapturePlaced | null => {
    const placed = desk.place(design, pairs, title);
    return placed && comlink.transfer(placed, buffersOf([placed.run]));
  },
  judgeCapture: (design: Design, pairs: readonly AddressPair[]) => desk.judge(design, pairs),
  /** Whether a packet would get through; the question comes from a form, so it may be none. */
  test: (design: Design, moment: Moment, question: unknown): Tested => {
    const parsed = v.safeParse(PacketQuestion, question);
    if (parsed.success) return { ok: true, answer: testPacket(design, moment, parsed.output) };
    const [issue] = parsed.issues;
    return { ok: false, problem: `${NAMES[v.getDotPath(issue) ?? ''] ?? 'the packet'} ${issue.message}` };
  },
  ...LESSON_DESK,
  formats: (): readonly FormatInfo[] => FORMATS.map(infoOf),
  holdsRules,
  readRules: (
    design: Design,
    firewall: string,
    text: string,
    format: string | null,
    interfaces: Interfaces,
  ): RulesRead => {
    const wall = design.firewalls.find(({ id }) => id === firewall)!;
    const read = importRules(design, wall, text, format === null ? null : formatOf(format)!, interfaces);
    if ('problem' in read)
      return { ok: false, problem: read.problem, line: read.line ?? 0, column: read.column ?? 0 };
    return { ok: true, ...read, format: read.format && infoOf(read.format) };
  },
  writeRules: (design: Design, firewall: string, format: string, interfaces: Interfaces): RulesWritten => {
    const wall = design.firewalls.find(({ id }) => id === firewall)!;
    const title = `${design.title}: ${wall.title}`;
    const written = formatOf(format)!.write(policyOf(design, wall), interfaces, title);
    return typeof written === 'string'
      ? { ok: true, text: written }
      : { ok: false, problems: written.problems };
  },
};

export type Laboratory = typeof laboratory;

/** @throws Error when there is no such kind about that */
function reportKind<A extends ReportInfo['about']>(id: string, about: A) {
  const found = REPORT_KINDS.find((kind) => kind.id === id && kind.about === about);
  if (!found) throw new Error(`no report "${id}" about a ${about}`);
  return found as Extract<(typeof REPORT_KINDS)[number], { readonly about: A }>;
}

function infoOf({ id, title, extension }: FormatInfo): FormatInfo {
  return { id, title, extension };
}

/** The columns of every trace: handed over, not copied. */
function buffersOf(runs: readonly FeatureRun[]): ArrayBuffer[] {
  return runs.flatMap(({ trace }) =>
    [...Object.values(trace.events), ...Object.values(trace.packets)].map(
      (column) => column.buffer as ArrayBuffer,
    ),
  );
}

comlink.expose(laboratory);
