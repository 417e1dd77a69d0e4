import { DESIGN_VERSION } from '../model/design.ts';
import type { Source } from './source.ts';

/** A part of a file before it is checked: whatever it holds. */
type Json = Readonly<Record<string, unknown>>;

/** Makes a design's JSON of one version that of the next. Lists keep their order, so that positions stay right. */
type Step = (design: Json) => Json;

/** The first one leads from version 1 to version 2. */
const STEPS: readonly Step[] = [toVersion2];

/** A later program wrote it: what it may say there is unknown here, so that is all that is said. */
export function isNewer(source: Source, json: unknown): boolean {
  const version = versionOf(json);
  if (version === null || version <= DESIGN_VERSION) return false;
  source.problem(
    source.at(['version']).offset,
    `this design was made by a newer version of Edge Lab (form ${version}; this one reads ${DESIGN_VERSION}): update Edge Lab to open it`,
  );
  return true;
}

/** Brings a design's JSON of an earlier version to that of today, before it is checked; anything else stays as it is. */
export function migrate(json: unknown): unknown {
  const version = versionOf(json);
  if (version === null || version < 1 || version >= DESIGN_VERSION) return json;
  const today: Json = { ...fields(json), version: DESIGN_VERSION };
  return STEPS.slice(version - 1).reduce((design, step) => step(design), today);
}

/** The version of a design; null where the JSON is none, or has none. */
function versionOf(json: unknown): number | null {
  const { format, version } = fields(json);
  return format === 'edge-lab-design' && Number.isInteger(version) ? (version as number) : null;
}

/**
 * Version 2 can also say what happens while the design runs. Of version 1 there were files in which two fields had other
 * names or forms.
 */
function toVersion2(design: Json): Json {
  return {
    ...design,
    ...changedList(design, 'hosts', (host) => {
      const frontEnd = list(host['roles'])
        .map(fields)
        .find(({ role }) => role === 'front-end');
      return {
        ...host,
        ...changedList(host, 'roles', (role) => withSlidesInside(withMediaRelay(role), frontEnd)),
      };
    }),
  };
}

/** The A/V authentication service was a port of the front end's own Edge. */
function withMediaRelay(role: Json): Json {
  const { mrasPort: port, ...rest } = role;
  const { name } = fields(role['edge']);
  if (role['role'] !== 'front-end' || typeof port !== 'number' || name === undefined) return role;
  return { ...rest, mediaRelay: { name, port } };
}

/** Slides had one name, the one outside; inside, people find them where the front end's other pages are. */
function withSlidesInside(role: Json, frontEnd: Json | undefined): Json {
  const { content } = role;
  if (role['role'] !== 'web-conferencing-server' || typeof content !== 'string') return role;
  const { internal = content } = fields(fields(frontEnd)['web']);
  return { ...role, content: { external: content, internal } };
}

/** A list of objects with each of them changed; nothing where there is no such list. */
function changedList(of: Json, name: string, change: (one: Json) => Json): Json {
  const entries = of[name];
  if (!Array.isArray(entries)) return {};
  return { [name]: entries.map((one: unknown) => (isObject(one) ? change(one) : one)) };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fields(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
