import type { Design } from '../../../simulator/model/design.ts';
import type { Selection } from '../view.ts';

/** Something on the map that a search found. */
export interface Found {
  readonly key: string;
  readonly title: string;
  /** What tells it from others: its addresses, its firewall. */
  readonly detail: string;
  readonly selection: NonNullable<Selection>;
}

/** Hosts by their name, person or address, and rules by their name or ports: those that begin with it first. */
export function findOnMap(design: Design, text: string, most = 12): readonly Found[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const ranked = thingsOf(design).flatMap(({ found, words }) => {
    const rank = Math.min(...words.map((word) => rankOf(word.toLowerCase(), wanted)));
    return Number.isFinite(rank) ? [{ found, rank }] : [];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ found }) => found);
}

/** 0 for the very word, 1 when it begins so, 2 when one of its words does, 3 when it is somewhere inside. */
function rankOf(word: string, wanted: string): number {
  if (word === wanted) return 0;
  const at = word.indexOf(wanted);
  if (at < 0) return Infinity;
  return at === 0 ? 1 : /[\s.-]/.test(word[at - 1]!) ? 2 : 3;
}

function thingsOf(design: Design): readonly { readonly found: Found; readonly words: readonly string[] }[] {
  const people = new Map(design.people.map(({ host, name }) => [host, name]));
  const routers = new Map(design.nats.map(({ inside, address }) => [inside, address]));
  const hosts = design.hosts.map(({ id, title, interfaces }) => {
    const router = routers.get(interfaces[0]!.zone);
    const addresses = [...interfaces.map(({ address }) => address), ...(router ? [router] : [])];
    const person = people.get(id);
    return {
      found: {
        key: `host/${id}`,
        title,
        detail: addresses.join(', '),
        selection: { kind: 'host', host: id } as const,
      },
      words: [title, id, ...addresses, ...(person === undefined ? [] : [person])],
    };
  });
  const rules = design.firewalls.flatMap((wall) =>
    wall.rules.map((rule) => ({
      found: {
        key: `rule/${wall.id}/${rule.id}`,
        title: `Rule ${rule.id}`,
        detail: `${wall.title}, ${rule.transport.toUpperCase()} ${rule.dport}`,
        selection: { kind: 'rule', firewall: wall.id, rule: rule.id } as const,
      },
      words: [rule.id, `${rule.transport} ${rule.dport}`, rule.purpose ?? '', rule.dport],
    })),
  );
  return [...hosts, ...rules];
}
