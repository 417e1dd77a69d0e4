import { expect, test } from 'vitest';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { faultsOf } from '../../../simulator/faults/registry.ts';
import { run } from '../../../simulator/run.ts';

const design = builtinDesign();
const cables = faultsOf(design, ['cable']);

const after = (id: string, feature: string) => {
  const fault = cables.find((one) => one.id === id)!;
  const { design: changed, interventions } = fault.apply({ design, interventions: [] });
  return run(changed, { only: [feature], interventions }).features[0]!.finding.status;
};

test('every cable of a server with several can be out, each by an id of its own', () => {
  const edge = design.hosts.find(({ id }) => id === 'edge')!;
  expect(cables.filter(({ nodes }) => nodes.includes('edge'))).toHaveLength(edge.interfaces.length);
  expect(new Set(cables.map(({ id }) => id)).size).toBe(cables.length);
});

test('without the cable of Access nobody signs in; without that of Web Conferencing one does', () => {
  expect(after('cable:edge/access', 'remote-sign-in')).toBe('broken');
  expect(after('cable:edge/webconf', 'remote-sign-in')).toBe('works');
});
