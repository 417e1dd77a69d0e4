import { KINDS_IN_WORDS } from '../../../../../simulator/policies/kinds/registry.ts';
import type { WordTable } from './words.ts';

/** What must hold of a design, as a policy and the steps of lessons say it. */
export const POLICY_WORDS: WordTable = {
  'policy.format': 'Tells a policy from other files.',
  'policy.version': 'Of this form.',
  'policy.rules': `What must hold. Each rule says one thing: ${KINDS_IN_WORDS.replaceAll('"', '`')}.`,
  'rules.id': 'Short name of the rule, by which reports call it.',
  feature: 'Id of a feature, as `lab features` lists them.',
  must: '`work` is fully, `work-or-limp` at least by a fallback, `not-work` not at all.',
  never: 'A flow that must not be.',
  'never.from':
    'Places: zones, hosts (`edge`), interfaces (`edge.access`), NATs, addresses, prefixes, ranges, `any`, or a part that people play for their computers; several with commas. Nothing that is sent from there may get to `to`.',
  'never.whose': 'A part that people play. Nothing that they cause may get to `to`, whoever sends it on.',
  'never.to': 'Places, as in `from`.',
  'never.transport': 'Protocol.',
  'never.ports': 'Ports that it is about.',
  exposesAtMost: 'How much may lie open.',
  'exposesAtMost.ports': 'Pairs of an address and a port that the outermost firewalls may lay open.',
  'exposesAtMost.transport': 'Which ports are counted.',
  why: 'For people: why it must hold.',
};
