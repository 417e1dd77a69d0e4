import { featureName } from '../../simulator/model/feature-names.ts';
import { STATUS_WORDS, shownStatus } from '../parts/status.ts';
import type { Desk } from '../stores/desk.svelte.ts';
import { MANUAL_PAGES } from '../stores/manual-pages.ts';
import { portText } from '../views/rules/rules.ts';
import type { Command } from './command.ts';

/**
 * Commands that the design and its run bring along: one for each view, feature, rule, host, built-in design, and moment
 * that one can wait for.
 */
export function foundCommands(desk: Desk): readonly Command[] {
  return [
    ...viewCommands(desk),
    ...featureCommands(desk),
    ...designCommands(desk),
    ...recentCommands(desk),
    ...ruleCommands(desk),
    ...hostCommands(desk),
    ...waitCommands(desk),
    ...courseCommands(desk),
    ...MANUAL_COMMANDS,
  ];
}

/** The views of the rail; the first nine have a digit each. */
export function viewCommands({ views }: Pick<Desk, 'views'>): readonly Command[] {
  return views.map(({ id, title, icon }, at) => ({
    id: `show-${id}`,
    title: `Show: ${title}`,
    group: 'Views',
    ...(at < 9 ? { keys: String(at + 1) } : {}),
    icon,
    also: ['view', 'open'],
    run: (desk) => desk.show(id),
  }));
}

function featureCommands({ lab }: Desk): readonly Command[] {
  return (lab.run?.features ?? []).map(({ feature, finding }) => ({
    id: `play-${feature.id}`,
    title: `Play: ${featureName(feature)}`,
    group: 'Features',
    icon: 'play',
    also: [feature.title, STATUS_WORDS[shownStatus(finding)]],
    run: (desk) => desk.lab.choose(feature.id),
  }));
}

function designCommands({ lab }: Desk): readonly Command[] {
  return lab.builtin.map((design) => ({
    id: `open-${design.id}`,
    title: `Open design: ${design.title}`,
    group: 'Design',
    icon: 'map',
    also: [design.id],
    run: (desk) => void desk.lab.document.openBuiltin(design),
  }));
}

function recentCommands({ lab }: Desk): readonly Command[] {
  return lab.document.recent.map((file) => ({
    id: `recent-${file.id}`,
    title: `Open again: ${file.name}`,
    group: 'Files',
    icon: 'file',
    also: ['recent', file.folder],
    run: (desk) => void desk.openRecent(file.id),
  }));
}

function ruleCommands({ lab }: Desk): readonly Command[] {
  return (lab.design?.firewalls ?? []).flatMap((wall) =>
    wall.rules.flatMap((rule): readonly Command[] => [
      {
        id: `turn-${wall.id}-${rule.id}`,
        title: `${rule.enabled ? 'Close' : 'Open'} ${rule.id}: ${portText(rule)}`,
        group: 'Rules',
        many: true,
        icon: 'rules',
        also: [wall.title, 'gate', rule.purpose ?? ''],
        why: ({ lab }) => lab.locked,
        run: (desk) => desk.lab.toggleRule(wall.id, rule.id),
      },
      {
        id: `rule-${wall.id}-${rule.id}`,
        title: `Go to rule ${rule.id}: ${portText(rule)}`,
        group: 'Rules',
        many: true,
        icon: 'rules',
        also: [wall.title, 'look at', rule.src, rule.dst],
        run: (desk) => desk.lab.select({ kind: 'rule', firewall: wall.id, rule: rule.id }),
      },
    ]),
  );
}

function hostCommands({ lab }: Desk): readonly Command[] {
  return (lab.design?.hosts ?? []).map((host) => ({
    id: `host-${host.id}`,
    title: `Go to ${host.title}`,
    group: 'Hosts',
    many: true,
    icon: 'server',
    also: [host.id, ...host.interfaces.map(({ address }) => address)],
    run: (desk) => desk.lab.select({ kind: 'host', host: host.id }),
  }));
}

function courseCommands({ lessons }: Desk): readonly Command[] {
  return lessons.course.map(({ id, title }, at) => ({
    id: `lesson-${id}`,
    title: `Begin lesson ${at + 1}: ${title}`,
    group: 'Lessons',
    many: true,
    icon: 'lessons',
    also: ['course'],
    run: (desk) => void desk.lessons.beginCourse(id),
  }));
}

/** The pages of the manual. */
const MANUAL_COMMANDS: readonly Command[] = MANUAL_PAGES.map(({ path, title, chapter }) => ({
  id: `read-${path}`,
  title: `Read: ${title}`,
  group: 'Help',
  many: true,
  tells: true,
  icon: 'manual',
  also: ['manual', chapter],
  run: (desk) => desk.read(path),
}));

function waitCommands({ lab }: Desk): readonly Command[] {
  return lab.breakpoints.ideas.map(({ text }) => ({
    id: `until-${text}`,
    title: `Run until: ${text}`,
    group: 'Run control',
    many: true,
    icon: 'run-until',
    also: ['stop', 'breakpoint', 'wait for'],
    run: (desk) => {
      const why = desk.lab.breakpoints.runUntil(text);
      if (why !== '') desk.say(why);
    },
  }));
}
