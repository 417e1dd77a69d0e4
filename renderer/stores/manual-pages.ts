import contents from '../../docs/manual/contents.json';

/** A page of the manual, by what stands in the contents. */
export interface ManualPage {
  /** Below docs/manual. */
  readonly path: string;
  readonly title: string;
  readonly chapter: string;
}

/** Every page, in the order in which the manual is read. */
export const MANUAL_PAGES: readonly ManualPage[] = contents.flatMap(({ title: chapter, groups }) =>
  groups.flatMap(({ pages }) => pages.map((page) => ({ ...page, chapter }))),
);

/** Is there a page? A feature that only this program asks for, or a format that was added, may have none. */
export function hasManualPage(path: string): boolean {
  return MANUAL_PAGES.some((page) => page.path === path);
}
