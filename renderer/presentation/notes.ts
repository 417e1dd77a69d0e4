import * as v from 'valibot';

/** What the second window is told: all that it shows. */
export const ToldForm = v.variant('kind', [
  v.strictObject({
    kind: v.literal('stop'),
    /** From 1. */
    number: v.number(),
    of: v.number(),
    headline: v.string(),
    says: v.string(),
    notes: v.string(),
    /** The headline of the stop after it; null for the last one. */
    next: v.nullable(v.string()),
    /** When the talk began, and when this stop came: milliseconds. */
    began: v.number(),
    came: v.number(),
    dark: v.boolean(),
    auto: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('ended') }),
]);
export type Told = v.InferOutput<typeof ToldForm>;

/** What the second window says: that it is there, or which key was pressed in it. */
export const AskedForm = v.variant('kind', [
  v.strictObject({ kind: v.literal('there') }),
  v.strictObject({ kind: v.literal('key'), key: v.string() }),
]);

/** The talk whose notes a page is to show, as its address says; null for any other page. */
export function talkIn(address: string): string | null {
  return /^\?notes=([0-9a-f-]{36})$/.exec(address)?.[1] ?? null;
}

/** The line between the two windows of a talk. */
export function lineOf(talk: string): BroadcastChannel {
  return new BroadcastChannel(`edge-lab.notes.${talk}`);
}

/** "4:05" */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
