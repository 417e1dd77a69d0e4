import { ownZonesOf } from '../../../simulator/designs/forms/parts.ts';
import type { Thing } from '../../../simulator/designs/forms/things.ts';
import { findThing, titleOf } from '../../../simulator/designs/forms/things.ts';
import type { Design } from '../../../simulator/model/design.ts';
import type { MenuEntry } from '../../parts/menu-entry.ts';
import type { Lab } from '../../stores/lab.svelte.ts';
import type { Edit, Edited } from '../../worker/laboratory.ts';
import type { Selection } from '../view.ts';
import { KIND_WORDS } from './words.ts';

type Done = Extract<Edited, { ok: true }>;

/** The thing as what all views show as chosen. */
export function selectionOf(thing: Thing): Selection {
  return thing.kind === 'host' ? { kind: 'host', host: thing.id } : { kind: 'thing', thing };
}

/** The entry of the design that is chosen, if one is. */
export function thingOf(selection: Selection): Thing | null {
  switch (selection?.kind) {
    case 'host':
      return { kind: 'host', id: selection.host };
    case 'thing':
      return selection.thing;
    case 'rule':
      return { kind: 'firewall', id: selection.firewall };
    default:
      return null;
  }
}

/** Takes an edit; what was added is chosen. */
export async function takeEdit(
  lab: Lab,
  edit: Edit,
  words: (done: Done, design: Design) => string,
): Promise<void> {
  const edited = await lab.hand.take(edit, (done) => words(done, done.design));
  if (edited?.ok && edited.thing) lab.select(selectionOf(edited.thing));
}

/** "Added Henry's home" */
export function addEdit(lab: Lab, edit: Edit & { kind: 'add' }): Promise<void> {
  return takeEdit(
    lab,
    edit,
    ({ thing }, design) => `${thing ? titleOf(design, thing) : edit.what} was added.`,
  );
}

export function copyEdit(lab: Lab, thing: Thing, times: number): Promise<void> {
  const title = lab.design ? titleOf(lab.design, thing) : thing.id;
  return takeEdit(lab, { kind: 'copy', thing, times }, () =>
    times === 1 ? `${title} was copied.` : `${title} was copied ${times} times.`,
  );
}

export function deleteEdit(lab: Lab, thing: Thing): Promise<void> {
  const title = lab.design ? titleOf(lab.design, thing) : thing.id;
  return takeEdit(lab, { kind: 'delete', thing }, ({ gone }) =>
    gone.length === 0 ? `${title} was deleted.` : `${title} was deleted, and with it ${listed(gone)}.`,
  );
}

/** "Edge, Reverse proxy and 3 more" */
export function listed(titles: readonly string[]): string {
  const [first, second, ...rest] = titles;
  if (rest.length > 1) return `${first}, ${second} and ${rest.length} more`;
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
}

/** More zones than these are chosen in the form. */
const MOST_ZONES = 8;

/** What can be done by hand with a thing of the design, for menus; the last goes to its form. */
export function actionsFor(lab: Lab, thing: Thing): readonly MenuEntry[] {
  const { design } = lab;
  if (!design || !findThing(design, thing)) return [];
  const do_ = (edit: Promise<void>) => void edit;
  const word = KIND_WORDS[thing.kind].toLowerCase();
  return [
    {
      title: `Edit this ${word}…`,
      icon: 'edit',
      run: () => {
        lab.select(selectionOf(thing));
        lab.view = 'design';
      },
    },
    ...addsFor(lab, thing),
    ...movesFor(lab, design, thing),
    { title: `Copy this ${word}`, icon: 'copy', apart: true, run: () => do_(copyEdit(lab, thing, 1)) },
    { title: `Delete this ${word}`, icon: 'trash', run: () => do_(deleteEdit(lab, thing)) },
  ];
}

function addsFor(lab: Lab, { kind, id }: Thing): readonly MenuEntry[] {
  if (kind === 'zone')
    return [
      {
        title: 'Add a host here',
        icon: 'plus',
        run: () => void addEdit(lab, { kind: 'add', what: 'host', zone: id }),
      },
    ];
  if (kind !== 'host') return [];
  return [
    {
      title: 'Add a person here',
      icon: 'person',
      run: () => void addEdit(lab, { kind: 'add', what: 'person', host: id }),
    },
  ];
}

function movesFor(lab: Lab, design: Design, { kind, id }: Thing): readonly MenuEntry[] {
  const host = kind === 'host' ? findThing(design, { kind: 'host', id }) : undefined;
  const [only, ...others] = host?.interfaces ?? [];
  if (!host || !only) return [];
  const there = new Set(host.interfaces.map(({ zone }) => zone));
  const zones = ownZonesOf(design).filter((zone) => !there.has(zone.id));
  const why =
    others.length > 0
      ? `${host.title} has ${host.interfaces.length} interfaces: move one of them in its form`
      : '';
  return zones.slice(0, MOST_ZONES).map((zone, at) => ({
    title: `Move to ${zone.title}`,
    apart: at === 0,
    why,
    run: () =>
      void takeEdit(lab, { kind: 'move', host: id, interface: only.id, zone: zone.id }, (_done, next) => {
        const moved = findThing(next, { kind: 'host', id })?.interfaces[0]?.address ?? '';
        return `${host.title} is now in ${zone.title}, at ${moved}.`;
      }),
  }));
}
