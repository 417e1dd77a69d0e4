import { builtinDesign, openDesign } from '../../simulator/designs/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Task } from '../../simulator/model/task.ts';
import { LyncClient } from '../../simulator/roles/client/client.ts';
import { World } from '../../simulator/world/world.ts';

/** What many remote people cost. */
export interface Crowd {
  readonly users: number;
  readonly packets: number;
  readonly ms: number;
  readonly perPacket_us: number;
  readonly bytesPerEvent: number;
}

/** Remote people who sign in within a minute, get their lights, and write to the next one. */
export function crowd(users: number): Crowd {
  const world = new World(crowdDesign(users), 1, 'crowd');
  const { scheduler, trace } = world.simulation;
  const clients = Array.from({ length: users }, (_, i) => world.directory.on(`user-${i}`, LyncClient)!);
  let waiting = 0;
  const wait = (task: Task, then: (ok: boolean) => void) => {
    waiting++;
    task.whenSettled(({ ok }) => {
      waiting--;
      then(ok);
    });
  };
  const start = performance.now();
  let said = 0;
  clients.forEach((client, i) =>
    scheduler.at(
      Math.round((i * 60e6) / users),
      {
        due: () =>
          wait(client.registration.signIn(), (ok) => {
            if (!ok) throw new Error(`user ${i} could not sign in`);
            wait(client.presence.loaded(), () => {
              const peer = clients[Math.max(0, i - 1)]!;
              wait(client.conversations.say(peer.uri, 'Good morning'), (done) => (said += done ? 1 : 0));
            });
          }),
      },
      null,
    ),
  );
  while ((scheduler.foreground > 0 || waiting > 0) && scheduler.step());
  if (said < users - 1) throw new Error(`only ${said} of ${users} messages arrived`);
  const ms = performance.now() - start;
  const done = trace.finish();
  const packets = done.packets.src.length;
  const bytes = [...Object.values(done.events), ...Object.values(done.packets)].reduce(
    (sum, column) => sum + column.byteLength,
    0,
  );
  return {
    users,
    packets,
    ms,
    perPacket_us: (1000 * ms) / packets,
    bytesPerEvent: bytes / done.events.time.length,
  };
}

/**
 * The reference with many remote people.
 * @param homes true: each behind a NAT of their own, every second one of them symmetric, so that half the calls between
 *   neighbours need a relay
 */
export function crowdDesign(users: number, homes = false): Design {
  const base = builtinDesign();
  const alice = base.hosts.find((host) => host.id === 'alice-pc')!;
  const indexes = Array.from({ length: users }, (_, i) => i);
  const uri = (i: number) => `sip:user-${i}@contoso.com`;
  const loaded = openDesign(
    JSON.stringify({
      ...base,
      zones: [
        ...base.zones,
        ...(homes ? indexes : []).map((i) => ({
          id: `home-${i}`,
          title: `Home ${i}`,
          trust: 0,
          prefixes: ['192.168.1.0/24'],
          private: true,
        })),
      ],
      nats: [
        ...base.nats,
        ...(homes ? indexes : []).map((i) => ({
          id: `router-${i}`,
          title: `Router ${i}`,
          outside: 'internet',
          inside: `home-${i}`,
          address: `198.18.${i >> 8}.${i & 255}`,
          mapping: i % 4 < 2 ? 'address-and-port-dependent' : 'endpoint-independent',
        })),
      ],
      hosts: [
        ...base.hosts,
        ...indexes.map((i) => ({
          ...alice,
          id: `user-${i}`,
          title: `User ${i}`,
          interfaces: [
            homes
              ? { ...alice.interfaces[0]!, zone: `home-${i}`, address: '192.168.1.5' }
              : { ...alice.interfaces[0]!, zone: 'internet', address: `198.18.${i >> 8}.${i & 255}` },
          ],
          roles: [{ role: 'client' }],
        })),
      ],
      accounts: [
        ...base.accounts,
        ...indexes.map((i) => ({
          uri: uri(i),
          name: `User ${i}`,
          password: `pass-${i}`,
          contacts: [uri((i + 1) % users), uri((i + 2) % users)],
        })),
      ],
      people: [
        ...base.people,
        ...indexes.map((i) => ({
          id: `user-${i}`,
          name: `User ${i}`,
          plays: 'remote',
          host: `user-${i}`,
          uri: uri(i),
        })),
      ],
    }),
    'crowd.json',
  );
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  return loaded.design;
}
