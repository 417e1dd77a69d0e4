import type { Desk } from '../stores/desk.svelte.ts';
import type { Command } from './command.ts';

const group = 'Run control';

const noStop = ({ lab }: Desk) =>
  lab.bookmarks.all.length > 0 ? '' : 'Nothing to present yet: bookmark a moment first, or open a show';

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
    run: ({ lab: { bookmarks } }) => void bookmarks.go(bookmarks.beside(1)!),
  },
  {
    id: 'previous-bookmark',
    title: 'Go to the bookmark before',
    group,
    keys: '[',
    icon: 'bookmark',
    why: ({ lab }) => (lab.bookmarks.beside(-1) ? '' : 'No bookmark comes before this moment'),
    run: ({ lab: { bookmarks } }) => void bookmarks.go(bookmarks.beside(-1)!),
  },
  {
    id: 'present',
    title: 'Present the bookmarks, from the first',
    group: 'Views',
    keys: 'F5',
    icon: 'present',
    also: ['presentation', 'show', 'stage', 'slides', 'talk'],
    why: noStop,
    run: (desk) => void desk.present(),
  },
  {
    id: 'present-here',
    title: 'Present the bookmarks, from the chosen one',
    group: 'Views',
    keys: 'Shift+F5',
    icon: 'present',
    also: ['presentation', 'show', 'stage'],
    why: noStop,
    run: (desk) => {
      const { all, chosen } = desk.lab.bookmarks;
      void desk.present(
        Math.max(
          0,
          all.findIndex(({ id }) => id === chosen),
        ),
      );
    },
  },
  {
    id: 'open-show',
    title: 'Open a show…',
    group: 'Files',
    icon: 'open',
    also: ['presentation', 'bookmarks'],
    run: (desk) => void desk.openShow(),
  },
  {
    id: 'save-show',
    title: 'Save the bookmarks as a show…',
    group: 'Files',
    icon: 'save',
    also: ['presentation'],
    why: noStop,
    run: ({ lab }) => void lab.bookmarks.save(),
  },
  {
    id: 'example-show',
    title: 'Open the show "Five minutes on stage"',
    group: 'Files',
    icon: 'present',
    also: ['presentation', 'example'],
    run: (desk) => void desk.openExample(),
  },
] as const satisfies readonly Command[];
