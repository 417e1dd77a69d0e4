import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin, change, redo, undo } from '../../../../renderer/stores/history.ts';
import { countAddress } from '../../../../simulator/designs/forms/fields.ts';
import type { Edit, Edited } from '../../../../simulator/designs/editing/edit.ts';
import { applyEdit, goesWith } from '../../../../simulator/designs/editing/edit.ts';
import type { EntryKind, Thing } from '../../../../simulator/designs/forms/things.ts';
import { ENTRY_KINDS, entriesOf, idOf } from '../../../../simulator/designs/forms/things.ts';
import { builtinDesign, openDesign } from '../../../../simulator/designs/registry.ts';
import { designText } from '../../../../simulator/designs/text.ts';
import type { Design } from '../../../../simulator/model/design.ts';
import { run } from '../../../../simulator/run.ts';

const design = builtinDesign();

function done(edited: Edited): Extract<Edited, { ok: true }> {
  if (!edited.ok) throw new Error(edited.problem);
  return edited;
}
const after = (edit: Edit, of = design): Design => done(applyEdit(of, edit)).design;
const refused = (edit: Edit) => {
  const edited = applyEdit(design, edit);
  if (edited.ok) throw new Error('was taken');
  return edited;
};
const works = (of: Design, feature: string) => run(of, { only: [feature] }).features[0]!.finding.status;
const index = (of: Design, host: string) => of.hosts.findIndex(({ id }) => id === host);

test('a home is added with all that it takes, and whoever lives there signs in', () => {
  const { design: next, thing } = done(applyEdit(design, { kind: 'add', what: 'home', name: 'Henry' }));
  expect(thing).toEqual({ kind: 'nat', id: 'henry-router' });
  expect(next.zones.at(-1)).toMatchObject({
    id: 'henry-home',
    title: "Henry's home",
    prefixes: ['192.168.3.0/24'],
  });
  expect(next.accounts.at(-1)).toMatchObject({ uri: 'sip:henry@contoso.com', name: 'Henry' });
  const henry = next.people.at(-1)!;
  expect(henry).toMatchObject({ plays: 'remote', host: 'henry-pc' });
  const first = { ...next, people: [henry, ...next.people.filter((one) => one !== henry)] };
  expect(works(first, 'remote-sign-in')).toBe('works');
  expect(works(first, 'av-remote-internal')).toBe('works');
});

test('a partner is added with servers, names and people of its own, and talks to ours', () => {
  const { design: next, thing } = done(
    applyEdit(design, { kind: 'add', what: 'partner', name: 'Northwind' }),
  );
  expect(thing).toEqual({ kind: 'organization', id: 'northwind' });
  expect(JSON.stringify(next.hosts.find(({ id }) => id === 'public-dns'))).toContain(
    '_sipfederationtls._tcp.northwind.com',
  );
  const dave = next.people.at(-1)!;
  expect(dave).toMatchObject({ plays: 'federated', uri: 'sip:dave-2@northwind.com' });
  const first = { ...next, people: [dave, ...next.people.filter((one) => one !== dave)] };
  expect(works(first, 'federation-im-lync2010')).toBe('works');
});

test('a copied partner that is only reached by a route is written down there too', () => {
  const next = after({ kind: 'copy', thing: { kind: 'organization', id: 'messenger' }, times: 1 });
  const [edge] = next.hosts.find(({ id }) => id === 'edge')!.roles;
  expect(JSON.stringify(edge)).toContain('{"domains":["messenger-2.com"],"edge":"sip.messenger-2.com"}');
  const back = after({ kind: 'delete', thing: { kind: 'organization', id: 'messenger-2' } }, next);
  expect(back).toEqual(design);
});

test.each<Edit & { kind: 'add' }>([
  { kind: 'add', what: 'home' },
  { kind: 'add', what: 'partner' },
  { kind: 'add', what: 'zone', name: 'Lab' },
  { kind: 'add', what: 'host', zone: 'corporate' },
  { kind: 'add', what: 'host', zone: 'internet', name: 'Web' },
  { kind: 'add', what: 'person', host: 'bob-pc', name: 'Beate' },
  { kind: 'add', what: 'person', host: 'gina-pc' },
  { kind: 'add', what: 'firewall', outside: 'internet', inside: 'corporate' },
  { kind: 'add', what: 'nat', outside: 'internet', inside: 'corporate' },
  { kind: 'add', what: 'certificate' },
  { kind: 'add', what: 'account', name: 'Zoe' },
  { kind: 'add', what: 'organization' },
])('what was added and is deleted has left nothing: $what', (edit) => {
  const { design: next, thing } = done(applyEdit(design, edit));
  expect(next).not.toEqual(design);
  expect(after({ kind: 'delete', thing: thing! }, next)).toEqual(design);
});

