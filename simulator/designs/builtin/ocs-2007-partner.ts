import type { RawDesign } from './raw.ts';
import { byId, copyOf } from './raw.ts';

/** The single Edge whose first partner has not moved on: media with OCS 2007 needs the port range in both directions. */
export function ocs2007Partner(reference: RawDesign): RawDesign {
  const design = copyOf(reference);
  design.id = 'ocs-2007-partner';
  design.title = 'Single Edge, partner on OCS 2007';
  design.description =
    'The single Edge, with Fabrikam on Office Communications Server 2007: its media needs ports 50000 to 59999, in and out.';
  byId(design.organizations ?? [], 'fabrikam').version = 'ocs-2007';
  return design;
}
