import { neededRules } from '../../../simulator/analysis/needs.ts';
import type { CommandId } from '../../commands/registry.ts';
import type { Desk } from '../../stores/desk.svelte.ts';
import { FIRST_FEATURE } from '../../stores/lab.svelte.ts';
import { shownKeys } from '../../commands/keys.ts';

/** One stop of the tour: something to see, or to do. */
export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What it is about, as a selector. */
  readonly at: string;
  /** What is so when it begins. */
  readonly enter?: (desk: Desk) => void;
  /** It was done; then the tour goes on by itself. */
  readonly done?: (desk: Desk) => boolean;
  /** Does it for the person. */
  readonly act?: { readonly title: string; readonly run: CommandId | ((desk: Desk) => void) };
}

/** Sets the scene: the first feature at its start, and all that the tour points at in sight. */
export function setScene(desk: Desk): void {
  const { lab, layout } = desk;
  desk.show('map');
  layout.unfold();
  lab.look(FIRST_FEATURE);
  lab.seek(0);
}

/** What the tour closes: the first rule that the feature needed. */
export interface TourRule {
  readonly firewall: string;
  readonly rule: string;
}

export function ruleToClose({ lab }: Desk): TourRule | null {
  const [first] = lab.featureRun && lab.shown ? neededRules(lab.featureRun, lab.shown) : [];
  return first ? { firewall: first.firewall, rule: first.rule.id } : null;
}

/** The stops of the tour, for the design that is open. */
export function tourSteps({ lab }: Desk, { firewall, rule }: TourRule): readonly TourStep[] {
  const person = lab.design?.people.find(({ plays }) => plays === 'remote');
  const name = person?.name ?? 'Somebody';
  const isOpen = (desk: Desk) =>
    desk.lab.design?.firewalls.find(({ id }) => id === firewall)?.rules.find(({ id }) => id === rule)
      ?.enabled === true;
  const toggle = (desk: Desk) => desk.lab.toggleRule(firewall, rule);
  return [
    {
      title: `${name} signs in from the internet`,
      text: 'Press Play. Every mark that travels is a packet; its shape tells the protocol.',
      at: '[role=toolbar] .primary',
      done: (desk) => desk.lab.playback.playing,
      act: { title: 'Play', run: 'play' },
    },
    {
      title: 'Watch it happen',
      text: `The card of ${name} tells what goes on there, until it says registered. The timeline below shows who sent what, and when.`,
      at: `[data-host="${person?.host}"]`,
    },
    {
      title: 'Close a gate',
      text: `Each gate in a wall is one rule of that firewall. Double-click ${rule}, or press Enter on it.`,
      at: `[data-rule="${rule}"]`,
      done: (desk) => !isOpen(desk),
      act: { title: `Close ${rule}`, run: toggle },
    },
    {
      title: 'See what is lost',
      text: 'The lab has run again, and signing in is broken. Go to the packet that was lost.',
      at: '[role=toolbar] .drop',
      enter: (desk) => {
        desk.lab.playback.pause();
        desk.lab.seek(0);
      },
      done: (desk) => desk.lab.selection?.kind === 'packet',
      act: { title: 'Next drop', run: 'next-drop' },
    },
    {
      title: 'Why',
      text: 'Every packet tells what became of it: who dropped it, and which rule would have let it in.',
      at: 'aside[aria-label=Panel] .why',
    },
    {
      title: 'Go back in time',
      text: 'Drag along the timeline, or press the left arrow. Nothing is run again: going back is reading.',
      at: 'main > .timeline',
      done: (desk) => desk.lab.playback.atStart,
      act: { title: 'To the start', run: 'to-start' },
    },
    {
      title: 'Undo without end',
      text: `Undo opens ${rule} again. Whatever you change can be taken back.`,
      at: 'header button[aria-label=Undo]',
      done: isOpen,
      act: { title: 'Undo', run: 'undo' },
    },
    {
      title: 'The rest is under one key',
      text: `${shownKeys('$mod+K')} finds every command, feature, rule, host and packet. ${shownKeys('[Shift]+?')} lists the keys.`,
      at: 'header.top .search',
    },
  ];
}
