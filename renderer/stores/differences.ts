import type { Design } from '../../simulator/model/design.ts';
import { describeChange } from '../../simulator/model/interventions.ts';
import type { Intervention, Setup } from '../../simulator/model/run.ts';
import { toSeconds } from '../../simulator/model/time.ts';
import {
  entriesText,
  entryDifferences,
  takeBackEntries,
  takeBackEntriesText,
  type EntriesDifference,
} from './difference-kinds/entries.ts';
import {
  takeBackValue,
  takeBackValueText,
  valueDifferences,
  valueText,
  type ValueDifference,
} from './difference-kinds/values.ts';
import {
  takeBackWall,
  takeBackWallText,
  wallDifferences,
  wallText,
  type WallDifference,
} from './difference-kinds/walls.ts';
import { listed } from './difference-kinds/words.ts';

/** One way in which a setup differs from the design that it was made of. */
export type Difference =
  | WallDifference
  | ValueDifference
  | EntriesDifference
  | { readonly kind: 'intervention'; readonly intervention: Intervention };

/** All that differs; each can be taken back by itself. */
export function differences(original: Design, { design, interventions }: Setup): readonly Difference[] {
  return [
    ...wallDifferences(original, design),
    ...valueDifferences(original, design),
    ...entryDifferences(original, design),
    ...interventions.map((intervention): Difference => ({ kind: 'intervention', intervention })),
  ];
}

/** The setup without one of its differences. */
export function takeBack(setup: Setup, difference: Difference): Setup {
  const { design } = setup;
  switch (difference.kind) {
    case 'intervention':
      return {
        ...setup,
        interventions: setup.interventions.filter((one) => one !== difference.intervention),
      };
    case 'entries':
      return { ...setup, design: takeBackEntries(design, difference) };
    case 'version':
    case 'part':
    case 'knob':
    case 'words':
      return { ...setup, design: takeBackValue(design, difference) };
    default:
      return { ...setup, design: takeBackWall(design, difference) };
  }
}

/** What taking a difference back would do: "Close E3". */
export function takeBackText(difference: Difference): string {
  switch (difference.kind) {
    case 'intervention':
      return 'Without what happened meanwhile';
    case 'entries':
      return takeBackEntriesText(difference);
    case 'version':
    case 'part':
    case 'knob':
    case 'words':
      return takeBackValueText(difference);
    default:
      return takeBackWallText(difference);
  }
}

/** "E3 closed", "external rejects" */
export function differenceText(difference: Difference): string {
  switch (difference.kind) {
    case 'intervention': {
      const { at, change } = difference.intervention;
      return `${describeChange(change)} at ${toSeconds(at).toFixed(3)} s`;
    }
    case 'entries':
      return entriesText(difference);
    case 'version':
    case 'part':
    case 'knob':
    case 'words':
      return valueText(difference);
    default:
      return wallText(difference);
  }
}

/** What the variant is called: "as designed", "E3 closed", "E3 and E12 closed", "5 changes". */
export function variantName(found: readonly Difference[]): string {
  if (found.length === 0) return 'as designed';
  if (found.length > 3) return `${found.length} changes`;
  const closed = found.flatMap((one) => (one.kind === 'rule' && !one.enabled ? [one.rule] : []));
  const rest = found.filter((one) => one.kind !== 'rule' || one.enabled).map(differenceText);
  return [...(closed.length > 0 ? [`${listed(closed)} closed`] : []), ...rest].join(', ');
}
