import type { TalkState } from './progress.ts';

/** Whether a state is one to be glad of, for its colour; empty for those in between. */
export function stateMark(now: TalkState | null): 'good' | 'bad' | '' {
  if (!now) return '';
  if (now.bad && now.state === 'refused') return 'bad';
  return now.open || now.state === 'completed' ? 'good' : '';
}

/** "22 ms", "8.4 s", "12 min": how long something took, of microseconds. */
export function lastedWords(lasted: number): string {
  if (lasted < 1_000_000) return `${Math.round(lasted / 1000)} ms`;
  return lasted < 120_000_000
    ? `${(lasted / 1_000_000).toFixed(1)} s`
    : `${Math.round(lasted / 60_000_000)} min`;
}
