/*
 * Pages that are written by hand, with parts that are made: between `[//]: # 'begin: NAME'` and `[//]: # 'end'`, which
 * Markdown shows nowhere (a definition of a link that nobody uses).
 */

const REGION = /^(\[\/\/\]: # 'begin: (.+)')\n[\s\S]*?^(\[\/\/\]: # 'end')$/gm;

/**
 * A page with its made parts as they are now.
 * @param make a part by its name
 * @throws Error when a part has no end
 */
export function filled(page: string, make: (name: string) => string): string {
  const begins = page.match(/^\[\/\/\]: # 'begin: /gm)?.length ?? 0;
  let made = 0;
  const text = page.replace(REGION, (_, begin: string, name: string, end: string) => {
    made++;
    return `${begin}\n\n${make(name).trim()}\n\n${end}`;
  });
  if (made !== begins) throw new Error('a made part of a page has no end');
  return text;
}
