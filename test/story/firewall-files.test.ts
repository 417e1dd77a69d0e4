import { describe, expect, test } from 'vitest';
import { policyOf, withPolicy } from '../../simulator/designs/policies.ts';
import { builtinDesign, openDesign } from '../../simulator/designs/registry.ts';
import { DEFAULT_INTERFACES } from '../../simulator/firewall/formats/format.ts';
import { FORMATS, readPolicy } from '../../simulator/firewall/formats/registry.ts';
import type { Design } from '../../simulator/model/design.ts';
import { run } from '../../simulator/run.ts';

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

function closed(design: Design, rule: string): Design {
  return {
    ...design,
    firewalls: design.firewalls.map((firewall) => ({
      ...firewall,
      rules: firewall.rules.map((one) => (one.id === rule ? { ...one, enabled: false } : one)),
    })),
  };
}

const rules = reference.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id));
const hashes = new Map(
  ['none', ...rules].map((id) => [id, run(id === 'none' ? reference : closed(reference, id)).hash]),
);

describe.each(FORMATS)('the reference design written as $id and read again', (format) => {
  test('every feature, and every closure, goes packet by packet as before', () => {
    const again = throughFiles(reference, format);
    expect(again.firewalls.flatMap((firewall) => firewall.rules.map(({ id }) => id))).toEqual(rules);
    expect(
      new Map([...hashes.keys()].map((id) => [id, run(id === 'none' ? again : closed(again, id)).hash])),
    ).toEqual(hashes);
  }, 120_000);
});
