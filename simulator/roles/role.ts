import type { GenericSchema, InferOutput } from 'valibot';
import type { Host } from '../network/host.ts';
import type { Directory } from './directory.ts';

/** What a started role offers: a way to stop its ports and to start them again. */
export interface Service {
  start(): void;
  stop(): void;
}

/** Other things of the run that a role may know. */
export interface RoleContext {
  readonly host: Host;
  readonly directory: Directory;
}

/** A name in a role's configuration that must exist in the design. */
export interface Reference {
  readonly path: readonly (string | number)[];
  readonly kind: 'interface' | 'certificate';
  readonly value: string;
}

/** What a host can do. One folder, one line in the registry. */
export interface Role<S extends GenericSchema = GenericSchema> {
  readonly id: string;
  readonly title: string;
  readonly config: S;
  references(config: InferOutput<S>): readonly Reference[];
  /** Brings the role to life on a host. */
  create(config: InferOutput<S>, context: RoleContext): Service;
}

/** Keeps the type of a role's configuration while it is defined. */
export function defineRole<S extends GenericSchema>(role: Role<S>): Role {
  return role;
}
