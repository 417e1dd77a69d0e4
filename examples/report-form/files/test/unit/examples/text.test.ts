import { expect, test } from 'vitest';
import type { Report } from '../../../simulator/reports/report.ts';
import { text } from '../../../simulator/reports/formats/text.ts';

const main = {
  kind: 'table' as const,
  caption: 'Ports',
  columns: [
    { id: 'port', title: 'Port', width: 1 },
    { id: 'for', title: 'For', width: 1 },
  ],
  rows: [
    ['5061', 'SIP'],
    ['3478', 'STUN and TURN'],
  ],
};
const report: Report = {
  kind: 'any',
  title: 'A title',
  subtitle: 'What it is',
  date: '2011-03-01',
  sections: [{ title: 'All', blocks: [{ kind: 'list', items: ['one'] }, main] }],
  main,
};

test('columns stand below each other', () => {
  expect(text.write(report)).toBe(
    'A title\n=======\n\nWhat it is. Design of 2011-03-01.\n\nAll\n===\n\n- one\n\nPort  For\n5061  SIP\n3478  STUN and TURN\n',
  );
});
