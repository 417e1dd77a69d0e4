import type { Command } from './command.ts';

const group = 'Run control';

/** Moments that one keeps, and goes back to. */
export const BOOKMARK_COMMANDS = [
  {
    id: 'bookmark',
    title: 'Bookmark this moment',
    group,
    keys: 'B',
    icon: 'bookmark',
    also: ['remember', 'keep'],
    why: ({ lab }) => (lab.reader ? '' : 'No run is there yet'),
    run: ({ lab }) => lab.bookmarks.add(),
  },
  {
    id: 'next-bookmark',
    title: 'Go to the next bookmark',
    group,
    keys: ']',
    icon: 'bookmark',
    why: ({ lab }) => (lab.bookmarks.beside(1) ? '' : 'No bookmark comes after this moment'),
    run: ({ lab: { bookmarks } }) => bookmarks.go(bookmarks.beside(1)!),
  },
  {
    id: 'previous-bookmark',
    title: 'Go to the bookmark before',
    group,
    keys: '[',
    icon: 'bookmark',
    why: ({ lab }) => (lab.bookmarks.beside(-1) ? '' : 'No bookmark comes before this moment'),
    run: ({ lab: { bookmarks } }) => bookmarks.go(bookmarks.beside(-1)!),
  },
] as const satisfies readonly Command[];
