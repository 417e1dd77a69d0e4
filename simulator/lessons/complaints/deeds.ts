import type { Manner } from './manner.ts';
import { roughly } from './manner.ts';

/** A thing that people do with their program, in their own words. */
export interface Deed {
  /** What they would call it: "calls", "meetings". One has trouble with it, or not. */
  readonly group: string;
  /** What they say when it fails. */
  fails(manner: Manner, seconds: number): string;
  /** When it has its limits. */
  limps(manner: Manner, seconds: number): string;
  /** When it takes long. */
  lingers(seconds: number): string;
  /** When all is well. */
  readonly well: string;
}

/** How a page does not come. */
const PAGES: Readonly<Record<Manner, string>> = {
  waits: 'and the page never loads',
  'at once': 'and at once it says that the page cannot be shown',
  unsafe: 'and I am warned that the page is not safe',
  unknown: 'and it says that there is no such page',
  offline: 'and it says that I am offline',
  error: 'and all I get is a page that tells of an error',
  'cut off': 'and the page stops in the middle',
  poor: 'and the page is slow',
};

/** A page that somebody opens: "I open the meeting link". */
function page(group: string, open: string): Deed {
  const fails = (manner: Manner) => `${open}, ${PAGES[manner]}.`;
  return {
    group,
    fails,
    limps: fails,
    lingers: (seconds) => `${open}, and it takes ${roughly(seconds)} until the page is there.`,
    well: `${open}, and there it is.`,
  };
}

/** What is there or not, without more to see: "the address book". */
function thing(group: string, fails: string, what: string, well: string): Deed {
  const told = (manner: Manner, seconds: number) =>
    manner === 'waits' ? `${fails}, however long I wait.` : `${fails}. ${speed(seconds)}`;
  const speed = (seconds: number) =>
    seconds < 2 ? 'It fails at once.' : `It fails after ${roughly(seconds)}.`;
  return {
    group,
    fails: told,
    limps: told,
    lingers: (seconds) => `${what} takes ${roughly(seconds)}; it used to be quick.`,
    well,
  };
}

const SIGN_IN: Deed = {
  group: 'signing in',
  fails: (manner, seconds) => `I cannot sign in: ${signInWords(manner, seconds)}.`,
  limps: (manner, seconds) => `Signing in is a trial: ${signInWords(manner, seconds)}.`,
  lingers: (seconds) => `Signing in takes ${roughly(seconds)}; it used to be quick.`,
  well: 'I sign in as ever.',
};

function signInWords(manner: Manner, seconds: number): string {
  switch (manner) {
    case 'unsafe':
      return 'it says that it cannot be sure of the server';
    case 'unknown':
      return 'it says that it finds no server for me';
    case 'offline':
      return 'it says that I have no network';
    case 'at once':
      return 'at once it says that the server is unavailable';
    default:
      return `it tries for ${roughly(seconds)}, then says that the server is unavailable`;
  }
}

/** @param whom "Bob", "a customer" */
function call(whom: string): Deed {
  const answers = `${whom.charAt(0).toUpperCase()}${whom.slice(1)} answers`;
  return {
    group: 'calls',
    fails: (manner, seconds) => {
      if (manner === 'cut off') return `${answers}, and before we hear each other the call is cut off.`;
      if (manner === 'at once') return `I call ${whom}, and at once it says that the call cannot be made.`;
      return `I call ${whom}, and after ${roughly(seconds)} it says that the call cannot be made.`;
    },
    limps: (manner) =>
      manner === 'poor'
        ? `The sound is poor when I talk to ${whom}: it comes late and breaks up.`
        : `When I call ${whom} the call does not come about; when I am called it does.`,
    lingers: (seconds) => `${answers}, but it takes ${roughly(seconds)} until we hear each other.`,
    well: `I call ${whom}, and we hear each other well.`,
  };
}

const SOUND: Deed = {
  group: 'calls',
  fails: () => 'I am in the meeting, and I hear nobody.',
  limps: (manner) =>
    manner === 'poor'
      ? 'The sound of the meeting is poor: it comes late and breaks up.'
      : 'I am in the meeting, and not everybody hears me.',
  lingers: (seconds) => `I am in the meeting, but it takes ${roughly(seconds)} until I hear the others.`,
  well: 'I hear everybody in the meeting.',
};

const SCREEN: Deed = {
  group: 'sharing my screen',
  fails: () => 'I share my screen in the meeting, and nobody sees it.',
  limps: () => 'I share my screen in the meeting, and not everybody sees it.',
  lingers: (seconds) =>
    `I share my screen in the meeting, and it takes ${roughly(seconds)} until it is seen.`,
  well: 'Everybody in the meeting sees my screen.',
};

function share(whom: string): Deed {
  return {
    group: 'sharing my screen',
    fails: (manner, seconds) =>
      manner === 'at once'
        ? `I share my screen with ${whom}, and at once it says that it cannot start.`
        : `I share my screen with ${whom}, and after ${roughly(seconds)} it says that it cannot start.`,
    limps: () => `I cannot share my screen with ${whom}, and the other way round it works.`,
    lingers: (seconds) =>
      `I share my screen with ${whom}, and it takes ${roughly(seconds)} until it is seen.`,
    well: `I share my screen with ${whom}, and it is there at once.`,
  };
}

