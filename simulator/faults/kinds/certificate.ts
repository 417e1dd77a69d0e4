import type { Design } from '../../model/design.ts';
import { ROLES } from '../../roles/registry.ts';
import type { Fault, FaultKind } from '../fault.ts';
import { at, changing } from '../fault.ts';

type Certificate = Design['certificates'][number];

const DAY_MS = 86_400_000;

/** Certificates that ran out the day before (RFC 5280 4.1.2.5). */
export const expired: FaultKind = {
  id: 'expired',
  title: 'Certificates expired',
  description: 'Each certificate ran out a day before the date of the design.',
  of: (design) =>
    held(design, 'expired', 'expired', (one) => {
      const notAfter = dayBefore(design.date);
      return { ...one, notAfter, notBefore: one.notBefore < notAfter ? one.notBefore : notAfter };
    }),
};

/** Certificates that name somebody else (RFC 2818 3.1). */
export const misnamed: FaultKind = {
  id: 'misnamed',
  title: 'Certificates misnamed',
  description: 'Each certificate names a server that nobody asks for.',
  of: (design) =>
    held(design, 'misnamed', 'names another server', (one) => ({
      ...one,
      subject: 'another.example',
      names: [],
    })),
};

/** A fault of each certificate that a server shows. */
function held(
  design: Design,
  kind: string,
  words: string,
  change: (certificate: Certificate) => Certificate,
): readonly Fault[] {
  return design.certificates.flatMap(({ id, subject }): Fault[] => {
    const holders = design.hosts.filter(({ roles }) =>
      roles.some((role) =>
        ROLES[role.role]!.references(role).some((one) => one.kind === 'certificate' && one.value === id),
      ),
    );
    if (holders.length === 0) return [];
    return [
      {
        id: `${kind}:${id}`,
        title: `Certificate of ${subject} (${id}) ${words}`,
        apply: changing((before) => ({
          ...before,
          certificates: before.certificates.map((one) => (one.id === id ? change(one) : one)),
        })),
        concerns: at(...holders.map((one) => one.id)),
      },
    ];
  });
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
}
