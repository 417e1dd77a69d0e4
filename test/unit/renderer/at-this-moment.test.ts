import { expect, test } from 'vitest';
import { momentEntries } from '../../../renderer/commands/at-this-moment.ts';
import type { Change, Intervention } from '../../../simulator/model/run.ts';

function entries(
  time: number,
  interventions: readonly Intervention[],
  ...of: ['host' | 'zone' | 'firewall', string]
) {
  const done: Change[] = [];
  const lab = {
    interventions,
    playback: { time },
    scene: 'remote-sign-in',
    settled: '',
    branch: (change: Change) => void done.push(change),
  };
  return { done, found: momentEntries(lab, ...of) };
}

const off: Intervention = { at: 100, change: { kind: 'host', host: 'edge', power: 'off' } };
const on: Intervention = { at: 300, change: { kind: 'host', host: 'edge', power: 'on' } };

test('what is offered goes by what has happened until now', () => {
  const first = (time: number) => entries(time, [on, off], 'host', 'edge').found[0]!.title;
  expect(first(99)).toBe('Switch it off now');
  expect(first(100)).toBe('Switch it on now');
  expect(first(299)).toBe('Switch it on now');
  expect(first(300)).toBe('Switch it off now');
  // Another host's story, and another feature's, are not this one's.
  expect(entries(200, [off], 'host', 'sql').found[0]!.title).toBe('Switch it off now');
  const elsewhere = { ...off, feature: 'remote-im' };
  expect(entries(200, [elsewhere], 'host', 'edge').found[0]!.title).toBe('Switch it off now');
});

test('each does the very thing that it says', () => {
  const host = entries(0, [], 'host', 'edge');
  for (const { run } of host.found) run();
  expect(host.done).toEqual([
    { kind: 'host', host: 'edge', power: 'off' },
    { kind: 'link', host: 'edge', connected: false },
  ]);
  const zone = entries(
    9,
    [{ at: 3, change: { kind: 'zone', zone: 'internet', connected: false } }],
    'zone',
    'internet',
  );
  expect(zone.found.map(({ title }) => title)).toEqual(['Connect it again now']);
  zone.found[0]!.run();
  expect(zone.done).toEqual([{ kind: 'zone', zone: 'internet', connected: true }]);
  const wall = entries(9, [], 'firewall', 'external');
  wall.found[0]!.run();
  expect(wall.done).toEqual([{ kind: 'firewall', firewall: 'external', mode: 'failed' }]);
});

test('nothing can be made to happen in what has happened already', () => {
  const settled = 'It has happened';
  const lab = { interventions: [], playback: { time: 0 }, scene: null, settled, branch: () => undefined };
  for (const kind of ['host', 'zone', 'firewall'] as const)
    expect(momentEntries(lab, kind, 'edge').map(({ why }) => why)).toContain(settled);
});
