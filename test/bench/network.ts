import { Scheduler } from '../../simulator/kernel/scheduler.ts';
import type { Due } from '../../simulator/kernel/scheduler.ts';
import { builtinDesign, openDesign } from '../../simulator/designs/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { Message } from '../../simulator/model/packet.ts';
import { parseAddress } from '../../simulator/model/address.ts';
import { SECOND } from '../../simulator/model/time.ts';
import { World } from '../../simulator/world/world.ts';

/** Timer events that the kernel handles in a second: a thousand timers, each of which sets itself anew. */
export function timersPerSecond(events: number): number {
  const scheduler = new Scheduler();
  let left = events;
  const tick: Due<number> = {
    due(period) {
      if (left-- > 0) scheduler.after(period, tick, period);
    },
  };
  for (let i = 0; i < 1000; i++) scheduler.after(100 + i, tick, 1000 + ((i * 7919) % 977));
  const start = performance.now();
  while (scheduler.step());
  return scheduler.handled / ((performance.now() - start) / 1000);
}

/**
 * Packet-hops in a second on the network that is compared with ns-3: 50 clients, a firewall of 24 rules, a router,
 * 50 servers, an echo of 172 bytes every 20 ms in both directions, full trace.
 */
export function hopsPerSecond(
  pairs: number,
  seconds: number,
): { hopsPerSecond: number; hops: number; packets: number } {
  const design = echoDesign(pairs);
  const world = new World(design, 1, 'bench');
  const message: Message = { protocol: 'data' };
  const { scheduler, trace } = world.simulation;
  for (let i = 0; i < pairs; i++) {
    const server = world.hosts.get(`server-${i}`)!;
    const echo = server.udp.open(server.attachments[0]!, 9, (_received, from) =>
      echo.send(from, message, 172),
    );
    const client = world.hosts.get(`client-${i}`)!;
    const socket = client.udp.open(client.attachments[0]!, null, () => undefined);
    const to = { address: parseAddress(`10.2.0.${i + 1}`)!, port: 9 };
    const beat: Due<null> = {
      due() {
        scheduler.cause = -1;
        socket.send(to, message, 172);
        scheduler.after(20_000, beat, null);
      },
    };
    scheduler.at(1000 + 37 * i, beat, null);
  }
  const start = performance.now();
  while (scheduler.next() <= seconds * SECOND) scheduler.step();
  const took = (performance.now() - start) / 1000;
  const finished = trace.finish();
  // A verdict or a delivery is one reception, as ns-3 counts them.
  const hops = finished.events.kind.reduce((sum, kind) => sum + (kind === 2 || kind === 3 ? 1 : 0), 0);
  return { hopsPerSecond: hops / took, hops, packets: finished.packets.src.length };
}

function echoDesign(pairs: number): Design {
  const reference = builtinDesign();
  const rules = reference.firewalls.flatMap((firewall) => firewall.rules).slice(0, 23);
  const link = { delay_ms: 2.5 };
  const hosts = (name: string, zone: string, net: string) =>
    Array.from({ length: pairs }, (_, i) => ({
      id: `${name}-${i}`,
      title: `${name} ${i}`,
      interfaces: [{ id: 'lan', zone, address: `${net}${i + 1}`, link }],
    }));
  const design = {
    format: 'edge-lab-design',
    version: 1,
    id: 'echo',
    title: 'Echo',
    zones: [
      { id: 'clients', title: 'Clients', trust: 0, prefixes: ['10.1.0.0/24'], delay_ms: 2.5 },
      { id: 'core', title: 'Core', trust: 1, prefixes: ['10.3.0.0/24'], delay_ms: 5 },
      { id: 'servers', title: 'Servers', trust: 2, prefixes: ['10.2.0.0/24'], delay_ms: 2.5 },
    ],
    hosts: [...hosts('client', 'clients', '10.1.0.'), ...hosts('server', 'servers', '10.2.0.')],
    firewalls: [
      {
        id: 'wall',
        title: 'Firewall',
        outside: 'clients',
        inside: 'core',
        rules: [
          ...rules,
          { id: 'echo', src: 'any', dst: '10.2.0.0/24', dport: '9', transport: 'udp', direction: 'in' },
        ],
      },
      {
        id: 'router',
        title: 'Router',
        outside: 'core',
        inside: 'servers',
        default: 'permit',
        stateful: false,
        rules: [],
      },
    ],
  };
  const loaded = openDesign(JSON.stringify(design), 'echo.json');
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  return loaded.design;
}
