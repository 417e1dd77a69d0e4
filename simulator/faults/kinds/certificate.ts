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
    held(
      design,
      'expired',
      'expired',
      ({ id, subject }) =>
        `The certificate of ${subject} (${id}) ran out on ${dayBefore(design.date).slice(0, 10)}.`,
      (one) => {
        const notAfter = dayBefore(design.date);
        return { ...one, notAfter, notBefore: one.notBefore < notAfter ? one.notBefore : notAfter };
      },
    ),
};

const ANOTHER = 'another.example';

/** Certificates that name somebody else (RFC 2818 3.1). */
export const misnamed: FaultKind = {
  id: 'misnamed',
  title: 'Certificates misnamed',
  description: 'Each certificate names a server that nobody asks for.',
  of: (design) =>
    held(
      design,
      'misnamed',
      'names another server',
      ({ id, subject }) => `The certificate ${id} is for ${ANOTHER}, and should be for ${subject}.`,
      (one) => ({ ...one, subject: ANOTHER, names: [] }),
    ),
};

/** A fault of each certificate that a server shows. */
function held(
  design: Design,
  kind: string,
  words: string,
  sentence: (certificate: Certificate) => string,
  change: (certificate: Certificate) => Certificate,
): readonly Fault[] {
  return design.certificates.flatMap((certificate): Fault[] => {
    const { id, subject } = certificate;
    const holders = design.hosts
      .filter(({ roles }) =>
        roles.some((role) =>
          ROLES[role.role]!.references(role).some((one) => one.kind === 'certificate' && one.value === id),
        ),
      )
      .map((host) => host.id);
    if (holders.length === 0) return [];
    return [
      {
        id: `${kind}:${id}`,
        title: `Certificate of ${subject} (${id}) ${words}`,
        sentence: sentence(certificate),
        place: `certificate/${id}`,
        nodes: holders,
        apply: changing((before) => ({
          ...before,
          certificates: before.certificates.map((one) => (one.id === id ? change(one) : one)),
        })),
        concerns: at(...holders),
      },
    ];
  });
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
}
