import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { parse } from 'parse5';
import { expect, test } from 'vitest';
import { DAMAGED, NEWER, ReplayFile } from '../../renderer/replay/replay-file.ts';
import { builtinDesign } from '../../simulator/designs/registry.ts';
import { hashTrace } from '../../simulator/model/trace.ts';
import { TraceReader } from '../../simulator/model/trace-reader.ts';
import { dissect } from '../../simulator/protocols/dissect.ts';
import { PART_TYPE, PARTS_PLACE, replayPage, TITLE_PLACE } from '../../simulator/replay/page.ts';
import { replayTexts } from '../../simulator/replay/replay.ts';
import { run } from '../../simulator/run.ts';

const design = builtinDesign();
const { features: runs } = run(design);
const pack = (text: string) => gzipSync(text).toString('base64');

const scenes = runs.map((one) => ({ variant: 'as designed', design, run: one }));
const parts = Array.from(replayTexts({ title: 'Contoso', scenes }), pack);

async function opened(these: readonly string[]): Promise<ReplayFile> {
  const read = await ReplayFile.open(these);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

test('every run is read back as it was: findings, events, messages, to its hash', async () => {
  const file = await opened(parts);
  expect(file.head.title).toBe('Contoso');
  expect(file.head.designs).toEqual([design]);
  for (const [scene, original] of runs.entries()) {
    const read = await file.run(scene);
    if (!read.ok) throw new Error(read.problem);
    expect(read.value).toEqual(original);
    expect(hashTrace(read.value.trace)).toBe(original.hash);
    expect(read.value.trace.events.time).toBeInstanceOf(Float64Array);
  }
});

test('packets are taken apart into the same bytes, those that are encrypted too', async () => {
  const file = await opened(parts);
  const scene = runs.findIndex(({ feature }) => feature.id === 'remote-im');
  const read = await file.run(scene);
  if (!read.ok) throw new Error(read.problem);
  const [before, after] = [new TraceReader(runs[scene]!.trace), new TraceReader(read.value.trace)];
  for (let packet = 0; packet < before.packetCount; packet++)
    expect(dissect(after, packet)).toEqual(dissect(before, packet));
});

/** A part whose file was cut off, or one of whose characters was changed. */
const harm = fc.record({
  part: fc.nat(parts.length - 1),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  how: fc.constantFrom('cut', 'changed', 'lost'),
});

test('damage anywhere is found, and said in one sentence', () =>
  fc.assert(
    fc.asyncProperty(harm, async ({ part, at, how }) => {
      const whole = parts[part]!;
      const place = Math.floor(at * whole.replace(/=*$/, '').length);
      const rest = whole.slice(place + 1);
      const harmed =
        how === 'cut'
          ? whole.slice(0, place)
          : whole.slice(0, place) + (how === 'lost' ? '' : whole[place] === 'A' ? 'z' : 'A') + rest;
      const file = await ReplayFile.open(parts.with(part, harmed));
      const read = file.ok && part > 0 ? await file.value.run(part - 1) : file;
      // The last character of base64 has bits that stand for nothing; gzip's head has some that change nothing.
      if (!read.ok) expect(read.problem).toBe(DAMAGED);
      else if (read.value instanceof ReplayFile) expect(read.value.head.title).toBe('Contoso');
      else expect(read.value).toEqual(runs[part - 1]);
    }),
    { numRuns: 400 },
  ));

test('a part that is missing, none at all, a newer form: one sentence each', async () => {
  expect(await ReplayFile.open(parts.slice(0, -1))).toEqual({ ok: false, problem: DAMAGED });
  expect(await ReplayFile.open([])).toEqual({ ok: false, problem: DAMAGED });
  expect(await ReplayFile.open([pack(JSON.stringify({ version: 2, acts: [] }))])).toEqual({
    ok: false,
    problem: NEWER,
  });
});

test('what is whole and yet no replay is said to be damaged', async () => {
  const [head = '', trace = ''] = replayTexts({ title: 'Contoso', scenes: scenes.slice(0, 1) });
  const { events, ...rest } = JSON.parse(trace) as { events: { time: number[] } };
  const short = { ...rest, events: { ...events, time: events.time.slice(1) } };
  // An object that says itself what it is as a text, and is none.
  const designs = ['7', '"map"', '{"toString":0,"valueOf":0}', '[{"toString":0,"valueOf":0}]'];
  const astray = designs.map((one) => head.replace('"design":0', `"design":${one}`));
  for (const text of ['null', '[]', '{}', '{"version":1}', ...astray])
    expect(await ReplayFile.open([pack(text), pack(trace)])).toEqual({ ok: false, problem: DAMAGED });
  for (const text of ['null', '{', '{"events":{},"packets":{}}', JSON.stringify(short)])
    expect(await (await opened([pack(head), pack(text)])).run(0)).toEqual({ ok: false, problem: DAMAGED });
});

const frame = readFileSync('renderer/replay/replay.html', 'utf8').replace(
  '<!-- player -->',
  '<script>play()</script>',
);

type Node = DefaultTreeAdapterTypes.Node;

function elements(node: Node, name: string): DefaultTreeAdapterTypes.Element[] {
  const own = 'tagName' in node && node.tagName === name ? [node] : [];
  return [...own, ...('childNodes' in node ? node.childNodes.flatMap((one) => elements(one, name)) : [])];
}

const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';

/** Texts of those who would like to be markup. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\0\r]/g, '')),
  fc.constantFrom(
    '</title><script>alert(1)</script>',
    '<!-- parts -->',
    '$& $` $1',
    '&lt;b&gt;',
    '<!--<script>',
    TITLE_PLACE,
  ),
);

test('whatever the texts of a design say, they are text: in the title and in the parts', () =>
  fc.assert(
    fc.asyncProperty(hostile, hostile, async (title, name) => {
      const named = { ...design, title: name, people: design.people.map((one) => ({ ...one, name })) };
      const scene = { variant: name, design: named, run: runs[0]! };
      const texts = Array.from(replayTexts({ title, scenes: [scene] }), pack);
      const page = parse(replayPage(frame, title, texts));
      expect(elements(page, 'title').map(textOf)).toEqual([title]);
      const scripts = elements(page, 'script');
      const held = scripts.filter(({ attrs }) => attrs.some(({ value }) => value === PART_TYPE));
      expect(held.map(textOf)).toEqual(texts);
      expect(scripts.filter((one) => !held.includes(one)).map(textOf)).toEqual(['play()']);
      const { head } = await opened(held.map(textOf));
      expect(head).toMatchObject({ title, scenes: [{ variant: name }], designs: [{ title: name }] });
    }),
    { numRuns: 60 },
  ));

test('wherever a page is cut off behind its first lines, it says that it was', () => {
  const page = replayPage(frame, 'Contoso', parts.slice(0, 2));
  const told = page.indexOf('</p>') + '</p>'.length;
  expect(told).toBeLessThan(1500);
  fc.assert(
    fc.property(fc.integer({ min: told, max: page.length }), (cut) => {
      const [notice] = elements(parse(page.slice(0, cut)), 'p');
      expect(textOf(notice!).replaceAll(/\s+/g, ' ').trim()).toMatch(/^This replay cannot be shown: .*\.$/);
    }),
    { numRuns: 50 },
  );
});

test('what is no template is refused', () => {
  for (const wrong of ['', TITLE_PLACE, PARTS_PLACE, `${TITLE_PLACE}${TITLE_PLACE}${PARTS_PLACE}`])
    expect(() => replayPage(wrong, 'Contoso', parts)).toThrow('this is no template of a replay');
});
