import type { ShippedPackage } from './list.ts';

/** The list as the window reads it. */
export function licencesJson(packages: readonly ShippedPackage[]): string {
  return `${JSON.stringify(packages, null, 2)}\n`;
}

/** The list as a page: what is shipped under which licence, then each text once. */
export function licencesPage(packages: readonly ShippedPackage[]): string {
  const rows = packages.map(
    ({ name, version, licence, source }) => `| [${name}](${source}) | ${version} | ${licence} |`,
  );
  const texts = new Map<string, string[]>();
  for (const { name, version, text } of packages)
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  const sections = [...texts].map(
    ([text, names]) => `## ${names.join(', ')}\n\n\`\`\`\`text\n${text}\n\`\`\`\``,
  );
  return `# Licences

Edge Lab is under the [MIT licence](../LICENSE). What is shipped (the window, its replays, the desktop program's own part)
holds code of these packages, as far as the bundler took it in. Written by \`npm run licences\`. The desktop program stands on
Electron, Chromium and Node.js, whose licences lie beside it as \`LICENSE.electron.txt\` and \`LICENSES.chromium.html\`.

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}

${sections.join('\n\n')}
`;
}
