/** One thing that was checked, in words. */
export interface JUnitCase {
  /** What kind of thing: cases of one kind are shown together. */
  readonly group: string;
  readonly name: string;
  /** Seconds that it took. */
  readonly seconds: number;
  /** What went wrong, a line each, the first one as the headline; empty when nothing did. */
  readonly failures: readonly string[];
}

/**
 * A report as systems for continuous integration read it: the form of JUnit in which Jenkins, GitLab and GitHub's actions
 * agree (jenkinsci/xunit-plugin, junit-10.xsd). It has no date, so that the same run gives the same file.
 * @param properties of the whole, by name
 */
export function junitOf(
  name: string,
  properties: Readonly<Record<string, string>>,
  cases: readonly JUnitCase[],
): string {
  const counts = attributes({
    name,
    tests: cases.length,
    failures: cases.filter(({ failures }) => failures.length > 0).length,
    errors: 0,
    skipped: 0,
    time: cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
  });
  const told = Object.entries(properties).map(
    ([key, value]) => `      <property${attributes({ name: key, value })}/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${counts}>`,
    '    <properties>',
    ...told,
    '    </properties>',
    ...cases.map((one) => caseXml(name, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseXml(suite: string, { group, name, seconds, failures }: JUnitCase): string {
  const opening = `    <testcase${attributes({ name, classname: `${suite}.${group}`, time: seconds.toFixed(3) })}`;
  const [message, ...more] = failures;
  if (message === undefined) return `${opening}/>`;
  const text = [message, ...more].map(escape).join('\n');
  return `${opening}>\n      <failure${attributes({ message, type: group })}>${text}</failure>\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text inside XML 1.0; what that has no place for, not even escaped (its production 2, Char), is replaced. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
