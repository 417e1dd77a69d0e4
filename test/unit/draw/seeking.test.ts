import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chosenRows, rowsAt as talkRowsAt } from '../../../renderer/views/dialogs/rows.ts';
import { passagesOf } from '../../../renderer/views/dialogs/passages.ts';
import { talksOf } from '../../../renderer/views/dialogs/talks.ts';
import { sessionsOf as iceSessionsOf } from '../../../renderer/views/ice/agents.ts';
import { boardsOf, cellState, searchEnd } from '../../../renderer/views/ice/board.ts';
import { Checks } from '../../../renderer/views/ice/checks.ts';
import { sightAt } from '../../../renderer/views/person/sight.ts';
import { storiesOf } from '../../../renderer/views/person/story.ts';
import { logAt, rowsAt as sessionRowsAt, sessionsOf } from '../../../renderer/views/sessions/sessions.ts';
import { storyOf } from '../../../renderer/views/states/story.ts';
import { timersAt, timersOf } from '../../../renderer/views/states/timers.ts';
import { goneAt, rowsAt as tableRowsAt, tablesOf } from '../../../renderer/views/tables/tables.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';
import { closing } from './designs.ts';
import { repeated } from './long-trace.ts';

const design = closing(builtinDesign(), 'E12');
const [feature] = run(design, { only: ['av-remote-internal'] }).features;
const names = new Map(design.people.map(({ uri, name }) => [uri ?? '', name]));

/** What every view shows at a time, from what it has worked out of a run. */
function viewsOf(reader: TraceReader): (time: number) => unknown {
  const talks = talksOf(reader);
  const stories = storiesOf(reader, design, feature!.finding, passagesOf(reader));
  const hosts = tablesOf(reader);
  const walls = sessionsOf(reader, design);
  const ends = iceSessionsOf(reader).flatMap((session) => session.ends);
  const checks = new Checks(reader);
  const machine = storyOf(
    reader,
    reader.trace.actors.findIndex((one) => one.machine === 'call'),
  );
  const timers = timersOf(
    reader,
    reader.trace.nodes.findIndex(({ id }) => id === 'alice-pc'),
  );
  return (time) => ({
    talks: chosenRows(talkRowsAt(talks, names, time), {
      sort: 'state',
      descending: true,
      kind: 'all',
      text: '',
    }).map(({ talk, now, lasted }) => [talk.callId, now, lasted]),
    people: stories.map((story) => sightAt(story, time)),
    tables: hosts.map(({ tables }) => tables.map((table) => [tableRowsAt(table, time), goneAt(table, time)])),
    sessions: walls.map((wall) => [
      sessionRowsAt(reader, wall.sessions, time).map(({ session, ...row }) => [session.connection, row]),
      logAt(wall, time),
    ]),
    ice: ends.map((end) =>
      boardsOf(end).map(({ cells }) =>
        cells.flat().map((pair) => pair && [cellState(pair, time, searchEnd(end)), checks.of(pair).length]),
      ),
    ),
    machine: machine.filter((step) => step.time <= time).at(-1)?.to,
    timers: timersAt(timers, time),
  });
}

describe('any view at any time', () => {
  const reader = new TraceReader(feature!.trace);
  const instants = [...new Set(reader.trace.events.time)];
  const end = instants.at(-1)!;

  test('shows what it shows after playing to that time', () => {
    const played = viewsOf(reader);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: end, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (time, every) => {
          instants.forEach((instant, i) => {
            if (i % every === 0 && instant < time && i < 4000) played(instant);
          });
          expect(viewsOf(new TraceReader(feature!.trace))(time)).toEqual(played(time));
        },
      ),
      { numRuns: 12 },
    );
  });

  test('shows the same after looking elsewhere, before and behind', () => {
    const views = viewsOf(reader);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: end, noNaN: true }), { minLength: 2, maxLength: 5 }),
        (times) => {
          const once = times.map((time) => structuredClone(views(time)));
          expect(times.toReversed().map((time) => views(time))).toEqual(once.toReversed());
        },
      ),
      { numRuns: 12 },
    );
  });
});

test('a run played ten times over shows the same in each round', () => {
  const once = viewsOf(new TraceReader(feature!.trace));
  const length = feature!.trace.events.time.at(-1)! + 1_000_000;
  const long = new TraceReader(repeated(feature!.trace, 10));
  const hosts = tablesOf(long);
  const alone = tablesOf(new TraceReader(feature!.trace));
  const at = 9_000_000;
  const rows = (of: typeof hosts, time: number) =>
    of.flatMap(({ tables }) => tables.flatMap((table) => tableRowsAt(table, time).map(({ cells }) => cells)));
  for (const round of [0, 4, 9]) expect(rows(hosts, round * length + at)).toEqual(rows(alone, at));
  expect(rows(alone, at).length).toBeGreaterThan(0);
  expect(once(at)).toEqual(viewsOf(new TraceReader(repeated(feature!.trace, 1)))(at));
});
