import { GROUPS } from '../../../renderer/commands/command.ts';
import { shownKeys } from '../../../renderer/commands/keys.ts';
import { keyedCommands } from '../../../renderer/commands/registry.ts';
import { MODELLED, NOT_MODELLED, SIMPLIFIED } from '../../../renderer/app/model-notes.ts';
import { FAULT_KINDS, faultsOf } from '../../../simulator/faults/registry.ts';
import type { Condition } from '../../../simulator/filters/conditions/condition.ts';
import { ideasFor } from '../../../simulator/filters/conditions/ideas.ts';
import type { FilterField } from '../../../simulator/filters/fields/field.ts';
import { FIELDS } from '../../../simulator/filters/fields/registry.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { Knob } from '../../../simulator/model/knobs.ts';
import { KNOBS } from '../../../simulator/model/knobs.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { ICE_WARNINGS } from '../../../simulator/protocols/ice/warnings.ts';
import { DIAGNOSTICS } from '../../../simulator/protocols/sip/diagnostics.ts';
import { run } from '../../../simulator/run.ts';
import { code, escaped, joined, list, table } from './page.ts';
import type { Page } from './page.ts';

/** Pages made of what is registered: each is a table of one registry. @param design that examples are of */
export function tablePages(design: Design): readonly Page[] {
  return [limits(), keys(), filters(), conditions(design), faults(design), knobs(), diagnostics()];
}

function limits(): Page {
  return {
    path: 'reference/limits.md',
    text: joined(
      '# How far the model goes',
      'What is modelled, what is simplified, and what is not there. Edge Lab is a simulator: what it shows follows from the rules of the protocols, not from a running Lync Server. Check a real deployment before you rely on it.',
      '## Modelled',
      'Packet by packet, with the bytes that would be sent.',
      list(MODELLED.map(escaped)),
      '## Simplified',
      'There, but not in every detail.',
      list(SIMPLIFIED.map(escaped)),
      '## Not modelled',
      'Do not conclude anything about these.',
      list(NOT_MODELLED.map(escaped)),
      '## Values that no document settles',
      'They are [knobs](knobs.md), each with its source: assumptions are called that.',
    ),
  };
}

function keys(): Page {
  const commands = keyedCommands({ views: [] });
  return {
    path: 'reference/keys.md',
    text: joined(
      '# Commands and keys',
      'All that one can do in the window, and the keys for it. On a Mac, Ctrl is the command key. In the window, `?` shows the same, to be searched, and Ctrl K finds every command by its name.',
      ...GROUPS.flatMap((group) => {
        const rows = commands.filter((command) => command.group === group);
        if (rows.length === 0) return [];
        return [
          `## ${group}`,
          table(
            ['Command', 'Keys'],
            rows.map(({ title, keys: pressed }) => [
              escaped(title),
              pressed ? code(shownKeys(pressed, false)) : '',
            ]),
          ),
        ];
      }),
      '## Without a mouse',
      'Tab walks through everything that can be chosen, gates and packets too; arrows walk within a list. Shift F10, or the menu key, says what can be done with a row. `1` to `9` show the first nine views.',
    ),
  };
}

