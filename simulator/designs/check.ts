import { parseRange } from '../model/address.ts';
import type { Design } from '../model/design.ts';
import { LONGEST } from '../model/design.ts';
import type { Knob } from '../model/knobs.ts';
import { KNOBS } from '../model/knobs.ts';
import { checkAddresses, checkMappings, checkZones } from './addresses.ts';
import { quote } from './quote.ts';
import type { RoleSchemas } from './references.ts';
import { checkPeople, checkRoles, checkRules, checkSides } from './references.ts';
import type { Source } from './source.ts';
import { didYouMean } from './suggest.ts';

export type Path = readonly (string | number)[];

/** Takes a problem down at a path of the design; its words are only made when there is room for it. */
export type Report = (path: Path, message: () => string) => void;

/** Checks what a schema cannot: that ids are unique, that what is named exists, that addresses fit. */
export function checkDesign(source: Source, design: Design, roles: RoleSchemas): void {
  const report: Report = (path, message) => {
    if (!source.full) source.problem(source.at(path).offset, message());
  };
  checkIds(design, report);
  checkZones(design, report);
  checkAddresses(design, report);
  checkSides(design, report);
  checkMappings(design, report);
  checkRules(design, report);
  checkRoles(design, roles, report);
  checkCertificates(design, report);
  checkPeople(design, report);
  checkKnobs(design, (path, message) => {
    if (!source.full) source.problem(source.nameAt(path).offset, message());
  });
}

type Entry = readonly [Path, string];

/** Ids name places on the map, and rules are closed by id alone, so they are unique across lists. */
function checkIds(design: Design, report: Report): void {
  const unique = (entries: readonly Entry[], what: string) => {
    const seen = new Set<string>();
    for (const [path, id] of entries) {
      if (seen.has(id)) report(path, () => `${quote(id)} is taken already: each ${what} must have its own`);
      seen.add(id);
    }
  };
  const ids = (
    list: 'organizations' | 'zones' | 'hosts' | 'firewalls' | 'nats' | 'certificates' | 'people',
  ): Entry[] => design[list].map((one, i) => [[list, i, 'id'], one.id]);
  unique(
    [...ids('zones'), ...ids('hosts'), ...ids('firewalls'), ...ids('nats')],
    'zone, host, firewall and NAT',
  );
  const rules = design.firewalls.flatMap(({ rules }, f) =>
    rules.map((rule, r): Entry => [['firewalls', f, 'rules', r, 'id'], rule.id]),
  );
  unique(rules, 'rule, also of different firewalls,');
  design.hosts.forEach(({ interfaces }, h) =>
    unique(
      interfaces.map((one, i): Entry => [['hosts', h, 'interfaces', i, 'id'], one.id]),
      'interface of a host',
    ),
  );
  unique(ids('certificates'), 'certificate');
  unique(ids('people'), 'person');
  unique(ids('organizations'), 'organization');
  unique(
    design.organizations.flatMap(({ domains }, o) =>
      domains.map((domain, d): Entry => [['organizations', o, 'domains', d], domain]),
    ),
    'organization',
  );
  unique(
    design.accounts.map((one, i): Entry => [['accounts', i, 'uri'], one.uri]),
    'account',
  );
  for (const [path, id] of rules)
    if (id === 'default' || id === 'null')
      report(path, () => `"${id}" means that no rule decided: a rule must have another id`);
  checkEndpointNames(design, [...ids('hosts'), ...ids('nats')], report);
}

/** In a rule, a name must mean one host, interface or NAT, and never an address. */
function checkEndpointNames(design: Design, places: readonly Entry[], report: Report): void {
  const owners = new Map<string, string>();
  design.hosts.forEach((host, h) =>
    host.interfaces.forEach((one, i) => {
      const name = `${host.id}.${one.id}`;
      const owner = owners.get(name) ?? host.id;
      if (owner !== host.id)
        report(
          ['hosts', h, 'interfaces', i, 'id'],
          () => `"${name}" is an interface of "${owner}" already: must have another id`,
        );
      owners.set(name, owner);
    }),
  );
  for (const [path, id] of places) {
    if (id === 'any' || parseRange(id))
      report(path, () => `"${id}" means addresses in a rule: a host or NAT must have another id`);
    const owner = owners.get(id);
    if (owner !== undefined)
      report(path, () => `"${id}" is an interface of "${owner}" already: must have another id`);
  }
}

function checkCertificates(design: Design, report: Report): void {
  design.certificates.forEach(({ notBefore, notAfter }, c) => {
    if (Date.parse(notBefore) > Date.parse(notAfter))
      report(
        ['certificates', c, 'notAfter'],
        () => `${notAfter} is before notBefore, ${notBefore}: must be later`,
      );
  });
}

function checkKnobs(design: Design, report: Report): void {
  const known: Readonly<Record<string, Omit<Knob, 'id'>>> = KNOBS;
  for (const [id, value] of Object.entries(design.knobs)) {
    const knob = Object.hasOwn(known, id) ? known[id] : undefined;
    if (!knob)
      report(
        ['knobs', id],
        () =>
          `knob ${quote(id)} does not exist: must be one that the model has${didYouMean(id, Object.keys(known))}`,
      );
    else if (knob.choices) {
      const { choices } = knob;
      if (!choices.some((one) => one === value))
        report(
          ['knobs', id],
          () =>
            `${quote(String(value))} is wrong for knob "${id}": it must be one of ${choices.map((one) => `"${one}"`).join(', ')}`,
        );
    } else if (knob.unit === 'times' ? !isCount(value) : !isLength(value))
      report(['knobs', id], () => {
        const shown = typeof value === 'string' ? quote(value) : String(value);
        const right =
          knob.unit === 'times' ? `a whole number from 0 to ${MOST_TIMES}` : `a number from 0 to ${LONGEST}`;
        return `${shown} is wrong for knob "${id}": it must be ${right}`;
      });
  }
}

/** Each time waits twice as long as the one before: more would leave whole microseconds. */
const MOST_TIMES = 20;

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && isLength(value) && (value as number) <= MOST_TIMES;
}

function isLength(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= LONGEST;
}
