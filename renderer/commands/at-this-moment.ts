import type { Change } from '../../simulator/model/run.ts';
import type { MenuEntry } from '../parts/menu-entry.ts';
import type { Lab } from '../stores/lab.svelte.ts';

/** What is asked of the lab. */
type Now = Pick<Lab, 'interventions' | 'scene' | 'settled' | 'branch'> & {
  readonly playback: Pick<Lab['playback'], 'time'>;
};

/** What can happen at this moment to a host, a zone or a firewall: the run goes on from here as a branch. */
export function momentEntries(
  lab: Now,
  kind: 'host' | 'zone' | 'firewall',
  id: string,
): readonly MenuEntry[] {
  const entry = (title: string, change: Change, apart = false): MenuEntry => ({
    title,
    icon: 'branch',
    apart,
    why: lab.settled,
    run: () => lab.branch(change),
  });
  switch (kind) {
    case 'host': {
      const power = lastChange(lab, 'host', (change) => change.host === id);
      const cable = lastChange(lab, 'link', (change) => change.host === id);
      return [
        power && power.power !== 'on'
          ? entry('Switch it on now', { kind: 'host', host: id, power: 'on' }, true)
          : entry('Switch it off now', { kind: 'host', host: id, power: 'off' }, true),
        cable && !cable.connected
          ? entry('Plug its cable in now', { kind: 'link', host: id, connected: true })
          : entry('Pull its cable out now', { kind: 'link', host: id, connected: false }),
      ];
    }
    case 'zone': {
      const cut = lastChange(lab, 'zone', (change) => change.zone === id);
      return [
        cut && !cut.connected
          ? entry('Connect it again now', { kind: 'zone', zone: id, connected: true }, true)
          : entry('Cut it off now', { kind: 'zone', zone: id, connected: false }, true),
      ];
    }
    case 'firewall': {
      const mode = lastChange(lab, 'firewall', (change) => change.firewall === id);
      return [
        mode && mode.mode !== 'enforcing'
          ? entry('Let it do its work again now', { kind: 'firewall', firewall: id, mode: 'enforcing' }, true)
          : entry('Make it fail now', { kind: 'firewall', firewall: id, mode: 'failed' }, true),
      ];
    }
  }
}

/** The last thing of one kind that has happened until now to what is meant. */
function lastChange<K extends Change['kind']>(
  { interventions, playback, scene }: Now,
  kind: K,
  meant: (change: Extract<Change, { kind: K }>) => boolean,
): Extract<Change, { kind: K }> | undefined {
  return interventions
    .filter(({ at, feature }) => at <= playback.time && (feature ?? scene) === scene)
    .toSorted((a, b) => a.at - b.at)
    .map(({ change }) => change)
    .findLast(
      (change): change is Extract<Change, { kind: K }> =>
        change.kind === kind && meant(change as Extract<Change, { kind: K }>),
    );
}