test('2,000 copies of a remote user have homes, addresses and accounts of their own', () => {
  const next = after({ kind: 'copy', thing: { kind: 'person', id: 'carol' }, times: 2000 });
  expect(next.people).toHaveLength(design.people.length + 2000);
  expect(next.people.at(-1)).toMatchObject({
    id: 'carol-2001',
    name: 'Carol 2001',
    uri: 'sip:carol-2001@contoso.com',
  });
  expect(new Set(next.nats.map(({ address }) => address)).size).toBe(next.nats.length);
  expect(refused({ kind: 'copy', thing: { kind: 'person', id: 'carol' }, times: 2001 }).problem).toContain(
    'from 1 to 2000',
  );
});

test('an address in use is refused: whose it is, and the nearest that is free', () => {
  const path = ['hosts', index(design, 'ben-pc'), 'interfaces', 0, 'address'];
  expect(refused({ kind: 'set', path, value: '192.168.10.51' })).toEqual({
    ok: false,
    problem: '192.168.10.51 is the address of "bob-pc.lan" already: each interface and NAT must have its own',
    nearest: '192.168.10.53',
  });
  expect(refused({ kind: 'set', path, value: '10.1.1.1' }).nearest).toBe('192.168.10.1');
  expect(
    after({ kind: 'set', path, value: '192.168.10.53' }).hosts[Number(path[1])]!.interfaces[0]!.address,
  ).toBe('192.168.10.53');
});

test.each<readonly [readonly (string | number)[], unknown, string | number]>([
  [['zones', 0, 'loss'], 3, 1],
  [['zones', 0, 'trust'], 1.4, 1],
  [['zones', 1, 'id'], "Alice's flat", 'Alice-s-flat'],
  [['zones', 1, 'id'], 'carol-home', 'carol-home-2'],
  [['zones', 4, 'prefixes', 0], '10.45.16.9/24', '10.45.16.0/24'],
  [['nats', 0, 'address'], '203.0.113.53', '203.0.113.54'],
  [['nats', 0, 'udpTimeout_s'], -5, 0],
])('the nearest to what cannot stand at %j', (path, value, nearest) => {
  const said = refused({ kind: 'set', path, value });
  expect(said.nearest).toBe(nearest);
  expect(applyEdit(design, { kind: 'set', path, value: nearest }).ok).toBe(true);
});

test('a thing with another id is found by it wherever it was named', () => {
  const rename = (path: readonly (string | number)[], value: string, of = design) =>
    after({ kind: 'set', path, value }, of);
  const named = after({ kind: 'set', path: ['firewalls', 0, 'rules', 2, 'dst'], value: 'edge.access, edge' });
  const host = rename(['hosts', index(named, 'edge'), 'id'], 'sbc', named);
  expect(host.firewalls[0]!.rules[2]!.dst).toBe('sbc.access, sbc');
  const face = rename(['hosts', index(host, 'sbc'), 'interfaces', 0, 'id'], 'front', host);
  expect(face.firewalls[0]!.rules[2]!.dst).toBe('sbc.front, sbc');
  const zone = rename(['zones', 6, 'id'], 'office', face);
  expect(zone.hosts.filter(({ interfaces }) => interfaces[0]!.zone === 'office').length).toBeGreaterThan(5);
  const certificate = rename(['certificates', 0, 'id'], 'outer', zone);
  const account = rename(['accounts', 0, 'uri'], 'sip:al@contoso.com', certificate);
  expect(account.people[0]!.uri).toBe('sip:al@contoso.com');
  expect(account.accounts[1]!.contacts).toContain('sip:al@contoso.com');
  expect(works(account, 'remote-sign-in')).toBe('works');
});

