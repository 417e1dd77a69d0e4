import type { Design } from '../../../simulator/model/design.ts';
import type { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { firewallName, lossOf } from '../../stores/packets.ts';
import type { IcePair } from './agents.ts';
import type { CellState } from './board.ts';
import type { CheckPacket } from './checks.ts';

/** What a cell's state means, for tips and the legend. */
export const CELL_WORDS: Readonly<Record<CellState, string>> = {
  nominated: 'media take this path',
  succeeded: 'a check was answered',
  'in progress': 'a check is on its way',
  waiting: 'its turn has not come',
  'no answer': 'no answer had come when the search ended',
  failed: 'refused, or given up',
  'not tried': 'the search ended before its turn',
};

/** "Alice's check, in a Send request, again" */
export function packetWords({ what, own, wrapped, again }: CheckPacket, here: string, there: string): string {
  const whose = own ? here : there;
  const said = {
    connection: `${whose} opens a connection`,
    check: `${whose}: check`,
    nomination: `${whose}: check that nominates`,
    answer: `Answer to ${whose}`,
    refusal: `Refusal to ${whose}`,
  }[what];
  const how = wrapped === 'send' ? ', in a Send request' : wrapped === 'data' ? ', in a Data indication' : '';
  return `${said}${how}${again ? ', again' : ''}`;
}

export interface Fate {
  readonly text: string;
  readonly lost: boolean;
}

/** What became of a packet, in a few words. */
export function fateOf(reader: TraceReader, design: Design, packet: number): Fate {
  const loss = lossOf(reader, design, packet);
  if (loss?.wall) {
    const did = loss.disposition === 'rejected' ? 'refused' : 'dropped';
    const { rule, closed, firewall } = loss.wall;
    const why = closed ? `${closed.id} closed` : rule ? `rule ${rule.id}` : 'no rule for it';
    return { text: `${did} at the ${firewallName(firewall)}: ${why}`, lost: true };
  }
  if (loss) return { text: `${loss.text} (${reader.node(loss.node).title})`, lost: true };
  const last = reader.eventsOfPacket(packet).at(-1);
  if (last === undefined || reader.disposition(packet).id !== 'delivered')
    return { text: 'still under way', lost: false };
  return { text: `came to ${reader.node(reader.event(last).node).title}`, lost: false };
}

/** "relay UDP 10.45.16.30:50012 with host UDP 192.168.1.5:50020" */
export function pairWords({ local, remote }: Pick<IcePair, 'local' | 'remote'>): string {
  return `${local} with ${remote}`;
}
