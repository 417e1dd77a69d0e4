import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { completionsAt } from '../../../simulator/filters/completions.ts';
import { printCondition } from '../../../simulator/filters/conditions/condition.ts';
import { ideasFor } from '../../../simulator/filters/conditions/ideas.ts';
import { readCondition } from '../../../simulator/filters/conditions/read.ts';
import { FIELDS } from '../../../simulator/filters/fields/registry.ts';
import { matcher } from '../../../simulator/filters/match.ts';
import { readFilter } from '../../../simulator/filters/parser.ts';
import { printFilter } from '../../../simulator/filters/print.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expect, expectSentence } from '../reader.ts';

const design = builtinDesign();
/** Packets that each filter is tried on, from the first on. */
const TRIED = 12;

const FILTERS = [
  'tcp.dstport == 443 && !(ip.addr == 10.45.16.10 or ip.src != 10.0.0.0/8)',
  'sip.Method == "INVITE" xor sip.Status-Code in {100 .. 199, 404}',
  'stun.type & 0x0110 and frame.len >= 60 and udp.port matches "^5"',
  'sip.CSeq[2:4] contains "INVITE" || tls.handshake.extensions_server_name contains 61:62',
  'lab.rule == "E12" and lab.lost',
];
const WORDS = [
  ...[...FIELDS.keys()].filter((_, at) => at % 4 === 0),
  ...[
    'and',
    'or',
    'xor',
    'not',
    'in',
    'contains',
    'matches',
    '&&',
    '||',
    '^^',
    '===',
    '~',
    '..',
    '10.0.0.0/8',
    '"a.*b"',
    '"(.*a)+$"',
    'matches "((.+)+)+!"',
    '[1:2]',
  ],
];

function sourceOf(): FilterSource {
  const { trace } = run(design, { only: ['remote-im'] }).features[0]!;
  return new FilterSource(new TraceReader(trace), design);
}

/** Texts, now and then with a place in them at which somebody writes. */
function filters(random: Random): () => { text: string; cursor: number } {
  const hostile = new HostileText(random, FILTERS, { words: WORDS, longest: 800 });
  return () => {
    const text = hostile.next();
    return { text, cursor: random.between(0, 3) === 0 ? random.between(0, text.length) : -1 };
  };
}

export const WORD_READERS = [
  /** What is read is printed and read as the same, and can be asked of packets; what could follow is offered anywhere. */
  defineReader('filter', {
    inputs: (random) => {
      const source = sourceOf();
      const next = filters(random);
      return () => ({ ...next(), source });
    },
    attempt: ({ text, cursor, source }) => {
      if (cursor >= 0) completionsAt(text, cursor, source);
      const read = readFilter(text);
      if (!read.ok) {
        const { column, message } = read.problem;
        expectSentence(message);
        expect(
          column >= 1 && column <= text.length + 1,
          () => `column ${column} of ${text.length}: ${message}`,
        );
        return false;
      }
      const printed = printFilter(read.filter);
      const again = readFilter(printed);
      expect(again.ok && printFilter(again.filter) === printed, () => `printed, it is another: ${printed}`);
      const matches = matcher(read.filter, source);
      for (let packet = 0; packet < TRIED; packet++) matches(packet);
      return true;
    },
    show: ({ text, cursor }) => `${JSON.stringify(text)} at ${cursor}`,
  }),
  defineReader('condition', {
    inputs: (random) => {
      const source = sourceOf();
      const texts = ideasFor(source).map(({ text }) => text);
      const more = [
        'somebody sees: connected',
        'ICE fails',
        'a packet is dropped at the external firewall',
        ...FILTERS,
      ];
      const hostile = new HostileText(random, [...texts, ...more], {
        words: ['sees', 'is', 'rule', 'used', 'Alice', 'TCP connection'],
        longest: 800,
      });
      return () => ({ text: hostile.next(), source });
    },
    attempt: ({ text, source }) => {
      const read = readCondition(text, source);
      if (read.ok) {
        const again = readCondition(printCondition(read.condition, design), source);
        expect(again.ok, () => `in words, it is none: ${printCondition(read.condition, design)}`);
      } else expectSentence(read.message);
      return read.ok;
    },
    show: ({ text }) => JSON.stringify(text),
  }),
];
