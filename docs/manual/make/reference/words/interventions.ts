import type { WordTable } from './words.ts';

/** What happens in a run, for who writes it by hand. */
export const INTERVENTION_WORDS: WordTable = {
  'design.interventions': 'What happens while it runs, in any order.',
  'interventions.at': 'When: microseconds since the beginning of the run.',
  'interventions.change': 'What happens.',
  'interventions.feature': 'The only feature in whose scene it happens; every one when left out.',
  'change.kind': 'What is changed.',
  'change.rule': 'The id of a rule.',
  'change.firewall': 'The id of a firewall; of a rule, of which firewall, where several have one of that id.',
  'change.enabled': 'Switched on, or off.',
  'change.host': 'The id of a host; for a cable, of a host or a NAT.',
  'change.power': 'Switched on, switched off (all that it held is gone), or shut down in order.',
  'change.role': 'The role that is started or stopped.',
  'change.running': 'Started, or stopped.',
  'change.mode': 'It judges by its rules, lets everything pass, or lets nothing pass.',
  'change.zone': 'The id of a zone.',
  'change.connected': 'Connected, or cut off.',
  'change.interface': 'The only interface whose cable it is; all of the host when left out.',
  'change.connection': 'The number of a connection of the firewall’s table; `null` for all of them.',
  'change.message': 'What the host sends on each of its open connections and ports.',
};
