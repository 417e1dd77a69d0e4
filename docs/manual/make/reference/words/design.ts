import type { WordTable } from './words.ts';

/** Fields of a design that the window shows in another way than as a field of a form. */
export const DESIGN_WORDS: WordTable = {
  'design.format': 'Tells a design from other files.',
  'design.version': 'Of this form. Older ones are read, too; a newer one is refused in one sentence.',
  'design.id': 'Short name of the design: the name of the file without its ending, say.',
  'design.organizations': 'Whose people and servers they are, by SIP domain.',
  'design.zones': 'Networks. One of them, without prefixes, is the Internet.',
  'design.hosts': 'Computers, and what they do.',
  'design.firewalls': 'What stands between two zones and judges.',
  'design.nats': 'Home routers and the like, without rules.',
  'design.certificates': 'Certificates that servers show.',
  'design.accounts': 'Accounts of the directory that the servers of a pool share.',
  'design.people': 'Who takes part in features.',
  'design.knobs': 'Values of the model that differ from what is usual; see [Knobs](knobs.md).',
  'firewalls.rules': 'In the order in which they are asked: the first that names a packet decides.',
  'hosts.role': 'Which role it is: the fields beside it go by it.',
  role: 'Which role it is.',
  'rules.id': 'Short name of the rule, the same wherever it is talked of.',
  'rules.src':
    'Whom it names as sender: `any`, or addresses, prefixes, ranges, hosts (`edge`), interfaces (`edge.access`) and groups, with commas.',
  'rules.sport': 'Ports that they send from.',
  'rules.dst':
    'Whom it names as receiver, as in `src`: addresses inside, behind the firewall’s one-to-one NAT.',
  'rules.dport': 'Ports that they send to.',
  'rules.transport': 'Protocol.',
  'rules.icmp': 'Types of ICMP, with or without codes: `8`, `3/4`, or several with commas.',
  'rules.states': 'Only packets that are this to the table of connections; any when left out.',
  'rules.flags':
    'Only TCP packets with these flags: `S/SA` is of SYN and ACK only SYN; several with commas are alternatives.',
  'rules.direction': 'Who may begin: `in` is the less trusted side, `out` the more trusted one.',
  'rules.action':
    'What becomes of a packet that it names. `undetermined` is a line of a file that was not understood: stopped, and said so.',
  'rules.rejectWith':
    'How a rejected sender is told; left out, a RST for TCP and “port unreachable” for the rest.',
  'rules.enabled': 'Is the rule switched on?',
  'rules.log': 'Does the firewall write down what the rule decides? It changes nothing else.',
  'rules.line': 'Line of the file that it was read from.',
  'rules.role': 'For people: whose traffic it is.',
  'rules.application': 'For people: which application needs it.',
  'rules.purpose': 'For people: what it is for.',
  'rules.optional': 'For people: may it be left out?',
  'rules.source': 'For people: where it is written.',
  'rules.note': 'For people: what sources say differently, and how this design settles that.',
};
