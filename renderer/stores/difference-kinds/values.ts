import type { Design, DesignOrganization } from '../../../simulator/model/design.ts';
import { KNOBS, type KnobId } from '../../../simulator/model/knobs.ts';
import type { Part } from '../edits.ts';
import { playerOf, setPart, setVersion } from '../edits.ts';

type KnobValue = Design['knobs'][string];

/** What differs beside entries and firewalls. */
export type ValueDifference =
  | {
      readonly kind: 'version';
      readonly organization: string;
      readonly title: string;
      readonly version: DesignOrganization['version'];
      readonly was: DesignOrganization['version'];
    }
  | {
      readonly kind: 'part';
      readonly part: Part;
      readonly person: string;
      readonly name: string;
      /** Who played it, and what the one who plays it now did. */
      readonly was: string;
      readonly played: Part;
    }
  /** Undefined: the default. */
  | {
      readonly kind: 'knob';
      readonly knob: string;
      readonly value: KnobValue | undefined;
      readonly was: KnobValue | undefined;
    }
  /** The design's own words and its date. */
  | { readonly kind: 'words'; readonly field: Field; readonly was: string };

const FIELDS = ['id', 'title', 'description', 'date'] as const;
type Field = (typeof FIELDS)[number];
const PARTS: readonly Part[] = ['remote', 'internal', 'federated', 'anonymous', 'public'];

export function valueDifferences(original: Design, design: Design): ValueDifference[] {
  return [
    ...partDifferences(original, design),
    ...design.organizations.flatMap(({ id, title, version }): ValueDifference[] => {
      const before = original.organizations.find((one) => one.id === id);
      return before && before.version !== version
        ? [{ kind: 'version', organization: id, title, version, was: before.version }]
        : [];
    }),
    ...[...new Set([...Object.keys(original.knobs), ...Object.keys(design.knobs)])].flatMap(
      (knob): ValueDifference[] => {
        const [was, value] = [original.knobs[knob], design.knobs[knob]];
        return was === value ? [] : [{ kind: 'knob', knob, value, was }];
      },
    ),
    ...FIELDS.flatMap((field): ValueDifference[] =>
      original[field] === design[field] ? [] : [{ kind: 'words', field, was: original[field] }],
    ),
  ];
}

/** Parts that are played by somebody else who was there, while who played them is there still. */
export function partDifferences(
  original: Design,
  design: Design,
): readonly Extract<ValueDifference, { kind: 'part' }>[] {
  const before = new Map(original.people.map((person) => [person.id, person]));
  const present = new Set(design.people.map(({ id }) => id));
  return PARTS.flatMap((part) => {
    const [was, now] = [playerOf(original, part), playerOf(design, part)];
    if (!was || !now || was.id === now.id || !present.has(was.id)) return [];
    const played = before.get(now.id)?.plays ?? part;
    return [{ kind: 'part', part, person: now.id, name: now.name, was: was.id, played }];
  });
}

/** The design without one of these differences. */
export function takeBackValue(design: Design, difference: ValueDifference): Design {
  switch (difference.kind) {
    case 'version':
      return setVersion(design, difference.organization, difference.was);
    case 'part':
      return withPlays(
        setPart(design, difference.part, difference.was),
        difference.person,
        difference.played,
      );
    case 'knob': {
      const { knob, was } = difference;
      const others = Object.entries(design.knobs).filter(([id]) => id !== knob);
      return {
        ...design,
        knobs: Object.fromEntries(was === undefined ? others : [...others, [knob, was]]),
      };
    }
    case 'words':
      return { ...design, [difference.field]: difference.was };
  }
}

function withPlays(design: Design, person: string, plays: Part): Design {
  return { ...design, people: design.people.map((one) => (one.id === person ? { ...one, plays } : one)) };
}

const VERSION_WORDS: Readonly<Record<DesignOrganization['version'], string>> = {
  'lync-2010': 'Lync 2010',
  'ocs-2007-r2': 'OCS 2007 R2',
  'ocs-2007': 'OCS 2007',
};

/** "Fabrikam on OCS 2007", "SIP T1: 250 ms" */
export function valueText(difference: ValueDifference): string {
  switch (difference.kind) {
    case 'version':
      return `${difference.title} on ${VERSION_WORDS[difference.version]}`;
    case 'part':
      return `${difference.name} as the ${difference.part} user`;
    case 'knob':
      return `${knobTitle(difference.knob)}: ${knobValue(difference.knob, difference.value)}`;
    case 'words':
      return `another ${difference.field}`;
  }
}

/** What taking it back would do. */
export function takeBackValueText(difference: ValueDifference): string {
  switch (difference.kind) {
    case 'version':
      return `${difference.title}: back to ${VERSION_WORDS[difference.was]}`;
    case 'part':
      return `Somebody else as the ${difference.part} user`;
    case 'knob':
      return `${knobTitle(difference.knob)}: back to ${knobValue(difference.knob, difference.was)}`;
    case 'words':
      return `The ${difference.field} as it was`;
  }
}

function knobTitle(id: string): string {
  return id in KNOBS ? KNOBS[id as KnobId].title : id;
}

function knobValue(id: string, value: KnobValue | undefined): string {
  const knob = id in KNOBS ? KNOBS[id as KnobId] : null;
  return [value ?? knob?.default, knob?.unit].filter((one) => one !== '').join(' ');
}
