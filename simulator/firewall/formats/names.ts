/**
 * Numbers that files write as digits or by a name of their vendor's.
 * @param names by name in small letters, as the vendor has them
 * @param most the largest number that there is
 * @returns a function that gives the number behind a word, or null
 */
export function numbered(
  names: Readonly<Record<string, number>>,
  most: number,
): (text: string) => number | null {
  return (text) =>
    /^\d{1,5}$/.test(text) && Number(text) <= most
      ? Number(text)
      : Object.hasOwn(names, text)
        ? names[text]!
        : null;
}