test('a host that moves gets an address there, and asks the name servers there', () => {
  const next = after({ kind: 'move', host: 'bob-pc', interface: 'lan', zone: 'alice-home' });
  const bob = next.hosts[index(next, 'bob-pc')]!;
  expect(bob.interfaces[0]).toMatchObject({ zone: 'alice-home', address: '192.168.1.7' });
  expect(bob.dns).toEqual(['203.0.113.53']);
});

test('a mapped address that changes is mapped as before; where else it stands can be counted and changed', () => {
  const two = builtinDesign('reference-2');
  const path = ['hosts', index(two, 'edge'), 'interfaces', 0, 'address'];
  const next = after({ kind: 'set', path, value: '10.45.16.99' }, two);
  expect(next.firewalls[0]!.nat[0]).toEqual({ outside: '131.107.155.10', inside: '10.45.16.99' });
  const single = after({ kind: 'set', path, value: '10.45.16.99' });
  expect(works(single, 'remote-sign-in')).toBe('broken');
  expect(countAddress(single, '10.45.16.10')).toBe(6);
  const whole = after({ kind: 'readdress', from: '10.45.16.10', to: '10.45.16.99' }, single);
  expect(countAddress(whole, '10.45.16.10')).toBe(0);
  expect(works(whole, 'remote-sign-in')).toBe('works');
});

test('what goes with what is deleted is told; what others show cannot go', () => {
  expect(refused({ kind: 'delete', thing: { kind: 'certificate', id: 'fe1' } }).problem).toBe(
    'certificate "fe1" is shown by "Front end 1": must be replaced there first',
  );
  const perimeter = done(
    applyEdit(design, { kind: 'delete', thing: { kind: 'zone', id: 'perimeter-external' } }),
  );
  expect(perimeter.gone).toEqual(['Edge', 'Reverse proxy', 'External firewall']);
  const named = after({ kind: 'set', path: ['firewalls', 0, 'rules', 2, 'dst'], value: 'edge.access' });
  const left = after({ kind: 'delete', thing: { kind: 'host', id: 'edge' } }, named);
  expect(left.firewalls[0]!.rules.map(({ id }) => id)).not.toContain('E3');
});

test('a design as text is read as the same design, and is the same text again', () => {
  for (const id of ['reference-1', 'reference-2', 'two-edge-pools']) {
    const of = builtinDesign(id);
    const loaded = openDesign(designText(of), '');
    expect(loaded.ok && loaded.design).toEqual(of);
  }
  expect(designText(design)).not.toContain('"enabled": true');
  expect(designText(after({ kind: 'set', path: ['zones', 0, 'loss'], value: 0.1 })).split('\n').length).toBe(
    designText(design).split('\n').length + 1,
  );
});

test.each<readonly [Edit, string]>([
  [
    { kind: 'copy', thing: { kind: 'host', id: 'gone' }, times: 1 },
    'there is no host "gone": must be one that the design has',
  ],
  [
    { kind: 'delete', thing: { kind: 'nat', id: 'gone' } },
    'there is no nat "gone": must be one that the design has',
  ],
  [
    { kind: 'set', path: ['zones', 0, 'title', 'x'], value: 1 },
    'there is no zones.0.title.x in the design: must be one of its fields',
  ],
  [
    { kind: 'set', path: ['zones', -1, 'title'], value: 'x' },
    'there is no zones.-1.title in the design: must be one of its fields',
  ],
  [
    { kind: 'set', path: ['zones', 'first'], value: 1 },
    'there is no zones.first in the design: must be one of its fields',
  ],
  [
    { kind: 'move', host: 'gone', interface: 'lan', zone: 'internet' },
    '"gone.lan" does not exist: must be an interface of a host',
  ],
  [
    { kind: 'move', host: 'bob-pc', interface: 'x', zone: 'internet' },
    '"bob-pc.x" does not exist: must be an interface of a host',
  ],
  [
    { kind: 'move', host: 'bob-pc', interface: 'lan', zone: 'gone' },
    'zone "gone" does not exist: must be the id of a zone',
  ],
  [
    { kind: 'connect', host: 'gone', zone: 'internet' },
    'host "gone" does not exist: must be the id of a host',
  ],
  [{ kind: 'connect', host: 'bob-pc', zone: 'gone' }, 'zone "gone" does not exist: must be the id of a zone'],
  [{ kind: 'add', what: 'host', zone: 'gone' }, 'zone "gone" does not exist: must be the id of a zone'],
  [
    { kind: 'add', what: 'nat', outside: 'gone', inside: 'corporate' },
    'zone "gone" does not exist: must be the id of a zone',
  ],
])('what is not there is no place for an edit: %j', (edit, problem) => {
  expect(refused(edit)).toMatchObject({ problem, nearest: null });
});

