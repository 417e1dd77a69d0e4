import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Token, Tokens } from 'marked';
import { lexer, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { CHAPTERS, PAGE_PATHS } from '../../../docs/manual/make/contents.ts';
import { featurePath } from '../../../docs/manual/make/features/feature-page.ts';
import { engineVersion, inForm, kept, MANUAL } from '../../../docs/manual/make/files.ts';
import { overviewPages, titleOf } from '../../../docs/manual/make/overview.ts';
import { FEATURE_IDS, featurePages, registryPages } from '../../../docs/manual/make/pages.ts';
import { SCENES } from '../../../docs/manual/make/pictures/scenes.ts';
import { CONDITIONS } from '../../../docs/manual/make/tables.ts';
import { anchorsOf, placeOf } from '../../../renderer/views/manual/links.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { readCondition } from '../../../simulator/filters/conditions/read.ts';
import { FilterSource } from '../../../simulator/filters/source.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { run } from '../../../simulator/run.ts';

/** The sign-in, a phone call, and one that servers do by themselves: all of them take minutes (`npm run manual -- --check`). */
const SAMPLE = ['remote-sign-in', 'http-redirect', 'cms-replication'];

const texts = new Map(PAGE_PATHS.map((path) => [path, kept(path) ?? '']));

function tokensOf(text: string): Token[] {
  const all: Token[] = [];
  void walkTokens(lexer(text), (token) => void all.push(token));
  return all;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(MANUAL, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(MANUAL.length + 1));
}

describe('the pages that are made', () => {
  it.each(registryPages().map((page) => [page.path, page] as const))(
    '%s is as it would be made',
    async (path, page) => {
      expect(kept(path)).toBe(await inForm(page));
    },
  );

  it.each(SAMPLE)('the page of %s, and its picture, are as they would be made', async (id) => {
    for (const page of featurePages([id], engineVersion())) expect(kept(page.path)).toBe(await inForm(page));
  });

  it('has a page for every feature, which names its rules, its failures and its sources', () => {
    for (const id of FEATURE_IDS) {
      const text = texts.get(featurePath(id));
      for (const heading of ['What it needs', 'What it sends', 'How it fails', 'Where it is written'])
        expect(text, id).toContain(`## ${heading}`);
    }
  });

  it('tells each way to write a condition as the lab reads it', () => {
    const design = builtinDesign();
    const [one] = run(design, { only: ['av-remote-internal'] }).features;
    const source = new FilterSource(new TraceReader(one!.trace), design);
    for (const [text] of CONDITIONS) expect(readCondition(text, source), text).toMatchObject({ ok: true });
  });
});

describe('the contents', () => {
  it('is what the list of pages makes of them', async () => {
    for (const page of overviewPages((path) => texts.get(path)!))
      expect(kept(page.path)).toBe(await inForm(page));
  });

  it('has every page once, and no page is left out of it', () => {
    const pages = ['guide', 'features', 'formats', 'lessons', 'reference', 'extending']
      .flatMap(filesBelow)
      .filter((path) => path.endsWith('.md'));
    expect(new Set(PAGE_PATHS).size).toBe(PAGE_PATHS.length);
    expect([...PAGE_PATHS].sort()).toEqual(pages.sort());
  });

  it('tells pages apart by their titles', () => {
    for (const { title, groups } of CHAPTERS) {
      const titles = groups.flatMap(({ pages }) => pages.map((path) => titleOf(path, texts.get(path)!)));
      expect(new Set(titles).size, title).toBe(titles.length);
    }
  });
});

describe.each([...texts])('%s', (path, text) => {
  const tokens = tokensOf(text);

  it('begins with its heading and a paragraph that says what it is', () => {
    const [first, second] = lexer(text).filter(({ type }) => type !== 'space');
    expect(first).toMatchObject({ type: 'heading', depth: 1 });
    expect(second).toMatchObject({ type: 'paragraph' });
    expect(
      tokens.filter((token) => token.type === 'heading' && (token as Tokens.Heading).depth === 1),
    ).toHaveLength(1);
  });

  it('has no HTML', () => {
    expect(tokens.filter(({ type }) => type === 'html').map(({ raw }) => raw)).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    for (const token of tokens) {
      if (token.type !== 'link' || /^(https?|mailto):/.test((token as Tokens.Link).href)) continue;
      const { href } = token as Tokens.Link;
      const place = placeOf(path, href);
      const there = place ? texts.get(place.path) : undefined;
      if (there === undefined)
        expect(existsSync(join(MANUAL, path, '..', href.split('#')[0]!)), href).toBe(true);
      else if (place!.anchor !== '')
        expect([...anchorsOf(lexer(there)).values()], href).toContain(place!.anchor);
    }
  });

  it('has pictures that are there, and are said in words', () => {
    for (const token of tokens) {
      if (token.type !== 'image') continue;
      const { href, text: words } = token as Tokens.Image;
      const place = placeOf(path, href)!;
      expect(place.path).toMatch(/^pictures\//);
      expect(existsSync(join(MANUAL, place.path)), href).toBe(true);
      expect(words.length).toBeGreaterThan(10);
    }
  });
});

describe('the pictures', () => {
  const named = new Set(
    [...texts].flatMap(([path, text]) =>
      tokensOf(text).flatMap((token) =>
        token.type === 'image' ? [placeOf(path, (token as Tokens.Image).href)!.path] : [],
      ),
    ),
  );

  it('are made by a scene or a feature each, and each is on a page', () => {
    const made = [
      ...SCENES.map(({ name }) => `pictures/${name}.webp`),
      ...FEATURE_IDS.map((id) => `pictures/features/${id}.svg`),
    ];
    expect([...named].sort()).toEqual(made.sort());
    expect(filesBelow('pictures').sort()).toEqual(made);
  });

  it('are small: all together less than 1.5 MB', () => {
    const sizes = filesBelow('pictures').map((path) => readFileSync(join(MANUAL, path)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
  });
});
