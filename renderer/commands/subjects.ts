import { formatAddress } from '../../simulator/model/address.ts';
import { formatService } from '../../simulator/model/packet.ts';
import type { MenuEntry } from '../parts/menu-entry.ts';
import type { Desk } from '../stores/desk.svelte.ts';
import { featureName } from '../stores/features.ts';
import { seconds3 } from '../stores/format.ts';
import { actionsFor } from '../views/design/actions.ts';
import { momentEntries } from './at-this-moment.ts';
import { keysOf } from './registry.ts';

/*
 * What can be done with what one points at. Any view takes part by writing on its marks and rows what they stand for:
 * data-packet, data-host, data-feature, data-zone, data-wall, data-rule (and data-firewall, where a rule's name alone is
 * not enough).
 */

const KINDS = ['packet', 'rule', 'host', 'feature', 'zone', 'wall'] as const;

/** The menu for what an element stands for; empty when it stands for nothing. */
export function entriesAt(target: Element, desk: Desk): readonly MenuEntry[] {
  const place = target.closest<HTMLElement>(KINDS.map((kind) => `[data-${kind}]`).join());
  const kind = KINDS.find((one) => place?.dataset[one] !== undefined);
  if (!place || !kind || !desk.lab.run) return [];
  const id = place.dataset[kind]!;
  switch (kind) {
    case 'packet':
      return packetEntries(Number(id), desk);
    case 'rule':
      return ruleEntries(id, place.dataset['firewall'], desk);
    case 'host':
      return hostEntries(id, desk);
    case 'feature':
      return featureEntries(id, desk);
    case 'zone':
      return [...momentEntries(desk.lab, 'zone', id), ...actionsFor(desk.lab, { kind: 'zone', id })];
    case 'wall':
      return [...momentEntries(desk.lab, 'firewall', id), ...actionsFor(desk.lab, { kind: 'firewall', id })];
  }
}

function packetEntries(packet: number, { lab, show }: Desk): readonly MenuEntry[] {
  const { reader } = lab;
  if (!reader || !(packet >= 0 && packet < reader.packetCount)) return [];
  const event = reader.trace.packets.sent[packet]!;
  const sent = reader.trace.events.time[event]!;
  const choose = () => lab.select({ kind: 'packet', packet, event });
  const page = (which: 'fields' | 'stream') => () => {
    choose();
    lab.fields.page = which;
  };
  const { src, dst, ...service } = reader.tuple(packet);
  return [
    { title: `Look at packet ${packet}`, icon: 'inspector', run: choose },
    { title: 'Fields and bytes, large', icon: 'tables', keys: keysOf('packet-fields'), run: page('fields') },
    {
      title: 'Follow its conversation',
      icon: 'ladder',
      keys: keysOf('follow-stream'),
      run: page('stream'),
    },
    {
      title: `Go to ${seconds3(sent)} s, when it was sent`,
      icon: 'clock',
      apart: true,
      run: () => {
        lab.seek(sent);
        choose();
      },
    },
    {
      title: 'Show it in the ladder',
      icon: 'ladder',
      run: () => {
        choose();
        show('ladder');
      },
    },
    {
      title: 'Copy its addresses',
      icon: 'copy',
      apart: true,
      run: copying(`${formatAddress(src)} to ${formatAddress(dst)} ${formatService(service)}`),
    },
  ];
}

function ruleEntries(id: string, firewall: string | undefined, { lab, show }: Desk): readonly MenuEntry[] {
  const walls = (lab.design?.firewalls ?? []).filter((one) => firewall === undefined || one.id === firewall);
  const wall = walls.find(({ rules }) => rules.some((rule) => rule.id === id));
  const rule = wall?.rules.find((one) => one.id === id);
  if (!wall || !rule) return [];
  const choose = () => lab.select({ kind: 'rule', firewall: wall.id, rule: id });
  return [
    {
      title: rule.enabled ? `Close ${id}` : `Open ${id}`,
      icon: 'rules',
      run: () => lab.toggleRule(wall.id, id),
    },
    { title: `Look at ${id}`, icon: 'inspector', apart: true, run: choose },
    {
      title: 'Show it among the rules',
      icon: 'rules',
      run: () => {
        show('rules');
        choose();
      },
    },
  ];
}

function hostEntries(id: string, { lab, show }: Desk): readonly MenuEntry[] {
  const host = lab.shown?.hosts.find((one) => one.id === id);
  if (!host) return [];
  const choose = () => lab.select({ kind: 'host', host: id });
  const addresses = host.interfaces.map(({ address }) => address);
  return [
    { title: `Look at ${host.title}`, icon: 'inspector', run: choose },
    {
      title: 'Show its states',
      icon: 'states',
      run: () => {
        choose();
        show('states');
      },
    },
    {
      title: addresses.length === 1 ? 'Copy its address' : 'Copy its addresses',
      icon: 'copy',
      apart: true,
      ...(addresses.length === 0 ? { why: 'It has none of its own' } : {}),
      run: copying(addresses.join(', ')),
    },
    ...momentEntries(lab, 'host', id),
    ...actionsFor(lab, { kind: 'host', id }),
  ];
}

function featureEntries(id: string, { lab, show, read }: Desk): readonly MenuEntry[] {
  const one = lab.run?.features.find(({ feature }) => feature.id === id);
  if (!one) return [];
  return [
    { title: `Play: ${featureName(one.feature)}`, icon: 'play', run: () => lab.choose(id) },
    { title: 'Show its end, without playing', icon: 'forward', run: () => lab.look(id) },
    {
      title: 'Show it in the ladder',
      icon: 'ladder',
      apart: true,
      run: () => {
        lab.look(id);
        show('ladder');
      },
    },
    {
      title: 'Show its states',
      icon: 'states',
      run: () => {
        lab.look(id);
        show('states');
      },
    },
    {
      title: 'Read about it in the manual',
      icon: 'manual',
      apart: true,
      run: () => read(`features/${id}.md`),
    },
  ];
}

function copying(text: string): () => void {
  return () => void navigator.clipboard.writeText(text);
}
