import { seconds3 } from '../stores/format.ts';

/** What a picture shows. */
export interface Shown {
  /** Id of the design. */
  readonly design: string;
  /** What differs from it: "E12 closed"; empty where nothing does. */
  readonly variant: string;
  /** Id of the feature. */
  readonly feature: string;
  readonly view: string;
  /** Microseconds: a moment, or from when to when. */
  readonly times: readonly number[];
}

/**
 * What a picture's file is called: "reference-1-E12-closed-remote-im-map-0.593s.png". It holds only letters, digits,
 * dots and hyphens, which every system takes.
 */
export function pictureName({ design, variant, feature, view, times }: Shown, ending: string): string {
  const parts = [design, variant, feature, view, ...times.map((time) => `${seconds3(time)}s`)];
  const clean = parts.map((part) => part.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, ''));
  return `${clean
    .filter((part) => part !== '')
    .join('-')
    .slice(0, 160)}.${ending}`;
}
