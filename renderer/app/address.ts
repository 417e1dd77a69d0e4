/** The lesson of the course to which an address leads: "?lesson=signing-in" or "#lesson=signing-in"; null for any other. */
export function lessonIn({ search, hash }: Pick<Location, 'search' | 'hash'>): string | null {
  const [, id] = /^[?#]lesson=([a-z0-9][a-z0-9-]{0,63})$/.exec(search || hash) ?? [];
  return id ?? null;
}
