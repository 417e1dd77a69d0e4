import { CHAPTERS } from './contents.ts';
import { escaped, joined, list } from './page.ts';
import type { Page } from './page.ts';

/** The title of a page: its first heading. @throws Error when it has none */
export function titleOf(path: string, text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw new Error(`${path} has no heading`);
  return title.replace(/\\(.)/g, '$1');
}

/**
 * The contents, for people on a code host and for the window.
 * @param read the text of a page, by its path
 */
export function overviewPages(read: (path: string) => string): readonly Page[] {
  const title = (path: string) => titleOf(path, read(path));
  return [
    {
      path: 'README.md',
      text: joined(
        '# Manual of Edge Lab',
        'Also in the program: F1 opens it, and it is searched there. The pages of features, formats and lessons, and the tables, are made by `npm run manual` out of runs and registries; `npm run manual:pictures` takes the pictures.',
        ...CHAPTERS.flatMap((chapter) => [
          `## ${chapter.title}`,
          chapter.about,
          ...chapter.groups.flatMap((group) => [
            group.title === '' ? '' : `### ${group.title}`,
            list(group.pages.map((path) => `[${escaped(title(path))}](${path})`)),
          ]),
        ]),
      ),
    },
    {
      path: 'contents.json',
      text: JSON.stringify(
        CHAPTERS.map((chapter) => ({
          title: chapter.title,
          groups: chapter.groups.map((group) => ({
            title: group.title,
            pages: group.pages.map((path) => ({ path, title: title(path) })),
          })),
        })),
      ),
    },
  ];
}
