import type { Design } from '../../model/design.ts';
import { setField, valueAt } from '../forms/fields.ts';
import type { FieldSet } from '../forms/fields.ts';
import type { Form, Path, TextForm } from '../forms/form.ts';
import { formAt } from '../forms/form.ts';
import { DESIGN_FORM } from '../forms/forms.ts';
import { namedBy } from '../forms/links.ts';
import { Room } from './room.ts';
import { domainOf } from '../forms/things.ts';

/**
 * The design with one more entry at the end of a list: as little as its form asks for, of names and addresses that are
 * there.
 * @param option of several kinds of entries ("SRV", "access-edge"), which; the first when left out
 */
export function appendBlank(design: Design, path: Path, option?: string): FieldSet {
  const list = formAt(DESIGN_FORM, design, path);
  const before = valueAt(design, path) ?? [];
  if (list?.kind !== 'list' || !Array.isArray(before))
    return { problem: `${path.join('.')} is no list: must be one of the design` };
  // Entries are called by the field that their list stands in.
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  const value = blankOf(list.item, name, { design, path, ...(option !== undefined && { option }) });
  return setField(design, path, [...(before as unknown[]), value]);
}

interface Where {
  readonly design: Design;
  readonly path: Path;
  readonly option?: string;
}

function blankOf(form: Form, name: string, where: Where): unknown {
  switch (form.kind) {
    case 'text':
      return textOf(form, name, where);
    case 'number':
      // What a port of a service is, more often than not.
      return form.most === 65535 ? 443 : (form.least ?? 0);
    case 'switch':
      return false;
    case 'choice':
      return form.choices[0];
    case 'fixed':
      return form.value;
    case 'list':
      return Array.from({ length: form.least }, () => blankOf(form.item, name, where));
    case 'record':
      return {};
    case 'group':
      return Object.fromEntries(
        Object.entries(form.entries).flatMap(([key, entry]) =>
          entry.optional ? [] : [[key, blankOf(entry.form, key, where)]],
        ),
      );
    case 'variant':
      return blankOf(form.options[where.option ?? ''] ?? Object.values(form.options)[0]!, name, where);
    case 'value':
      return 0;
  }
}

/** Something that is there, so that it can be replaced by something better. */
function textOf(form: TextForm, name: string, { design, path }: Where): string {
  const host = path[0] === 'hosts' ? design.hosts[Number(path[1])] : undefined;
  const wall = path[0] === 'firewalls' ? design.firewalls[Number(path[1])] : undefined;
  const domain = domainOf(design.accounts[0]?.uri ?? '@example.com');
  switch (namedBy(form, name)) {
    case 'interface':
      return host?.interfaces[0]?.id ?? 'lan';
    case 'certificate':
      return design.certificates[0]?.id ?? 'none';
    case 'zone':
      return design.zones[0]?.id ?? 'none';
    case 'host':
      return design.hosts[0]?.id ?? 'none';
    case 'endpoints':
      return 'any';
    default:
  }
  if (form.form === 'id') return new Room(design).id('rule', 'new-1');
  if (form.form === 'dnsName')
    return `${host?.id.toLowerCase().replace(/[^a-z0-9-]/g, '-') ?? 'name'}.${domain}`;
  if (form.form === 'sipUri') return `sip:somebody@${domain}`;
  if (form.form === 'prefix') return new Room(design).prefix('192.168.10.0/24') ?? '192.168.10.0/24';
  if (form.form === 'address') {
    const near = host?.interfaces[0]?.address ?? '203.0.113.1';
    if (!wall) return near;
    if (name === 'outside') return new Room(design).address(wall.outside, near) ?? near;
    return unmapped(design, wall) ?? near;
  }
  if (form.form === 'ports') return 'any';
  if (form.form === 'transport') return 'tcp';
  return form.free ? 'new' : '';
}

/** The address of somebody inside whom a firewall does not map yet. */
function unmapped(design: Design, { inside, nat }: Design['firewalls'][number]): string | undefined {
  return design.hosts
    .flatMap(({ interfaces }) => interfaces)
    .find(({ zone, address }) => zone === inside && !nat.some((one) => one.inside === address))?.address;
}
