/*
 * The manual's pages and pictures, as they stand in docs/manual. Loaded when the manual is opened first.
 */

const FOLDER = '../../../docs/manual/';

const TEXTS = import.meta.glob<string>(
  '../../../docs/manual/{guide,features,formats,lessons,reference,extending}/**/*.md',
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const PICTURES = import.meta.glob<string>('../../../docs/manual/pictures/**/*', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The text of a page; undefined when there is none. @param path below docs/manual */
export function textOf(path: string): string | undefined {
  return TEXTS[`${FOLDER}${path}`];
}

/** The address of a picture; undefined when there is none. @param path below docs/manual */
export function pictureOf(path: string): string | undefined {
  return PICTURES[`${FOLDER}${path}`];
}
