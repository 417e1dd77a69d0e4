import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { edited, EXAMPLES, readExample } from '../../docs/manual/make/extending/examples.ts';
import { EXTENDING_PAGES, extendingPages } from '../../docs/manual/make/extending/pages.ts';
import { inForm, kept } from '../../docs/manual/make/files.ts';

test('all examples can be joined to the project as it is, one after the other', () => {
  const texts = new Map<string, string>();
  for (const { edits, files } of EXAMPLES.map(readExample)) {
    for (const { path, text } of files) {
      expect(existsSync(path), path).toBe(false);
      texts.set(path, text);
    }
    for (const edit of edits) {
      const before = texts.get(edit.file) ?? readFileSync(edit.file, 'utf8');
      texts.set(edit.file, edited(before, edit));
    }
  }
  expect(readdirSync('examples').sort()).toEqual([...EXAMPLES].sort());
});

describe('an edit', () => {
  const file = 'registry.ts';
  const text = "  a,\n  b,\n  // a,\n  c('b'),\n";

  test('goes below or above its line, or in place of its text', () => {
    expect(edited(text, { file, below: '  a,', insert: '  new,\n' })).toContain('  a,\n  new,\n  b,');
    expect(edited(text, { file, above: '  b,', insert: '  new,' })).toContain('  a,\n  new,\n  b,');
    expect(edited(text, { file, find: "c('b')", with: 'd()\n' })).toContain('  d(),\n');
  });

  test('whose place is gone, or not the only one, fails and says where', () => {
    expect(() => edited(text, { file, below: '  gone,', insert: 'x' })).toThrow(/registry\.ts: there is no/);
    expect(() => edited(`${text}  a,\n`, { file, below: '  a,', insert: 'x' })).toThrow(/2 times/);
    expect(() => edited(text, { file, find: 'a,', with: 'x' })).toThrow(/2 times/);
  });
});

test.each(EXTENDING_PAGES)('%s quotes the example as it is (npm run manual)', async (path) => {
  const [page] = extendingPages([path]);
  expect(await inForm(page!)).toBe(kept(path));
});

test('each kind that ARCHITECTURE.md tells how to add has its page', () => {
  const [, section] = /^## How to add\n([\s\S]*?)^## /m.exec(readFileSync('ARCHITECTURE.md', 'utf8'))!;
  const kinds = [...section!.matchAll(/\*\*((?:A|Something) [^*]+):\*\*/g)].map(([, kind]) => kind!);
  const titles = EXTENDING_PAGES.map((path) => /^# (.+)$/m.exec(kept(path)!)![1]!);
  expect(kinds.length).toBeGreaterThan(18);
  expect(kinds.filter((kind) => !titles.includes(kind))).toEqual([]);
});
