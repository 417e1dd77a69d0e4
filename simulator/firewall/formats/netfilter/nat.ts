import type { Forward, Masquerade, Policy, StaticMapping } from '../../../model/policy.ts';
import type { Ledger } from '../ledger.ts';
import { MOST_TRANSLATED } from '../limits.ts';
import type { Match } from './match.ts';
import { EVERY_PACKET, INWARD, OUTWARD } from './match.ts';

/** Most ports that one line may forward. */
const MOST_FORWARDS = 1024;

/** What a line of a NAT chain asks for. */
export interface NatLine {
  /** From 1. */
  readonly line: number;
  readonly match: Match;
  readonly unclear: string | null;
  readonly remark: string;
  /** Is it about sources? These are translated after the filter, whose verdicts do not depend on it. */
  readonly late: boolean;
  readonly effect:
    | { readonly kind: 'dnat'; readonly address: number; readonly port: number | null }
    | { readonly kind: 'snat'; readonly address: number }
    /** Ends the search: an exception from what follows. */
    | { readonly kind: 'except' }
    | { readonly kind: 'nothing' }
    | { readonly kind: 'unclear'; readonly why: string };
}

/** Collects the lines of NAT chains of netfilter, as far as one address stands for one other. */
export class Nat {
  readonly #ledger: Ledger;
  readonly #statics: { readonly line: number; readonly outside: number; readonly inside: number }[] = [];
  readonly #sources: { readonly masquerade: Masquerade; readonly single: number | null }[] = [];
  readonly #forwards: Forward[] = [];
  /** Lines that were not understood: whether their packets are translated is undetermined. */
  readonly unclear: NatLine[] = [];

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  add(line: NatLine): void {
    const { effect } = line;
    if (effect.kind === 'nothing') return this.#ledger.mark(line.line, 'understood', 'changes no verdict');
    const problem = line.unclear ?? this.#take(line.line, line.match, effect);
    if (problem === null) return this.#ledger.mark(line.line, 'understood', 'NAT');
    if (line.late) return this.#ledger.mark(line.line, 'ignored', `${problem}: sources stay as they are`);
    this.#ledger.mark(line.line, 'ignored', `${problem}: what becomes of its packets is undetermined`);
    this.unclear.push(line);
  }

  policy(): Pick<Policy, 'nat' | 'forwards' | 'masquerades' | 'hairpin'> {
    const sources = new Map(
      this.#sources.map((one) => [`${one.single} ${one.masquerade.outside}`, one] as const).reverse(),
    );
    const twin = ({ inside, outside }: StaticMapping) => sources.get(`${inside} ${outside}`);
    for (const mapping of this.#statics)
      if (!twin(mapping))
        this.#ledger.mark(
          mapping.line,
          'approximated',
          'one-to-one: what the inner address begins is translated, too',
        );
    const twins = new Set(this.#statics.map(twin));
    return {
      nat: this.#statics.map(({ outside, inside }) => ({ outside, inside })),
      forwards: this.#forwards,
      masquerades: this.#sources.filter((one) => !twins.has(one)).map(({ masquerade }) => masquerade),
      hairpin: false,
    };
  }

  /** @returns what is wrong, or null */
  #take(
    line: number,
    match: Match,
    effect: Exclude<NatLine['effect'], { readonly kind: 'nothing' }>,
  ): string | null {
    if (match.states !== EVERY_PACKET.states) return 'NAT by the state of a connection is not modelled';
    switch (effect.kind) {
      case 'dnat':
        return this.#destination(line, match, effect.address, effect.port);
      case 'snat':
        return this.#source(match, effect.address);
      case 'except':
        return 'exceptions from NAT are not modelled';
      default:
        return effect.why;
    }
  }

  #destination(line: number, match: Match, inside: number, port: number | null): string | null {
    const { destinations, sources, protocols, sourcePorts, destinationPorts, sides } = match;
    const outside = single(destinations);
    if (outside === null) return 'NAT of one address only is modelled';
    if (!whole(sources, EVERY_PACKET.sources) || !whole(sourcePorts, EVERY_PACKET.sourcePorts))
      return 'NAT of the destination that depends on the source is not modelled';
    if (!(sides & INWARD)) return 'NAT of the destination of what inside sends is not modelled';
    if (sides !== INWARD)
      this.#ledger.mark(line, 'approximated', 'only what comes from outside is translated');
    if (whole(destinationPorts, EVERY_PACKET.destinationPorts) && whole(protocols, EVERY_PACKET.protocols)) {
      if (port !== null) return 'a port needs TCP or UDP';
      this.#statics.push({ line, outside, inside });
      return null;
    }
    const transport = single(protocols) === 6 ? 'tcp' : single(protocols) === 17 ? 'udp' : null;
    if (transport === null) return 'only TCP and UDP can be forwarded';
    const range = destinationPorts[0]!;
    if (destinationPorts.length > 1 || range.last - range.first >= MOST_FORWARDS)
      return `at most ${MOST_FORWARDS} ports in a row can be forwarded`;
    if (port !== null && range.first !== range.last) return 'several ports cannot go to one';
    if (this.#forwards.length + range.last - range.first >= MOST_TRANSLATED)
      return `more than ${MOST_TRANSLATED} ports are forwarded before`;
    for (let outsidePort = range.first; outsidePort <= range.last; outsidePort++)
      this.#forwards.push({ transport, outside, outsidePort, inside, insidePort: port ?? outsidePort });
    return null;
  }

  #source({ sources, destinations, protocols, sides }: Match, outside: number): string | null {
    if (!(sides & OUTWARD)) return 'NAT of the source towards inside is not modelled';
    if (!whole(destinations, EVERY_PACKET.destinations) || !whole(protocols, EVERY_PACKET.protocols))
      return 'NAT of the source of some packets only is not modelled';
    this.#sources.push({ masquerade: { inside: sources, outside }, single: single(sources) });
    return null;
  }
}

type Ranges = readonly { readonly first: number; readonly last: number }[];

function single(ranges: Ranges): number | null {
  const [one] = ranges;
  return ranges.length === 1 && one!.first === one!.last ? one!.first : null;
}

function whole(ranges: Ranges, every: Ranges): boolean {
  return ranges[0]!.first === every[0]!.first && ranges[0]!.last === every[0]!.last;
}
