import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../../simulator/designs/source.ts';
import { expectProblem, MARK, problemsOf, REFERENCE } from './helpers.ts';

describe('a text that is no JSON is refused where it goes wrong', () => {
  const no = 'this is no JSON, at';
  test.each([
    ['', '1:1: the file is empty: it must hold a design, which begins with {'],
    [' \n\t\r\n', '1:1: the file is empty: it must hold a design, which begins with {'],
    ['{\n  "a": 1\n  "b": 2\n}', `3:3: ${no} "b": a comma, or a closing } or ], is missing before this`],
    ['[\n  1\n  2\n]', `3:3: ${no} 2: a comma, or a closing } or ], is missing before this`],
    ['{ "a" 1 }', `1:7: ${no} 1: a colon is missing after the name before this`],
    ['{ "a": 1, }', `1:11: ${no} }: a name in quotes must stand here (and no comma after the last entry)`],
    ['[1, 2,]', `1:7: ${no} ]: a value must stand here (and no comma after the last entry)`],
    [
      '{ a: 1 }',
      `1:3: ${no} a: a value must be a number, true, false, null, a text in quotes, a list [ ] or an object { }`,
    ],
    ['{ "a": 1', `1:9: ${no} the end of the file: a closing } is missing`],
    ['{ "a": [1', `1:10: ${no} the end of the file: a closing ] is missing`],
    ['{}\n{}', `2:1: ${no} {: the file must end here: something follows what it holds`],
    ['{ "a": 1. }', `1:8: ${no} 1.: a number must be written like 5, -5, 0.5 or 5e3`],
    ['{ // why\n}', `1:3: ${no} // why: JSON has no comments: take this one out`],
    ['{ "a": /* why */ 1 }', `1:8: ${no} /* why */: JSON has no comments: take this one out`],
    ['{ "a": "b\n}', `1:8: ${no} "b: a text must have a closing quote on the same line`],
    ['{ "a": "\\x" }', `1:8: ${no} "\\x": a backslash must be followed by one of " \\ / b f n r t u`],
    ['{ "a": "\\u12" }', `1:8: ${no} "\\u12": after \\u must stand four hexadecimal digits`],
    [
      '{ "a": "\u0001" }',
      `1:8: ${no} "\\u0001": a control character in a text must be written as \\u and four digits`,
    ],
  ])('%j', (text, expected) => {
    expect(problemsOf(text)[0]).toBe(`lab.json:${expected}`);
  });

  test('once for each place, not with all that follows from it', () => {
    expect(problemsOf('{ "a": 1, }')).toHaveLength(1);
    expect(problemsOf('{ "a": [1')).toHaveLength(1);
  });

  test('a name that stands twice, at its second place', () => {
    expectProblem(
      '"trust": 0,',
      `"trust": 0,\n      ${MARK}"trust": 2,`,
      '"trust" stands twice in this object: it must stand once',
    );
  });

  test('a name that would change what an object is', () => {
    expectProblem(
      '"role": "client"',
      `"role": "client", ${MARK}"__proto__": { "x": 1 }`,
      '"__proto__" is no field: it must be taken out',
    );
  });
});

test('a byte-order mark is passed over, and moves no position', () => {
  expect(problemsOf(`\ufeff${REFERENCE}`)).toEqual([]);
  expect(problemsOf('\ufeff{ "a" 1 }')[0]).toMatch(/^lab\.json:1:7: /);
});

test('lines that end as on Windows count as one', () => {
  const text = REFERENCE.replace('"trust": 0', '"trust": "much"').replaceAll('\n', '\r\n');
  const line = REFERENCE.split('\n').findIndex((one) => one.includes('"trust": 0')) + 1;
  expect(problemsOf(text)).toEqual([
    `lab.json:${line}:16: "much" is wrong for "trust": it must be a whole number`,
  ]);
});

describe('limits', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  test('64 levels are read, 65 are refused where the last begins', () => {
    expect(problemsOf(deep(64))[0]).toMatch(/it must be an object/);
    expect(problemsOf(deep(65))).toEqual(['lab.json:1:65: nested too deep: it must have at most 64 levels']);
  });

  test('a bracket in a text is no level', () => {
    expect(problemsOf(`{ "a": "${'['.repeat(1000)}" }`)[0]).not.toMatch(/nested/);
  });

  // What hides brackets from a count that knows less of the form than the parser does.
  test.each([
    ['a quote that the line ends', `"\n${'['.repeat(300_000)}`],
    ['a quote in a comment', `// "\n${'['.repeat(300_000)}`],
    ['a quote in a long comment', `/* " */${'['.repeat(300_000)}`],
    ['closing brackets that close nothing', `[${'}'.repeat(300_000)},${'['.repeat(300_000)}`],
    ['closing brackets first', `${']'.repeat(300_000)}${'['.repeat(300_000)}`],
    ['closing brackets of the other kind', '[},'.repeat(100_000)],
    ['closing brackets of the other kind in objects', '{"a":],"b":'.repeat(100_000)],
    ['objects', '{"a":'.repeat(300_000)],
    ['an escaped quote', `"\\"${'['.repeat(10)}"\n${'['.repeat(300_000)}`],
  ])('no way round them: %s', (_name, text) => {
    expect(problemsOf(text).at(-1)).toMatch(/nested too deep|is no JSON/);
  });

  test('more than 16 MB, and more than half a million values', () => {
    expect(problemsOf(`{ "a": "${'x'.repeat(16 * 1024 * 1024)}" }`)).toEqual([
      'lab.json:1:1: the file is too large: it must be at most 16 MB',
    ]);
    expect(problemsOf(`[${'1,'.repeat(600_000)}1]`)).toEqual([
      'lab.json:1:1000001: too many values: it must have at most 500000',
    ]);
  });

  test('at most 100 problems, in the order of the text', () => {
    const problems = problemsOf(`{ "zones": [${Array.from({ length: 500 }, () => '\n1').join(',')}] }`);
    expect(problems).toHaveLength(100);
    const lines = problems.map((one) => Number(one.split(':')[1]));
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
});

test('a problem is one line, whatever stands in the file and its name', () => {
  const line = formatProblem({ file: 'a\nb\u001b[31m.json', line: 2, column: 3, message: 'x\u2028\u202ey' });
  expect(line).toBe('a\\u000ab\\u001b[31m.json:2:3: x\\u2028\\u202ey');
  for (const name of ['a\\nb', '\\u001b[31m', '\\u202e', '\\ud800', 'x'.repeat(5000)])
    for (const problem of problemsOf(REFERENCE.replace('"format"', () => `"${name}": 1, "format"`))) {
      expect(problem).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
      expect(problem.length).toBeLessThan(400);
    }
});
