import type { Thing } from '../../simulator/designs/forms/things.ts';
import type { Design } from '../../simulator/model/design.ts';
import type { FeatureRun } from '../../simulator/model/run.ts';
import type { TraceReader } from '../../simulator/model/trace-reader.ts';

/** The one thing that all views show as chosen. */
export type Selection =
  | { readonly kind: 'packet'; readonly packet: number; readonly event: number }
  | { readonly kind: 'rule'; readonly firewall: string; readonly rule: string }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'actor'; readonly actor: number }
  /** An entry of the design that is no host: a zone, a firewall, a person. */
  | { readonly kind: 'thing'; readonly thing: Thing }
  | null;

/** What a view is a function of: the run, the time, the selection. */
export interface ViewProps {
  readonly design: Design;
  readonly run: FeatureRun;
  readonly reader: TraceReader;
  /** Present instant on screen, microseconds (a fraction between two events is fine). */
  readonly time: number;
  readonly playing: boolean;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly seek: (time: number) => void;
  readonly toggleRule: (firewall: string, rule: string) => void;
}
