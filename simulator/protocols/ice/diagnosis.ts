import type { SelectedPair } from './description.ts';
import type { Pair } from './check-list.ts';
import { comparePairs } from './candidates.ts';
import type { GatherOptions, Gatherer } from './gatherer.ts';

/** What one end found: the mask of ICEWarn, and for each bit the packet that shows it. */
export interface Diagnosis {
  readonly mask: number;
  readonly bits: readonly { readonly bit: number; readonly packet: number }[];
}

/** Kinds of pairs as ICEWarn tells them apart, with the bit for each transport. */
const KINDS = [
  { kind: 'local', udp: 0x20, tcp: 0x20 },
  { kind: 'nat', udp: 0x40, tcp: 0x100 },
  { kind: 'relay', udp: 0x80, tcp: 0x200 },
] as const;

/**
 * Reads the bits off what happened: relays that were not to be had, and kinds of pairs that were tried, would have been
 * better than what was selected, and did not work.
 */
export function diagnose(
  gatherer: Gatherer,
  pairs: readonly Pair[],
  selected: readonly SelectedPair[],
  { udp }: GatherOptions,
): Diagnosis {
  const bits: { bit: number; packet: number }[] = [];
  const set = (bit: number, packet: number | undefined) => {
    if (!bits.some((one) => one.bit === bit)) bits.push({ bit, packet: packet ?? -1 });
  };
  const { failures } = gatherer;
  const relays = gatherer.candidates.filter((one) => one.type === 'relay');
  if (failures.length > 0 && relays.length === 0) set(0x1, failures[0]!.failure.packet);
  for (const { transport, failure } of failures) {
    if (failure.how === 'lost') set(transport === 'UDP' ? 0x4 : 0x10, failure.packet);
    else set(transport === 'UDP' ? 0x2 : 0x8, failure.packet);
  }
  const chosen = pairs.find(
    (one) => one.base.candidate === selected[0]?.local && one.remote === selected[0].remote,
  );
  for (const { kind, udp: udpBit, tcp: tcpBit } of KINDS) {
    const own = (transport: 'UDP' | 'TCP') =>
      pairs.filter(
        (one) => kindOf(one) === kind && (one.base.candidate.transport === 'UDP') === (transport === 'UDP'),
      );
    const wrong = (all: readonly Pair[]) =>
      all.every((one) => one.state !== 'succeeded') &&
      (!chosen || all.some((one) => comparePairs(one.priority, chosen.priority) > 0));
    for (const [transport, bit] of [
      ['UDP', udpBit],
      ['TCP', tcpBit],
    ] as const) {
      if (transport === 'UDP' && !udp) continue;
      const all = own(transport);
      // Without a single pair of the kind there was no path of it: of relays that says something, of hosts nothing.
      if (all.length > 0 ? wrong(all) : kind === 'relay' && worseThan(chosen, transport))
        set(
          bit,
          all.find((one) => one.lastPacket >= 0)?.lastPacket ??
            failures.find((one) => one.transport === transport)?.failure.packet,
        );
    }
  }
  return { mask: bits.reduce((mask, { bit }) => mask | bit, 0), bits };
}

/** Would a path over a relay in this transport have been better than the one that was selected? */
function worseThan(chosen: Pair | undefined, transport: 'UDP' | 'TCP'): boolean {
  return !chosen || (transport === 'UDP' && chosen.base.candidate.transport !== 'UDP');
}

function kindOf({ base, remote }: Pair): (typeof KINDS)[number]['kind'] {
  if (base.candidate.type === 'relay' || remote.type === 'relay') return 'relay';
  return remote.type === 'host' ? 'local' : 'nat';
}