test.each<readonly [readonly (string | number)[], unknown]>([
  [['zones', 0, 'loss'], 'much'],
  [['zones', 0, 'title'], 7],
  [['zones', 1, 'id'], '!'],
  [['zones', 1, 'prefixes', 0], 'home'],
  [['zones', 1, 'prefixes', 0], '10.0.0.0/wide'],
  [['hosts', 0, 'dns', 0], 'here'],
  [['firewalls', 0, 'rules', 0, 'id'], 'E 1'],
  [['date'], 'tomorrow'],
])('where nothing is near, nothing is proposed: %j %j', (path, value) => {
  expect(refused({ kind: 'set', path, value }).nearest).toBeNull();
});

test('a zone that is full has no place for another host', () => {
  const small = after({ kind: 'set', path: ['zones', 1, 'prefixes', 0], value: '192.168.1.0/29' });
  const add: Edit = { kind: 'add', what: 'host', zone: 'alice-home' };
  let full = small;
  let edited = applyEdit(full, add);
  for (; edited.ok; edited = applyEdit(full, add)) full = edited.design;
  expect(edited.problem).toBe('zone "alice-home" has no free address: must have a larger prefix');
  // Six, but the router's and those of who lives there.
  expect(full.hosts.length - small.hosts.length).toBeLessThan(6);
});

test('a field that is taken out has what is usual; an entry that is taken out is gone', () => {
  const lossy = after({ kind: 'set', path: ['zones', 0, 'loss'], value: 0.5 });
  expect(after({ kind: 'set', path: ['zones', 0, 'loss'], value: undefined }, lossy)).toEqual(design);
  const fewer = after({ kind: 'set', path: ['firewalls', 0, 'rules', 0], value: undefined });
  expect(fewer.firewalls[0]!.rules).toEqual(design.firewalls[0]!.rules.slice(1));
});

test('a mapping goes with the interface that moves away', () => {
  const two = builtinDesign('reference-2');
  const next = after({ kind: 'move', host: 'edge', interface: 'access', zone: 'internet' }, two);
  const [before, now] = [two, next].map((one) => one.firewalls[0]!.nat);
  expect(now!.length).toBe(before!.length - 1);
  expect(before).toEqual(expect.arrayContaining(now!));
});

test('what would go with a thing is told before; of what cannot go, why', () => {
  expect(goesWith(design, { kind: 'zone', id: 'perimeter-external' })).toEqual({
    gone: ['Edge', 'Reverse proxy', 'External firewall'],
  });
  expect(goesWith(design, { kind: 'certificate', id: 'fe1' })).toEqual({
    problem: 'certificate "fe1" is shown by "Front end 1": must be replaced there first',
  });
});

test('the first home, where nobody has one, is made from nothing, and whoever lives there signs in', () => {
  const routers = design.nats.filter(({ outside }) => outside === 'internet');
  const homeless = routers.reduce<Design>(
    (of, { id }) => after({ kind: 'delete', thing: { kind: 'nat', id } }, of),
    design,
  );
  expect(homeless.people.filter(({ plays }) => plays === 'remote')).toEqual([]);
  const next = after({ kind: 'add', what: 'home', name: 'Zoe' }, homeless);
  expect(next.nats.at(-1)).toMatchObject({ id: 'zoe-router', title: "Zoe's router" });
  expect(next.accounts.at(-1)).toMatchObject({ uri: 'sip:zoe@contoso.com' });
  expect(works(next, 'remote-sign-in')).toBe('works');
  // Without an Internet there is no place for it.
  const alone = after({ kind: 'delete', thing: { kind: 'zone', id: 'internet' } }, homeless);
  const edited = applyEdit(alone, { kind: 'add', what: 'home' });
  expect(edited).toMatchObject({
    problem: 'there is no Internet: a zone without prefixes must be there first',
  });
});

test('a partner needs one that it can be like', () => {
  const alone = design.organizations.reduce<Design>((of, { id }) => {
    const edited = applyEdit(of, { kind: 'delete', thing: { kind: 'organization', id } });
    return edited.ok ? edited.design : of;
  }, design);
  expect(applyEdit(alone, { kind: 'add', what: 'partner' })).toMatchObject({
    problem: 'no partner is there to be like: an organization with people of its own must be there',
  });
});

