import type { Design } from '../../model/design.ts';
import { organizationOf, PRODUCTS } from '../../model/design.ts';
import type { FaultKind, Touched } from '../fault.ts';
import { at, changing } from '../fault.ts';

type Version = Design['organizations'][number]['version'];

/** A partner that runs another product than the design says. */
export const version: FaultKind = {
  id: 'version',
  title: 'Partners with another product',
  description: 'Each partner runs each of the other products.',
  of: (design) => {
    const theirs = design.people.filter(({ plays }) => plays === 'federated');
    const partners = new Set(theirs.map(({ uri }) => organizationOf(design, uri?.split('@')[1] ?? '')?.id));
    const seats = at(...theirs.map(({ host }) => host));
    return design.organizations
      .filter(({ id }) => partners.has(id))
      .flatMap(({ id, title, version: was }) =>
        (Object.keys(PRODUCTS) as Version[])
          .filter((other) => other !== was)
          .map((other) => ({
            id: `version:${id}/${other}`,
            title: `${title} runs ${PRODUCTS[other]}`,
            sentence: `${title} runs ${PRODUCTS[other]}, and not ${PRODUCTS[was]}.`,
            place: `organization/${id}`,
            nodes: [],
            apply: changing((before) => ({
              ...before,
              organizations: before.organizations.map((one) =>
                one.id === id ? { ...one, version: other } : one,
              ),
            })),
            // Who of the partners' people plays a scene goes by what they run, and whether anybody can.
            concerns: (touched: Touched) => touched.nodes.size === 0 || seats(touched),
          })),
      );
  },
};
