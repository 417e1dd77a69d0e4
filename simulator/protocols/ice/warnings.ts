/** A bit of ICEWarn: what one end found wrong with its connectivity (Lync 2010 Resource Kit, as retold by others). */
export interface IceWarning {
  readonly bit: number;
  readonly text: string;
  readonly source: string;
}

const KIT = 'Lync 2010 Resource Kit, as retold';

/** In the order of their bits. Higher bits were seen in logs; what they mean is in doubt, so this model sets none. */
export const ICE_WARNINGS: readonly IceWarning[] = [
  { bit: 0x1, text: 'The A/V Edge could not be reached.', source: KIT },
  { bit: 0x2, text: 'No UDP port was allocated on the A/V Edge.', source: KIT },
  { bit: 0x4, text: 'Sending over UDP to the A/V Edge failed.', source: KIT },
  { bit: 0x8, text: 'No TCP port was allocated on the A/V Edge.', source: KIT },
  { bit: 0x10, text: 'Sending over TCP to the A/V Edge failed.', source: KIT },
  { bit: 0x20, text: 'No direct path between the two hosts: normal with a NAT between them.', source: KIT },
  { bit: 0x40, text: 'No UDP path through the NATs.', source: KIT },
  { bit: 0x80, text: 'No UDP path through the A/V Edges.', source: KIT },
  { bit: 0x100, text: 'No TCP path through the NATs: normal.', source: KIT },
  { bit: 0x200, text: 'No TCP path through the A/V Edges.', source: KIT },
];

/** What the bits of a mask say, one by one; a bit of unknown meaning says so. */
export function decodeIceWarn(mask: number): readonly IceWarning[] {
  const found: IceWarning[] = ICE_WARNINGS.filter(({ bit }) => mask & bit);
  const unknown = ICE_WARNINGS.reduce((rest, { bit }) => rest & ~bit, mask);
  if (unknown !== 0)
    found.push({ bit: unknown, text: 'Bits whose meaning is in doubt.', source: 'seen in real logs' });
  return found;
}

/** "0x12b" */
export function formatIceWarn(mask: number): string {
  return `0x${mask.toString(16)}`;
}
