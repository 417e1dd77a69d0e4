import { group } from 'd3';
import { GROUPS, type Command } from './command.ts';

/** Commands under one heading. */
export interface CommandsFound {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** How well a text fits what was written: 0 is not at all, 1 is wholly. */
export type Score = (text: string, query: string) => number;

/** By how much other words count less than the title. */
const ALSO = 0.6;
/** By how much what tells of something counts less than what does it. */
const TELLS = 0.6;

/** More would not be read. */
const MOST = 40;
/** What fits less than this, or this much worse than the best, only has the letters scattered over its words. */
const LEAST = 0.02;
const LEAST_OF_BEST = 0.2;

/**
 * Commands that fit what was written: the best first, under their groups. Without words: what was used last, and then
 * all that are always there.
 * @param recent ids, the newest first
 */
export function searchCommands(
  commands: readonly Command[],
  query: string,
  recent: readonly string[],
  score: Score,
): readonly CommandsFound[] {
  const words = query.trim();
  if (words === '') return unasked(commands, recent);
  const scored = commands
    .map((command) => ({ command, fits: fitOf(command, words, score) }))
    .filter(({ fits }) => fits >= LEAST)
    .sort((one, other) => other.fits - one.fits || rank(recent, one.command) - rank(recent, other.command));
  const best = scored[0]?.fits ?? 0;
  const close = scored.filter(({ fits }) => fits >= best * LEAST_OF_BEST).slice(0, MOST);
  return inGroups(close.map(({ command }) => command));
}

function fitOf({ title, also = [], tells }: Command, words: string, score: Score): number {
  const fits = Math.max(score(title, words), ...also.map((text) => ALSO * score(text, words)));
  return tells === true ? TELLS * fits : fits;
}

function unasked(commands: readonly Command[], recent: readonly string[]): readonly CommandsFound[] {
  const last = recent.flatMap((id) => commands.find((command) => command.id === id) ?? []);
  const rest = commands.filter((command) => command.many !== true && !last.includes(command));
  const groups = GROUPS.map((title) => ({
    title,
    commands: rest.filter((command) => command.group === title),
  }));
  return [{ title: 'Used last', commands: last }, ...groups].filter(({ commands: some }) => some.length > 0);
}

/** Groups in the order of their best. */
function inGroups(commands: readonly Command[]): readonly CommandsFound[] {
  return [...group(commands, (command) => command.group)].map(([title, members]) => ({
    title,
    commands: members,
  }));
}

function rank(recent: readonly string[], { id }: Command): number {
  const at = recent.indexOf(id);
  return at < 0 ? recent.length : at;
}
