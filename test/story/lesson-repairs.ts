import type { Design, DesignFirewall } from '../../simulator/model/design.ts';

type Rule = DesignFirewall['rules'][number];

/** Something that somebody does to a network. */
export type Change = (design: Design) => Design;

/** One thing after the other. */
export const all =
  (...changes: readonly Change[]): Change =>
  (design) =>
    changes.reduce((made, change) => change(made), design);

const rules =
  (wall: string, change: (rules: readonly Rule[]) => readonly Rule[]): Change =>
  (design) => ({
    ...design,
    firewalls: design.firewalls.map((one) =>
      one.id === wall ? { ...one, rules: [...change(one.rules)] } : one,
    ),
  });

const onRule = (id: string, change: (rule: Rule) => Rule): Change =>
  all(
    ...['external', 'internal'].map((wall) =>
      rules(wall, (list) => list.map((one) => (one.id === id ? change(one) : one))),
    ),
  );

export const open = (id: string) => onRule(id, (rule) => ({ ...rule, enabled: true }));
export const close = (id: string) => onRule(id, (rule) => ({ ...rule, enabled: false }));
export const set = (id: string, values: Partial<Rule>) => onRule(id, (rule) => ({ ...rule, ...values }));
export const remove = (id: string): Change =>
  all(...['external', 'internal'].map((wall) => rules(wall, (list) => list.filter((one) => one.id !== id))));

/** A rule of one's own, in front of all others. */
export const own = (
  wall: string,
  rule: Pick<Rule, 'src' | 'dst' | 'direction' | 'transport'> & Partial<Rule>,
): Change =>
  rules(wall, (list) => [
    {
      id: `own-${wall}-${list.length}`,
      sport: 'any',
      dport: 'any',
      action: 'permit',
      enabled: true,
      log: false,
      optional: false,
      ...rule,
    },
    ...list,
  ]);

/** The last rule of a firewall's list that has this id is moved to its end. */
export const last = (wall: string, id: string): Change =>
  rules(wall, (list) => [...list.filter((one) => one.id !== id), ...list.filter((one) => one.id === id)]);

/** What somebody does who wants to be rid of it: everything may pass, everywhere. */
export const openEverything: Change = (design) =>
  all(
    ...design.firewalls.map(({ id }) =>
      own(id, { src: 'any', dst: 'any', direction: 'both', transport: 'any' }),
    ),
  )(design);

export const onWall =
  (id: string, values: Partial<DesignFirewall>): Change =>
  (design) => ({
    ...design,
    firewalls: design.firewalls.map((one) => (one.id === id ? { ...one, ...values } : one)),
  });

type Certificate = Design['certificates'][number];

export const onCertificate =
  (id: string, values: Partial<Certificate>): Change =>
  (design) => ({
    ...design,
    certificates: design.certificates.map((one) => (one.id === id ? { ...one, ...values } : one)),
  });

type Host = Design['hosts'][number];

export const onHost =
  (id: string, change: (host: Host) => unknown): Change =>
  (design) => ({
    ...design,
    hosts: design.hosts.map((one) => (one.id === id ? (change(structuredClone(one)) as Host) : one)),
  });

/** A role of a host with other values. */
export const onRole = (host: string, role: string, change: (role: Role) => unknown) =>
  onHost(host, (one) => ({
    ...one,
    roles: one.roles.map((each) => (each.role === role ? change(each as Role) : each)),
  }));

type Role = Readonly<Record<string, unknown>>;

/** A record more for the DNS server of the internet. */
export const record = (values: object) =>
  onRole('public-dns', 'dns-server', (role) => ({
    ...role,
    records: [...(role['records'] as readonly object[]), values],
  }));

/** Somebody who sits outside is given a place in the office. */
export const moveInside = (host: string) =>
  onHost(host, (one) => ({
    ...one,
    interfaces: one.interfaces.map((card) => ({ ...card, zone: 'corporate', address: '192.168.10.77' })),
    dns: ['192.168.10.5'],
    trusts: [...one.trusts, 'Contoso Internal CA'],
  }));
