import type { Policy, Timeouts } from '../../../model/policy.ts';
import { LINUX_TIMEOUTS } from '../../../model/policy.ts';
import type { Member, Members } from './document.ts';
import { membersOf } from './document.ts';

/*
 * Time-outs. A group has none of its own: its virtual network has one ("flowTimeoutInMinutes", 4 to 30), and where that
 * is not set, connections without packets are forgotten after four minutes. Files that we write keep all of them as
 * tags of the group.
 */

/** What Azure has when nobody says otherwise. */
const AZURE_TIMEOUTS: Timeouts = { ...LINUX_TIMEOUTS, tcpEstablished_s: 240 };
const TAG = /^lab-(\w{1,40})$/;
const PHASES = new Map(
  (Object.keys(LINUX_TIMEOUTS) as (keyof Timeouts)[]).map((phase) => [phase.toLowerCase(), phase]),
);

/** What was found, and by which members; none: the file does not say. */
export interface Settings {
  readonly timeouts: Timeouts;
  readonly members: readonly Member[];
}

/** @param network the virtual network of the group, if the file has it */
export function readSettings(group: Members, network: Members | undefined): Settings {
  const timeouts: { -readonly [K in keyof Timeouts]: number } = { ...AZURE_TIMEOUTS };
  const members: Member[] = [];
  const minutes = network?.get('flowtimeoutinminutes');
  if (typeof minutes?.value.value === 'number' && minutes.value.value >= 4 && minutes.value.value <= 30) {
    timeouts.tcpEstablished_s = minutes.value.value * 60;
    members.push(minutes);
  }
  const tags = group.get('tags')?.value;
  for (const [name, member] of tags ? membersOf(tags) : []) {
    const phase = PHASES.get(TAG.exec(name)?.[1] ?? '');
    const text = String(member.value.value);
    if (phase === undefined || !/^\d{1,9}(\.\d{1,6})?$/.test(text)) continue;
    timeouts[phase] = Number(text);
    members.push(member);
  }
  return { timeouts, members };
}

/** The tags that say them. */
export function writeSettings({ timeouts }: Policy): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(timeouts).map(([phase, seconds]) => [`lab-${phase}`, `${seconds as number}`]),
  );
}
