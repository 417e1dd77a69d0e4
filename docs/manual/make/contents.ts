import { FEATURES } from '../../../simulator/features/registry.ts';
import { FORMATS } from '../../../simulator/firewall/formats/registry.ts';
import { COURSE } from '../../../simulator/lessons/course/registry.ts';
import { workloadTitle } from '../../../simulator/model/feature-names.ts';
import { EXTENDING_PAGES } from './extending/pages.ts';
import { featurePath } from './features/feature-page.ts';

/** Pages under one heading; a heading that is empty is not written. */
export interface Group {
  readonly title: string;
  /** Below docs/manual, in order. */
  readonly pages: readonly string[];
}

/** A part of the manual. */
export interface Chapter {
  readonly title: string;
  readonly about: string;
  readonly groups: readonly Group[];
}

/** All pages of the manual, in the order in which they are read. A new page is one line here. */
export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Guide',
    about: 'How to use the lab, one idea a page.',
    groups: [
      { title: 'Begin', pages: ['guide/first-minutes.md', 'guide/glossary.md'] },
      {
        title: 'Look',
        pages: [
          'guide/map.md',
          'guide/ladder.md',
          'guide/timeline.md',
          'guide/inspector.md',
          'guide/states.md',
          'guide/people.md',
        ],
      },
      {
        title: 'Change',
        pages: [
          'guide/branching.md',
          'guide/what-breaks.md',
          'guide/designing.md',
          'guide/real-firewalls.md',
          'guide/captures.md',
        ],
      },
      {
        title: 'Teach and show',
        pages: ['guide/lessons.md', 'guide/presenting.md'],
      },
      { title: 'Keep', pages: ['guide/files.md', 'guide/troubleshooting.md'] },
    ],
  },
  {
    title: 'Features',
    about:
      'What each feature of external access needs, what it sends, and how it fails; found by running it.',
    groups: [...new Set(FEATURES.map(({ workload }) => workload))].map((workload) => ({
      title: workloadTitle(workload),
      pages: FEATURES.filter((one) => one.workload === workload).map(({ id }) => featurePath(id)),
    })),
  },
  {
    title: 'Firewall formats',
    about: 'The forms in which rules are read and written.',
    groups: [{ title: '', pages: FORMATS.map(({ id }) => `formats/${id}.md`) }],
  },
  {
    title: 'Lessons',
    about: 'The course, from what a port is to a lab with two faults.',
    groups: [{ title: '', pages: COURSE.map(({ id }) => `lessons/${id}.md`) }],
  },
  {
    title: 'Reference',
    about: 'Everything that has a name, in tables; the forms of files; what programs can call.',
    groups: [
      {
        title: 'What there is',
        pages: [
          'reference/limits.md',
          'reference/keys.md',
          'reference/filters.md',
          'reference/conditions.md',
          'reference/faults.md',
          'reference/knobs.md',
          'reference/diagnostics.md',
        ],
      },
      {
        title: 'Files',
        pages: [
          'reference/designs.md',
          'reference/shows.md',
          'reference/lessons.md',
          'reference/work.md',
          'reference/policies.md',
          'reference/rules-csv.md',
          'reference/reports.md',
          'reference/captures.md',
        ],
      },
      {
        title: 'Programs',
        pages: ['reference/command-line.md', 'reference/json.md', 'reference/trace.md'],
      },
    ],
  },
  {
    title: 'Extending',
    about: 'How to add to the lab: one worked example of each kind, which a command builds and tries.',
    groups: [{ title: '', pages: EXTENDING_PAGES }],
  },
];

/** Every page, in order. */
export const PAGE_PATHS: readonly string[] = CHAPTERS.flatMap(({ groups }) =>
  groups.flatMap(({ pages }) => pages),
);
