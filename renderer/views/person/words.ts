import type { CallSight, SignIn } from './sight.ts';

/** "0.4 s": of microseconds. */
export function waitWords(time: number): string {
  return `${(time / 1_000_000).toFixed(1)} s`;
}

/** How a program stands towards its server, in a sentence. */
export function signInWords({ state, since }: SignIn, time: number): string {
  switch (state) {
    case 'in':
      return 'Signed in';
    case 'out':
      return 'Not signed in';
    case 'waiting':
      return `Signing in for ${waitWords(time - since)}`;
    case 'failed':
      return 'Cannot sign in';
    case 'none':
      return 'Uses no account here';
  }
}

const MEDIA: Readonly<Record<string, string>> = {
  audio: 'Call',
  video: 'Video call',
  sharing: 'Screen sharing',
  file: 'File transfer',
};

/** "Call", "Screen sharing" */
export function mediumWords(medium: string): string {
  return MEDIA[medium] ?? medium;
}

/** How a call stands, with the seconds that its person waits by now. */
export function callWords({ call, state, waitingSince }: CallSight, time: number): string {
  const waited = waitingSince === null ? '' : waitWords(time - waitingSince);
  switch (state) {
    case 'idle':
    case 'preparing':
      return `Getting ready to call, waiting for ${waited || '0.0 s'}`;
    case 'inviting':
      return `Calling, waiting for ${waited}`;
    case 'ringing there':
      return `It rings there, waiting for ${waited}`;
    case 'ringing here':
      return `${call.party.title} is calling, for ${waited}`;
    case 'answered':
      return `Answered, looking for a path, waiting for ${waited}`;
    case 'established':
      return 'Connected';
    case 'failed':
      return 'Could not be connected';
    default:
      return 'Ended';
  }
}
