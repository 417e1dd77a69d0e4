import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Design } from '../../model/design.ts';
import { kindOf, valueAt } from '../forms/fields.ts';
import type { NumberForm, Path } from '../forms/form.ts';
import { formAt } from '../forms/form.ts';
import { DESIGN_FORM } from '../forms/forms.ts';
import { Room } from './room.ts';

/**
 * The value that is nearest to one that a design cannot take at a place: a free address of the same zone, a number in
 * its range, an id that is free.
 * @param fits whether the design would take a value there
 * @returns null when none is found
 */
export function nearestFor(
  design: Design,
  path: Path,
  value: unknown,
  fits: (path: Path, value: unknown) => boolean,
): string | number | null {
  const form = formAt(DESIGN_FORM, design, path);
  const candidates =
    form?.kind === 'number'
      ? numbersNear(form, value)
      : form?.kind === 'text' && typeof value === 'string'
        ? textsNear(design, path, value, form.form)
        : [];
  return candidates.find((one) => fits(path, one)) ?? null;
}

function numbersNear({ whole, least, most }: NumberForm, value: unknown): number[] {
  const number = Number(value);
  if (!Number.isFinite(number)) return [];
  const within = Math.min(most ?? number, Math.max(least ?? number, number));
  return [whole ? Math.round(within) : within];
}

function textsNear(design: Design, path: Path, value: string, form: string): string[] {
  const found = (text: string | null) => (text === null ? [] : [text]);
  if (form === 'address') {
    const zone = zoneAt(design, path);
    return zone === null ? [] : found(new Room(design).address(zone, value.trim()));
  }
  if (form === 'prefix') return prefixesNear(design, value.trim());
  if (form !== 'id') return [];
  const kind = kindOf(path[0]);
  const slug = value
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 60);
  if (kind === null || path.length !== 3 || slug === '') return [];
  return [slug, new Room(design).id(kind, slug)];
}

/** The zone in which an address stands for somebody: of an interface, a NAT, or a firewall's mapping. */
function zoneAt(design: Design, path: Path): string | null {
  const owner = valueAt(design, path.slice(0, -1));
  const wall = path[0] === 'firewalls' && path[2] === 'nat' ? design.firewalls[Number(path[1])] : undefined;
  if (wall) return path.at(-1) === 'outside' ? wall.outside : null;
  const { zone, outside } = (owner ?? {}) as { readonly zone?: unknown; readonly outside?: unknown };
  const found = zone ?? outside;
  return typeof found === 'string' ? found : null;
}

/** Without the bits behind its length; else the next that is free. */
function prefixesNear(design: Design, value: string): string[] {
  const [text = '', length = '24'] = value.split('/');
  const address = parseAddress(text);
  const bits = Math.min(32, Math.max(0, Math.round(Number(length))));
  if (address === null || Number.isNaN(bits)) return [];
  const size = 2 ** (32 - bits);
  const cut = `${formatAddress(address - (address % size))}/${bits}`;
  const free = new Room(design).prefix(cut);
  return free === null ? [cut] : [cut, free];
}
