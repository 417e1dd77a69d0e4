import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { commandsIn, THEIR_FILES } from './readme-commands.ts';

const root = resolve(import.meta.dirname, '../..');
const commands = commandsIn(readFileSync(join(root, 'README.md'), 'utf8'));

test('commands are read without what is said beside them, and whole over two lines', () => {
  const text =
    'Not `a`.\n```sh\nnpm start   # begins\nlab "#1" \\\n  --x\n\n# only words\n```\n```\nnot this\n```\n';
  expect(commandsIn(text)).toEqual(['npm start', 'lab "#1" --x']);
});

test('README.md calls scripts that there are', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(commands.length).toBeGreaterThan(40);
  for (const command of commands) {
    const script = /npm run (?:-s )?([\w:]+)/.exec(command)?.[1];
    if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
  }
});

test('each file that a command reads comes from a command before it, or is brought by the test of README.md', () => {
  const made = new Set(Object.keys(THEIR_FILES));
  for (const command of commands) {
    for (const [, file] of command.matchAll(/(?:>|--(?:out|pcap|trace|csv|xapi)) ?([\w.-]+\.\w+)/g))
      made.add(file!);
    for (const [file] of command.matchAll(
      /(?<![\w.*/"=-])[a-z][\w-]*\.(?:json|cfg|nft|ya?ml|jsonl|pcapng)\b/g,
    ))
      expect([command, made.has(file)]).toEqual([command, true]);
  }
});
