/** Bad usage or bad input: one line that says where, what, and what would be right. Exit status 2. */
export class CliError extends Error {}

/** Prints data. A reader that went away early (`| head`) is no error. */
export function print(text: string): void {
  printBytes(text.endsWith('\n') ? text : `${text}\n`);
}

/** The same of what is no text, or is whole already. */
export function printBytes(data: string | Uint8Array): void {
  if (process.stdout.listenerCount('error') === 0)
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  process.stdout.write(data);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Rows as text in columns; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A text in lines of at most so many characters, broken between words. */
export function wrapped(text: string, width = 100): string {
  return text.replace(new RegExp(`(.{1,${width}})(?: +|$)`, 'g'), '$1\n').trimEnd();
}
