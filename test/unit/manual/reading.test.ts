import { describe, expect, it } from 'vitest';
import { placeOf, slugOf } from '../../../renderer/views/manual/links.ts';
import { search } from '../../../renderer/views/manual/search.ts';

describe('links of the manual', () => {
  it('lead from the page on which they stand', () => {
    expect(placeOf('guide/map.md', '../features/a.md#rules')).toEqual({
      path: 'features/a.md',
      anchor: 'rules',
    });
    expect(placeOf('guide/map.md', 'ladder.md')).toEqual({ path: 'guide/ladder.md', anchor: '' });
    expect(placeOf('guide/map.md', './ladder.md')).toEqual({ path: 'guide/ladder.md', anchor: '' });
    expect(placeOf('guide/map.md', '#read-it')).toEqual({ path: 'guide/map.md', anchor: 'read-it' });
  });

  it('lead nowhere outside of the manual', () => {
    for (const href of [
      'https://example.com/a.md',
      'mailto:a@example.com',
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      '/etc/passwd',
      '//example.com/a.md',
      '../../README.md',
      '../../../etc/passwd',
    ])
      expect(placeOf('guide/map.md', href), href).toBeNull();
  });

  it('name headings as GitHub does', () => {
    expect(slugOf('What it needs')).toBe('what-it-needs');
    expect(slugOf('Modelled, simplified & not modelled')).toBe('modelled-simplified--not-modelled');
    expect(slugOf('`sip.Method`: a field')).toBe('sipmethod-a-field');
    expect(slugOf('Rules', ['rules'])).toBe('rules-1');
    expect(slugOf('Rules', ['rules', 'rules-1'])).toBe('rules-2');
  });
});

describe('the search of the manual', () => {
  const page = (path: string, title: string, text: string) => ({
    path,
    title,
    chapter: 'Guide',
    text: `# ${title}\n\n${text}`,
  });
  const pages = [
    page('a', 'The map', 'Here is a word about **relays** and gates.'),
    page('b', 'Gates', 'Rules of a firewall.'),
    page('c', 'Ladder', '## About gates\n\nNothing else.'),
    page('d', 'Tables', '| a | b |\n| --- | --- |\n| [Alice](x.md) | 10.45.16.30 |'),
  ];

  it('finds pages that hold all words, titles first, then headings', () => {
    expect(search(pages, 'GATES').map(({ path }) => path)).toEqual(['b', 'c', 'a']);
    expect(search(pages, 'gates relays').map(({ path }) => path)).toEqual(['a']);
    expect(search(pages, 'gates absent')).toEqual([]);
    expect(search(pages, '  ')).toEqual([]);
  });

  it('shows words around what was found, without marks', () => {
    expect(search(pages, 'relays')[0]!.excerpt).toBe('Here is a word about relays and gates.');
    expect(search(pages, '10.45.16.30')[0]!.excerpt).toBe('a b Alice 10.45.16.30');
  });

  it('cuts a long page at blanks', () => {
    const [hit] = search(
      [page('e', 'Long', `${'before '.repeat(80)}needle ${'after '.repeat(80)}`)],
      'needle',
    );
    expect(hit!.excerpt).toMatch(/^… (before )+needle (after )+…$/);
    expect(hit!.excerpt.length).toBeLessThan(240);
  });
});