function write(whom: string): Deed {
  return thing(
    'messages',
    `What I write to ${whom} does not arrive`,
    `What I write to ${whom}`,
    `What I write to ${whom} arrives.`,
  );
}

const JOIN: Deed = {
  group: 'meetings',
  fails: (manner, seconds) =>
    `I cannot join the meeting: ${manner === 'unsafe' ? 'it says that it cannot be sure of the server' : manner === 'unknown' ? 'it says that it finds no server' : seconds < 2 ? 'it fails at once' : `it tries for ${roughly(seconds)} and gives up`}.`,
  limps: () => 'I am in the meeting, but I do not see who else comes.',
  lingers: (seconds) => `It takes ${roughly(seconds)} until I am in the meeting.`,
  well: 'I join the meeting and see who is there.',
};

const STATUS: Deed = {
  group: 'seeing who is there',
  fails: () => 'I change my status, and the others do not see it.',
  limps: () => 'I change my status, and the others do not see it.',
  lingers: (seconds) => `I change my status, and it takes ${roughly(seconds)} until the others see it.`,
  well: 'The others see my status, and I see theirs.',
};

function watch(whom: string): Deed {
  const blind = `I do not see whether ${whom} is there.`;
  return {
    group: 'seeing who is there',
    fails: () => blind,
    limps: () => blind,
    lingers: (seconds) => `It takes ${roughly(seconds)} until I see whether ${whom} is there.`,
    well: `I see whether ${whom} is there.`,
  };
}

const file = (whom: string) =>
  thing(
    'sending files',
    `The file that I send to ${whom} does not arrive`,
    `Sending a file to ${whom}`,
    `The file that I sent to ${whom} arrived.`,
  );
const content = (what: string) =>
  thing('meetings', what, 'What is shown in the meeting', 'I see all that is shown in the meeting.');

/** What the trace calls a deed, and what it is to those who do it. The expression's group is whom it concerns. */
const DEEDS: readonly (readonly [RegExp, (whom: string, inMeeting: boolean) => Deed])[] = [
  [/ signs in$/, () => SIGN_IN],
  [/ calls (.*)$/, (whom, inMeeting) => (inMeeting ? SOUND : call(whom))],
  [/ shares the screen with (.*)$/, (whom, inMeeting) => (inMeeting ? SCREEN : share(whom))],
  [/ sends a file to (.*)$/, file],
  [/ writes to ([^:]*): /, write],
  [/ writes in the meeting: /, () => write('the others in the meeting')],
  [/ sets the status /, () => STATUS],
  [/ adds (.*) to the contact list$/, watch],
  [/ joins (?:the meeting|in the browser)$/, () => JOIN],
  [
    / schedules a meeting$/,
    () => thing('meetings', 'I cannot set up a meeting', 'Setting up a meeting', 'I set up a meeting.'),
  ],
  [/ opens the meeting's chat$/, () => content('In the meeting the chat does not open')],
  [/ opens the meeting's content$/, () => content('In the meeting I see no slides and no whiteboard')],
  [/ (?:draws|shows the slide) /, () => content('Nobody in the meeting sees what I show')],
  [/ loads the slide$/, () => content('In the meeting the slide stays blank')],
  [/ opens the (?:meeting link|link of the invitation)$/, () => page('meetings', 'I open the meeting link')],
  [/ types a meeting address /, () => page('web pages', 'I type the link of the meeting by hand')],
  [/ the Web App$|Web App is loaded$/, () => page('meetings', 'I join the meeting in the browser')],
  [/ opens the handout$/, () => page('meetings', 'I open the hand-out of the meeting')],
  [
    / looks for a dial-in number$/,
    () => page('web pages', 'I open the page with the telephone numbers of our meetings'),
  ],
  [
    / loads the address book$| searches for /,
    () =>
      thing(
        'the address book',
        'The address book does not load',
        'Searching the address book',
        'I find everybody in the address book.',
      ),
  ],
  [
    / opens the group /,
    () =>
      thing(
        'the address book',
        'I open a group, and it does not say who is in it',
        'Opening a group',
        'I open a group and see who is in it.',
      ),
  ],
  [
    / gets a certificate$/,
    () =>
      thing('staying signed in', 'I am asked for my password each time', 'Signing in', 'I sign in as ever.'),
  ],
  [
    /^The phone /,
    () =>
      thing(
        'my telephone',
        'My desk phone does not get its update',
        'The update of my desk phone',
        'My desk phone is up to date.',
      ),
  ],
  [
    /^The mobile /,
    () =>
      thing(
        'my mobile',
        'My mobile does not find our server',
        'Signing in on my mobile',
        'My mobile finds our server.',
      ),
  ],
];

/**
 * What somebody did, in their own words.
 * @param act in the trace's: "Alice calls Bob"
 * @param inMeeting did they join a meeting before?
 * @returns null for what nobody would speak of
 */
export function deedOf(act: string, inMeeting: boolean): Deed | null {
  for (const [words, make] of DEEDS) {
    const match = words.exec(act);
    if (match) return make(whomOf(match[1] ?? '', act), inMeeting);
  }
  return null;
}

/** Who is called by a number has no name; who calls themselves listens to what was left for them. */
function whomOf(name: string, act: string): string {
  if (name.includes('@')) return 'a customer';
  return name !== '' && act.startsWith(`${name} `) ? 'my voice mail' : name;
}
