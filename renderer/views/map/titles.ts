/** What titles have in common at their beginning, without numbers: "Front end" for "Front end 1" and "Front end 2". */
export function sharedTitle(titles: readonly string[]): string {
  const [first = ''] = titles;
  let length = first.length;
  while (length > 0 && !titles.every((title) => title.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length).replace(/[\s\d._#-]+$/, '');
}