/** Picks things by numbers, so that an edit can be made for whatever the design has by then. */
type Pick = (numbers: readonly number[]) => Edit | null;
const thingOf = (
  of: Design,
  [kindAt = 0, at = 0]: readonly number[],
  kinds: readonly EntryKind[],
): Thing | null => {
  const kind = kinds[kindAt % kinds.length]!;
  const entries = entriesOf(of, kind);
  return entries.length > 0 ? { kind, id: idOf(entries[at % entries.length]!) } : null;
};
const picks: readonly ((of: Design) => Pick)[] = [
  () => () => ({ kind: 'add', what: 'home' }),
  () => () => ({ kind: 'add', what: 'partner' }),
  () => () => ({ kind: 'add', what: 'zone' }),
  (of) => (n) => {
    const zone = thingOf(of, n, ['zone']);
    return zone && { kind: 'add', what: 'host', zone: zone.id };
  },
  (of) => (n) => {
    const host = thingOf(of, n, ['host']);
    return host && { kind: 'add', what: 'person', host: host.id };
  },
  (of) => (n) => {
    const zones = [thingOf(of, n, ['zone']), thingOf(of, [0, (n[1] ?? 0) + 1 + (n[0] ?? 0)], ['zone'])];
    return zones[0] && zones[1]
      ? { kind: 'add', what: 'firewall', outside: zones[0].id, inside: zones[1].id }
      : null;
  },
  (of) => (n) => {
    const thing = thingOf(of, n, ENTRY_KINDS);
    return thing && { kind: 'copy', thing, times: 1 + ((n[0] ?? 0) % 3) };
  },
  (of) => (n) => {
    const thing = thingOf(of, n, ENTRY_KINDS);
    return thing && { kind: 'delete', thing };
  },
  (of) => (n) => {
    const [host, zone] = [thingOf(of, n, ['host']), thingOf(of, [0, n[0] ?? 0], ['zone'])];
    const at = of.hosts.find(({ id }) => id === host?.id)?.interfaces[0];
    return host && zone && at ? { kind: 'move', host: host.id, interface: at.id, zone: zone.id } : null;
  },
  (of) => (n) => {
    const [host, zone] = [thingOf(of, n, ['host']), thingOf(of, [0, n[0] ?? 0], ['zone'])];
    return host && zone && { kind: 'connect', host: host.id, zone: zone.id };
  },
  (of) => (n) => {
    const host = (n[1] ?? 0) % Math.max(1, of.hosts.length);
    return { kind: 'set', path: ['hosts', host, 'id'], value: `host-${n[0]}` };
  },
  (of) => (n) => {
    const host = (n[1] ?? 0) % Math.max(1, of.hosts.length);
    return {
      kind: 'set',
      path: ['hosts', host, 'interfaces', 0, 'address'],
      value: `192.168.10.${(n[0] ?? 0) % 256}`,
    };
  },
];
const steps = fc.array(
  fc.tuple(fc.nat(picks.length - 1), fc.array(fc.nat(60), { minLength: 2, maxLength: 2 })),
  {
    minLength: 1,
    maxLength: 8,
  },
);

test('whatever is edited, the design is one that the loader takes and that runs; undo and redo lead to the same', () => {
  fc.assert(
    fc.property(steps, (chosen) => {
      let history = begin<Design>(design);
      const seen = [design];
      for (const [which, numbers] of chosen) {
        const edit = picks[which]!(history.present)(numbers);
        const edited = edit && applyEdit(history.present, edit);
        if (!edited?.ok) continue;
        history = change(history, edited.design);
        seen.push(edited.design);
      }
      const last = history.present;
      const loaded = openDesign(designText(last), '');
      expect(loaded.ok && loaded.design).toEqual(last);
      expect(['works', 'degraded', 'broken', 'unreached']).toContain(works(last, 'remote-sign-in'));
      for (const past of seen.slice(0, -1).reverse()) {
        history = undo(history);
        expect(history.present).toBe(past);
      }
      for (const future of seen.slice(1)) {
        history = redo(history);
        expect(history.present).toBe(future);
      }
    }),
    { numRuns: 60 },
  );
});
