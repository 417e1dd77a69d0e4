import type { Edit } from '../../worker/laboratory.ts';

export type Addable =
  | 'home'
  | 'partner'
  | 'zone'
  | 'host'
  | 'person'
  | 'firewall'
  | 'nat'
  | 'certificate'
  | 'account'
  | 'organization';

/** What is asked when something is added. */
interface Ask {
  readonly label: string;
  readonly kind: 'zone' | 'host';
}

interface AddableWords {
  readonly title: string;
  readonly about: string;
  readonly example: string;
  readonly asks: readonly Ask[];
}

/** What can be added, in the order of the menu. */
export const ADDABLES: Readonly<Record<Addable, AddableWords>> = {
  home: {
    title: 'Add a home',
    about: 'Somebody who works from home: network, router, computer, person and account.',
    example: 'Henry',
    asks: [],
  },
  partner: {
    title: 'Add a partner',
    about: 'Another organization with an Edge, a server and people of its own, found by DNS.',
    example: 'Northwind',
    asks: [],
  },
  zone: {
    title: 'Add a zone',
    about: 'A network with addresses of its own. A firewall or a NAT leads to it.',
    example: 'Branch office',
    asks: [],
  },
  host: {
    title: 'Add a host',
    about: 'A computer with the Lync client, which other roles can be given.',
    example: 'PC',
    asks: [{ label: 'In zone', kind: 'zone' }],
  },
  person: {
    title: 'Add a person',
    about: 'Somebody who plays what the neighbours play, with an account where they have one.',
    example: 'Beate',
    asks: [{ label: 'Sits at', kind: 'host' }],
  },
  firewall: {
    title: 'Add a firewall',
    about: 'A wall between two zones that drops everything until it has rules.',
    example: 'Branch firewall',
    asks: [
      { label: 'Outside', kind: 'zone' },
      { label: 'Inside', kind: 'zone' },
    ],
  },
  nat: {
    title: 'Add a NAT',
    about: 'A router behind which a zone shares one address.',
    example: 'Branch router',
    asks: [
      { label: 'Outside', kind: 'zone' },
      { label: 'Inside', kind: 'zone' },
    ],
  },
  certificate: {
    title: 'Add a certificate',
    about: 'Servers show it; who trusts its issuer accepts it.',
    example: 'Branch Edge',
    asks: [],
  },
  account: {
    title: 'Add an account',
    about: 'An entry of the directory with which people sign in.',
    example: 'Zoe',
    asks: [],
  },
  organization: {
    title: 'Add an organization',
    about: 'Says whose SIP domains are whose, and what runs there.',
    example: 'Tailspin',
    asks: [],
  },
};

/**
 * The edit that adds something.
 * @param one the first thing that was asked for
 * @param other the second
 */
export function editFor(what: Addable, given: string, one: string, other: string): Edit & { kind: 'add' } {
  const name = given === '' ? {} : { name: given };
  switch (what) {
    case 'host':
      return { kind: 'add', what, zone: one, ...name };
    case 'person':
      return { kind: 'add', what, host: one, ...name };
    case 'firewall':
    case 'nat':
      return { kind: 'add', what, outside: one, inside: other, ...name };
    default:
      return { kind: 'add', what, ...name };
  }
}
