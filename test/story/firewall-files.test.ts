import { describe, expect, test } from 'vitest';
import { policyOf, withPolicy } from '../../simulator/designs/policies.ts';
import { builtinDesign, openDesign } from '../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../simulator/firewall/formats/format.ts';
import { FORMATS, readPolicy } from '../../simulator/firewall/formats/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import { closuresOf } from './designs.ts';

const reference = builtinDesign();

/** The design with each firewall's rules written in a form and read again. */
function throughFiles(design: Design, format: (typeof FORMATS)[number]): Design {
  const firewalls = design.firewalls.map((firewall) => {
    const text = format.write(policyOf(design, firewall), DEFAULT_INTERFACES, firewall.title);
    if (typeof text !== 'string') throw new Error(text.problems.join('; '));
    const reading = readPolicy(text, null, DEFAULT_INTERFACES);
    if ('problem' in reading) throw new Error(reading.problem);
    expect(reading.format.id).toBe(format.id);
    expect(reading.ledger.filter(({ status }) => status !== 'understood')).toEqual([]);
    return withPolicy(design, firewall, reading.policy);
  });
  const loaded = openDesign(JSON.stringify({ ...design, firewalls }), 'files.json');
  if (!loaded.ok) throw new Error(loaded.problems[0]!.message);
  return loaded.design;
}

/** The hash of each feature's run, as the design is and with each rule closed. */
function hashesOf(design: Design): ReadonlyMap<string, readonly string[]> {
  return new Map(
    closuresOf(design).features.map(({ feature, outcomes, singles }) => [
      feature.id,
      [0, ...singles].map((index) => outcomes[index]!.hash),
    ]),
  );
}

const rules = reference.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id));
const hashes = hashesOf(reference);

describe.each(FORMATS)('the reference design written as $id and read again', (format) => {
  test('every feature, and every closure, goes packet by packet as before', () => {
    const again = throughFiles(reference, format);
    expect(again.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id))).toEqual(rules);
    expect(hashesOf(again)).toEqual(hashes);
  }, 120_000);
});
