import { LESSON } from '../ipc/window-forms.ts';

/** The scheme of links that lead into the lab: edge-lab://lesson/signing-in. */
export const LINK_SCHEME = 'edge-lab';

/** What a start, or a second one, was given by the system. */
export interface Given {
  /** Paths of files, in order. */
  readonly files: readonly string[];
  /** Id of a lesson of the course; null when no link leads to one. */
  readonly lesson: string | null;
}

const LINK = new RegExp(`^${LINK_SCHEME}://lesson/(${LESSON})/?$`);

/** The lesson to which a link leads; null for any other link: a page elsewhere may have made it. */
export function lessonOf(link: string): string | null {
  return LINK.exec(link)?.[1] ?? null;
}

/** Endings of files for which the lab is started by the system. */
const FILE = /\.(edgelab|edgeshow|edgelesson|edgework|json)$/i;

/**
 * What is meant by the arguments of a start. Switches of Chromium's and Electron's, and anything unknown, mean nothing.
 * @param args without the program, and without the folder of a program that is not packed
 */
export function givenBy(args: readonly string[]): Given {
  const words = args.filter((word) => !word.startsWith('-'));
  return {
    files: words.filter((word) => FILE.test(word) && !word.includes('://')),
    lesson: words.map(lessonOf).find((lesson) => lesson !== null) ?? null,
  };
}
