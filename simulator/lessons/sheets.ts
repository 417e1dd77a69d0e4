import type { Design } from '../model/design.ts';
import type { Block, Report, Section, Table } from '../reports/report.ts';
import { counted, paragraph, paragraphs } from '../reports/report.ts';
import { complaintsOf } from './complaints/complaints.ts';
import { runOf } from './grounds.ts';
import type { Lesson, Step } from './lesson.ts';
import { judgeRepair } from './repair.ts';
import { kindOf } from './steps/registry.ts';

/** What learners get on paper: what it is about, what people say, the network as it should be, and what to do. */
export function handoutReport(lesson: Lesson): Report {
  const { title, about, learn, minutes, healthy } = lesson;
  const rules = rulesTable(healthy.design);
  return {
    kind: 'handout',
    title,
    subtitle: `${minutes} minutes, ${healthy.design.title}`,
    date: healthy.design.date,
    sections: [
      {
        title: 'What it is about',
        blocks: [
          ...paragraphs(about),
          ...(learn.length > 0
            ? [paragraph('Afterwards you can:'), { kind: 'list' as const, items: learn }]
            : []),
        ],
      },
      ...peopleSay(lesson),
      { title: 'What to do', blocks: lesson.steps.flatMap((step, at) => stepBlocks(lesson, step, at)) },
      { title: 'Addresses', blocks: [hostsTable(healthy.design)] },
      { title: 'The rules as they should be', blocks: [rules] },
    ],
    main: rules,
  };
}

/** What instructors get: what is wrong, what it does to whom, what is right at each step, and what it is worth. */
export function keyReport(lesson: Lesson): Report {
  const repair = lesson.steps.some((step) => step.repair) ? judgeRepair(lesson, lesson.start) : null;
  const start = runOf(lesson.start).features;
  const effects: Table = {
    kind: 'table',
    caption: 'What is worse than it should be',
    columns: [
      { id: 'feature', title: 'Feature', width: 3 },
      { id: 'now', title: 'What becomes of it', width: 1 },
      { id: 'why', title: 'First cause', width: 5 },
    ],
    rows: (repair?.features ?? []).flatMap(({ id, title, now, broken }) => {
      const finding = start.find(({ feature }) => feature.id === id)?.finding;
      return broken ? [[title, { text: now, mark: now }, finding?.because[0]?.text ?? '']] : [];
    }),
  };
  return {
    kind: 'key',
    title: `Answer key: ${lesson.title}`,
    subtitle: lesson.drawn
      ? `${counted(lesson.drawn.faults, 'fault')}, ${lesson.drawn.difficulty}, seed ${lesson.drawn.seed}`
      : counted(lesson.steps.length, 'step'),
    date: lesson.healthy.design.date,
    sections: [
      {
        title: 'What is wrong',
        blocks: [
          lesson.wrong.length > 0
            ? { kind: 'list', items: lesson.wrong.map(({ id, sentence }) => `${sentence} (${id})`) }
            : paragraph('Nothing: this lesson begins with a network in order.'),
          ...(effects.rows.length > 0 ? [effects] : []),
        ],
      },
      ...peopleSay(lesson),
      ...lesson.steps.map((step) => keySection(lesson, step)),
    ],
    main: effects,
  };
}

function peopleSay({ healthy, start, wrong }: Lesson): Section[] {
  if (wrong.length === 0) return [];
  const says = complaintsOf(start.design, runOf(healthy), runOf(start));
  return [
    {
      title: 'What people say',
      blocks: [{ kind: 'list', items: says.map((one) => `${one.name}, ${one.where}: “${one.says}”`) }],
    },
  ];
}

function stepBlocks(lesson: Lesson, step: Step, at: number): Block[] {
  const worth = step.points > 0 ? ` (${counted(step.points, 'point')})` : '';
  return [
    paragraph(`${at + 1}. ${step.title}${worth}`),
    ...paragraphs(step.do),
    ...kindOf(step).onPaper(lesson, step),
  ];
}

function keySection(lesson: Lesson, step: Step): Section {
  const worth = step.points > 0 ? `${step.title}: ${counted(step.points, 'point')}` : step.title;
  return { title: worth, blocks: [...kindOf(step).key(lesson, step), ...hintBlocks(step)] };
}

function hintBlocks({ hints }: Step): Block[] {
  if (hints.length === 0) return [];
  return [
    {
      kind: 'list',
      items: hints.map(
        ({ text, cost }, at) => `Hint ${at + 1} (${cost === 0 ? 'free' : `−${cost}`}): ${text}`,
      ),
    },
  ];
}

function hostsTable({ hosts, zones }: Design): Table {
  return {
    kind: 'table',
    caption: 'Hosts and their addresses',
    columns: [
      { id: 'host', title: 'Host', width: 2 },
      { id: 'zone', title: 'Network', width: 2 },
      { id: 'address', title: 'Address', width: 3 },
    ],
    rows: hosts.flatMap((host) =>
      host.interfaces.map(({ zone, address }) => [
        host.title,
        zones.find(({ id }) => id === zone)?.title ?? zone,
        address,
      ]),
    ),
  };
}

function rulesTable({ firewalls }: Design): Table {
  return {
    kind: 'table',
    caption: 'Rules of the firewalls',
    columns: [
      { id: 'firewall', title: 'Firewall', width: 2 },
      { id: 'rule', title: 'Rule', width: 1 },
      { id: 'action', title: 'Action', width: 1 },
      { id: 'transport', title: 'Transport', width: 1 },
      { id: 'direction', title: 'Direction', width: 1 },
      { id: 'src', title: 'From', width: 2 },
      { id: 'dst', title: 'To', width: 2 },
      { id: 'ports', title: 'Ports', width: 2 },
    ],
    rows: firewalls.flatMap(({ title, rules }) =>
      rules.map((rule) => [
        title,
        rule.id,
        rule.enabled ? rule.action : `${rule.action}, off`,
        rule.transport,
        rule.direction,
        rule.src,
        rule.dst,
        rule.dport,
      ]),
    ),
  };
}