/** Fields by what comes before their first dot. */
function filters(): Page {
  const groups = new Map<string, FilterField[]>();
  for (const field of FIELDS.values()) {
    const group = field.name.split('.')[0]!;
    groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  return {
    path: 'reference/filters.md',
    text: joined(
      '# Display filters',
      `The ladder and the timeline take Wireshark's display filters, with these ${FIELDS.size} fields. A filter that is written here finds the same packets in Wireshark, in a capture of the run; only \`lab.\` is ours.`,
      '## How to write one',
      list([
        `Compare with ${['==', '!=', '>', '>=', '<', '<=', 'contains', 'matches', 'in'].map(code).join(', ')}; a field alone asks whether it is there. ${code('matches')} takes an expression of RE2: no references back, and nothing that looks ahead.`,
        `Join with ${['&&', '||', '!'].map(code).join(', ')}, or the words ${['and', 'or', 'not'].map(code).join(', ')}, and parentheses.`,
        `Examples: ${code('sip.Method == "INVITE"')}, ${code('tcp.dstport in {443, 5061}')}, ${code('lab.lost && ip.dst == 10.45.16.0/24')}.`,
      ]),
      ...[...groups]
        .sort(([a], [b]) => (a === 'lab' ? -1 : b === 'lab' ? 1 : a.localeCompare(b, 'en')))
        .flatMap(([group, fields]) => [
          `## ${code(group)}`,
          table(
            ['Field', 'Holds', 'Meaning'],
            fields.map(({ name, type, means }) => [code(name), type, escaped(means)]),
          ),
        ]),
    ),
  };
}

/** Each way to write one, and when it stops. */
export const CONDITIONS = [
  ['a packet is lost', 'any packet is dropped, refused or lost'],
  ['a packet is dropped at the external firewall', 'that firewall stops a packet'],
  ['rule E12 is used', 'a packet passes by that rule, or is stopped by it'],
  ['ICE fails', 'a machine of that kind comes to that state: the states view has their names'],
  ['Alice is registered', 'a machine on that person’s computer, or on that host, comes to that state'],
  ['Bob sees: is calling', 'that person sees something with these words in it; `somebody sees:` for anybody'],
  ['Alice calls Bob', 'somebody does that, in the words of the run'],
  ['sip.Status-Code >= 400', 'a packet that the filter names is sent'],
] as const;

function conditions(design: Design): Page {
  const [one] = run(design, { only: ['av-remote-internal'] }).features;
  const ideas = ideasFor(new FilterSource(new TraceReader(one!.trace), design));
  return {
    path: 'reference/conditions.md',
    text: joined(
      '# Things to wait for',
      'Playing stops where one of these happens: as a breakpoint, by “Run until”, or as the moment of a picture in a lesson. They are written in words; a [display filter](filters.md) does as well.',
      table(
        ['Write', 'It stops when'],
        CONDITIONS.map(([text, when]) => [code(text), when]),
      ),
      '## What is offered in a call',
      'The field suggests what can happen in the run at hand. In a call between a remote and an internal person these are:',
      list(ideas.filter(({ condition }) => isTold(condition)).map(({ text }) => code(text))),
      'Beside these, each rule, and each machine of the run by its own name.',
    ),
  };
}

/** Rules, and machines by their own names, are many of their kind. */
function isTold(condition: Condition): boolean {
  return condition.kind !== 'rule' && !(condition.kind === 'state' && condition.subject.kind === 'title');
}

function faults(design: Design): Page {
  const offered = faultsOf(
    design,
    FAULT_KINDS.map(({ id }) => id),
  );
  return {
    path: 'reference/faults.md',
    text: joined(
      '# Kinds of faults',
      `What can be made wrong with a design: in the matrix, by ${code('lab whatif --faults KIND,KIND')}, and in labs that are drawn. “${escaped(design.title)}” offers ${offered.length} faults.`,
      table(
        ['Kind', 'Id', 'What it does', 'Offered', 'For example'],
        FAULT_KINDS.map(({ id, title, description }) => {
          const own = offered.filter(({ kind }) => kind === id);
          return [
            `**${escaped(title)}**`,
            code(id),
            escaped(description),
            String(own.length),
            own[0] ? `${escaped(own[0].title)} (${code(own[0].id)})` : 'none in this design',
          ];
        }),
      ),
    ),
  };
}

const KNOB_ENTRIES: readonly (readonly [string, Omit<Knob, 'id'>])[] = Object.entries(KNOBS);

function knobs(): Page {
  return {
    path: 'reference/knobs.md',
    text: joined(
      '# Knobs',
      `Values that no document settles for good, each with its default and where that comes from. A design sets them in ${code('knobs')}; for one run, ${code('--set knobs.crl.policy=hard')} does; in the window they stand in the design.`,
      table(
        ['Knob', 'What it is', 'Default', 'Source'],
        KNOB_ENTRIES.map(([id, { title, default: value, unit, choices, source }]) => [
          code(id),
          `${escaped(title)}${choices ? ` (${choices.map(code).join(', ')})` : ''}`,
          `${value} ${unit}`.trim(),
          escaped(source),
        ]),
      ),
    ),
  };
}

function diagnostics(): Page {
  return {
    path: 'reference/diagnostics.md',
    text: joined(
      '# Diagnostics',
      'What servers and clients write down when something fails: the numbers that administrators find in logs, and what they stand for here.',
      '## ms-diagnostics',
      'The header that a SIP server puts on a refusal.',
      table(
        ['Number', 'Reason', 'Source'],
        Object.entries(DIAGNOSTICS).map(([id, { reason, source }]) => [id, escaped(reason), escaped(source)]),
      ),
      '## ICEWarn',
      'Bits that a client collects while it looks for a path for media, and sends with the end of the call. One call has the sum of them.',
      table(
        ['Bit', 'Meaning', 'Source'],
        ICE_WARNINGS.map(({ bit, text, source }) => [
          code(`0x${bit.toString(16)}`),
          escaped(text),
          escaped(source),
        ]),
      ),
    ),
  };
}
