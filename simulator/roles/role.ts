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

/** What a field is called, and what it is for. */
export interface FieldWords {
  readonly label: string;
  readonly help: string;
}

/** A field's words. */
export function word(label: string, help = ''): FieldWords {
  return { label, help };
}

/** What a design says of a role: without what the role does. */
export interface RoleSchema<S extends GenericSchema = GenericSchema> {
  readonly id: string;
  readonly title: string;
  readonly config: S;
  references(config: InferOutput<S>): readonly Reference[];
  /** Words of the fields that it alone has; one whose name means another thing elsewhere stands with its place in front. */
  readonly words?: Readonly<Record<string, FieldWords>>;
}

/** What a host can do. One folder, one line in the registry. */
export interface Role<S extends GenericSchema = GenericSchema> extends RoleSchema<S> {
  /** Brings the role to life on a host. */
  create(config: InferOutput<S>, context: RoleContext): Service;
}

/** Keeps the type of a role's configuration while its schema is defined. */
export function defineSchema<S extends GenericSchema>(schema: RoleSchema<S>): RoleSchema<S> {
  return schema;
}

/** A role: its schema, and what brings it to life. */
export function defineRole<S extends GenericSchema>(schema: RoleSchema<S>, create: Role<S>['create']): Role {
  return { ...schema, create };
}
