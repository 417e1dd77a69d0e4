import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EVENT_KINDS } from '../../../../simulator/model/trace.ts';
import { joined } from '../page.ts';
import type { Output } from './output-words.ts';
import { OUTPUTS, POLICY, TRACE } from './output-words.ts';
import { toldJson } from './told.ts';

/** What the commands print as JSON, told of field by field: by calling them. */
export function jsonOutputs(): string {
  return inFolder((call) =>
    joined(...OUTPUTS.map((output) => joined(`## ${output.title}`, output.about, toldOf(output, call)))),
  );
}

/** The lines of a trace, told of field by field. */
export function traceLines(): string {
  return inFolder((call, folder) => {
    const lines = TRACE.calls.flatMap((args, number) => {
      const file = join(folder, `${number}.jsonl`);
      call([...args, '--trace', file]);
      return readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
    });
    return joined(...EVENT_KINDS.map((kind) => toldKind(kind, lines)));
  });
}

interface Line {
  readonly kind: string;
}

function toldKind(kind: (typeof EVENT_KINDS)[number], lines: readonly Line[]): string {
  const { about, words } = TRACE.kinds[kind];
  const size = (line: Line) => JSON.stringify(line).length;
  // The one that says most comes first: it is the example.
  const all = lines.filter((line) => line.kind === kind).sort((one, other) => size(other) - size(one));
  return joined(`## ${kind}`, about, toldJson(all, { words: { ...TRACE.shared, ...words } }));
}

/** Calls `lab` in a folder of its own, and gives what it printed. */
type Call = (args: readonly string[], input?: string) => string;

function toldOf({ calls, input, lines, ...telling }: Output, call: Call): string {
  const printed = calls.map((args) => call(args, input));
  const values = printed.flatMap((text) => (lines ? text.trimEnd().split('\n') : [text]).map(parsed));
  return toldJson(values, telling);
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

function inFolder(make: (call: Call, folder: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'edge-lab-'));
  const call: Call = (args, input = '') => {
    const lab = [resolve('electron/cli/start.mjs'), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, lab, {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status !== 0 && status !== 1) throw new Error(`lab ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  try {
    writeFileSync(join(folder, 'policy.json'), POLICY);
    const exported = call(['firewall', 'export', '--firewall', 'internal', '--format', 'csv']);
    writeFileSync(join(folder, 'rules.csv'), exported);
    writeFileSync(join(folder, 'after.edgelab'), changed(call(['design', 'reference-1'])));
    call(['run', '--only', 'remote-sign-in', '--pcap', 'sign-in.pcapng']);
    return make(call, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A design in which a rule is off, and another one lets more pass. */
function changed(design: string): string {
  const file = JSON.parse(design) as {
    firewalls: { rules: { id: string; enabled?: boolean; dport?: string }[] }[];
  };
  for (const rule of file.firewalls.flatMap(({ rules }) => rules)) {
    if (rule.id === 'E3') rule.enabled = false;
    if (rule.id === 'E12') rule.dport = '3478-3480';
  }
  return JSON.stringify(file);
}
