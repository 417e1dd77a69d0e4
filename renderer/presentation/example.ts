import type { Setup } from '../../simulator/model/run.ts';
import { toggleRule } from '../stores/edits.ts';
import { SECONDS_DEFAULT, THE_OUTCOME, type Bookmark } from '../stores/bookmark.ts';

interface ExampleStop extends Pick<Bookmark, 'title' | 'headline' | 'notes' | 'feature' | 'when'> {
  /** Rules that are closed, by their names. */
  readonly closed: readonly string[];
}

export const EXAMPLE_TITLE = 'Five minutes on stage';

const CALL = 'av-remote-internal';

/** A show for people who have five minutes: what the first built-in design does, without one port, without two, repaired. */
const STOPS: readonly ExampleStop[] = [
  {
    title: 'Sign-in',
    headline: 'Alice signs in from home.',
    notes:
      'Alice sits behind the router of her home. Her client finds the Edge by DNS, and signs in through it at the pool inside. Everything that passes a wall passes a gate: count them.',
    feature: 'remote-sign-in',
    when: THE_OUTCOME,
    closed: [],
  },
  {
    title: 'Call',
    headline: 'Alice calls Bob. They hear each other.',
    notes:
      'Both ends look for a way for sound, and take the best that works. Green is what it should be. Press P to let the call go on.',
    feature: CALL,
    when: THE_OUTCOME,
    closed: [],
  },
  {
    title: 'Close a port',
    headline: 'Somebody closes port 3478.',
    notes:
      'One row of the firewall is switched off, nothing else. The same call again: the first packet that needs that row is lost at the wall. Ask: will they hear each other?',
    feature: CALL,
    when: 'a packet is dropped at the external firewall',
    closed: ['E12'],
  },
  {
    title: 'Fallback',
    headline: 'Port 3478 is closed. The call survives.',
    notes:
      'It takes longer, and then the sound takes another way. Nobody calls the help desk; people only say that calls sound worse. Monitoring that asks "is the port open" sees one red lamp, and no user.',
    feature: CALL,
    when: THE_OUTCOME,
    closed: ['E12'],
  },
  {
    title: 'Total failure',
    headline: 'A second port is closed. The call fails.',
    notes: 'Both ways are gone. What the user sees says "network problem": it names neither port.',
    feature: CALL,
    when: THE_OUTCOME,
    closed: ['E12', 'E13'],
  },
  {
    title: 'Repair',
    headline: 'Both ports are opened again. All is as before.',
    notes:
      'Two rows of a firewall, nothing else. What users have is what counts, not how many lamps are green: so try it here before you try it on them.',
    feature: CALL,
    when: THE_OUTCOME,
    closed: [],
  },
];

/** The stops of the example. @param base the first built-in design */
export function exampleStops(base: Setup['design']): readonly Omit<Bookmark, 'id'>[] {
  const setups = new Map<string, Setup>();
  const setupWithout = (closed: readonly string[]): Setup => {
    const key = closed.join();
    const setup = setups.get(key) ?? { design: closing(base, closed), interventions: [] };
    setups.set(key, setup);
    return setup;
  };
  return STOPS.map(({ closed, ...stop }) => ({
    ...stop,
    says: '',
    time: 0,
    view: 'map',
    selection: null,
    near: null,
    seconds: SECONDS_DEFAULT,
    setup: setupWithout(closed),
  }));
}

function closing(design: Setup['design'], closed: readonly string[]): Setup['design'] {
  const rules = design.firewalls.flatMap((wall) =>
    wall.rules
      .filter(({ id, enabled }) => enabled && closed.includes(id))
      .map(({ id }) => ({ wall: wall.id, id })),
  );
  return rules.reduce((before, { wall, id }) => toggleRule(before, wall, id), design);
}
