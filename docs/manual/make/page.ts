/** A page of the manual. */
export interface Page {
  /** Below docs/manual: "features/remote-im.md". */
  readonly path: string;
  readonly text: string;
}

/** A text without what Markdown or HTML would read in it. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]|<>]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
}

/** A text as it stands, to be typed or found again: `code`. */
export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}

/** Several lines as they stand. @param language of which they are, for colours */
export function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text.replace(/\s+$/, '')}\n\`\`\``;
}

/**
 * A table.
 * @param rows cells in Markdown
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A bar within a cell ends it, even in code.
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** "- a" line by line. @param items in Markdown */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Parts with blank lines between them; empty ones are left out. */
export function joined(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** "0.4 s", "21.1 s": seconds as people tell them. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
