import type { IceEnd, IcePair } from './agents.ts';
import { takenAt } from './agents.ts';

/**
 * What a cell shows. The first five are the pair's own states; a pair whose check was still open when its end stopped
 * searching has had no answer, or was never tried.
 */
export type CellState =
  'waiting' | 'in progress' | 'succeeded' | 'nominated' | 'failed' | 'no answer' | 'not tried';

export const CELL_STATES: readonly CellState[] = [
  'nominated',
  'succeeded',
  'in progress',
  'waiting',
  'no answer',
  'failed',
  'not tried',
];

export interface Candidate {
  /** "relay UDP 10.45.16.30:50012" */
  readonly name: string;
  readonly type: string;
  readonly transport: string;
  readonly address: string;
  readonly port: string;
}

/** Candidates of one end by those of the other, for one component. */
export interface Board {
  readonly component: number;
  readonly locals: readonly Candidate[];
  readonly remotes: readonly Candidate[];
  /** By row, then by column; null where two are not paired. */
  readonly cells: readonly (readonly (IcePair | null)[])[];
}

const TYPES = ['host', 'srflx', 'prflx', 'relay'];

/** What the kinds of candidates are called in full. */
export const TYPE_WORDS: Readonly<Record<string, string>> = {
  host: 'an address of its own',
  srflx: 'its address as the A/V Edge sees it, behind a NAT',
  prflx: 'an address that a check came from',
  relay: 'an address of the A/V Edge',
};

/** "relay UDP 10.45.16.30:50012" in its parts. */
export function candidateOf(name: string): Candidate {
  const [type = '', transport = '', at = ''] = name.split(' ');
  const colon = at.lastIndexOf(':');
  return { name, type, transport, address: at.slice(0, colon), port: at.slice(colon + 1) };
}

/** "RTP", "RTCP" */
export function componentName(component: number): string {
  return component === 2 ? 'RTCP' : 'RTP';
}

/** The boards of an end, one for each component that has pairs. */
export function boardsOf({ pairs }: Pick<IceEnd, 'pairs'>): readonly Board[] {
  const components = [...new Set(pairs.map(({ component }) => component))].sort((a, b) => a - b);
  return components.map((component) => {
    const of = pairs.filter((pair) => pair.component === component);
    const locals = ordered(of.map(({ local }) => local));
    const remotes = ordered(of.map(({ remote }) => remote));
    const cells = locals.map((row) =>
      remotes.map(
        (column) => of.find(({ local, remote }) => local === row.name && remote === column.name) ?? null,
      ),
    );
    return { component, locals, remotes, cells };
  });
}

/** UDP before TCP, own addresses before those of relays. */
function ordered(names: readonly string[]): readonly Candidate[] {
  const rank = ({ type, transport }: Candidate) => Number(transport !== 'UDP') * 10 + TYPES.indexOf(type);
  return [...new Set(names)].map(candidateOf).sort((a, b) => rank(a) - rank(b));
}

/** Is a path over TCP second best here? Sharing and files have no other; sound and pictures would go over UDP. */
export function tcpIsWorse({ pairs }: Pick<IceEnd, 'pairs'>): boolean {
  return pairs.some(({ local }) => candidateOf(local).transport === 'UDP');
}

/** When an end stopped searching, one way or the other. */
export function searchEnd({ taken }: Pick<IceEnd, 'taken'>): number {
  return (
    taken.find(({ state }) => state === 'connected' || state === 'failed' || state === 'closed')?.time ??
    Infinity
  );
}

/**
 * What a pair's cell shows at a time; null before it was paired.
 * @param ended when its end stopped searching
 */
export function cellState(pair: IcePair, time: number, ended: number): CellState | null {
  const state = takenAt(pair.taken, time)?.state;
  if (state === undefined) return null;
  if (time >= ended && state === 'in progress') return 'no answer';
  if (time >= ended && state === 'waiting') return 'not tried';
  return state as CellState;
}

/** Where the focus goes from a cell by an arrow key, Home or End; null for other keys. */
export function cellMove(
  { locals, remotes }: Pick<Board, 'locals' | 'remotes'>,
  row: number,
  column: number,
  key: string,
): readonly [row: number, column: number] | null {
  const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, remotes.length - 1],
  };
  const to = moves[key];
  return to ? [within(to[0], locals.length), within(to[1], remotes.length)] : null;
}
