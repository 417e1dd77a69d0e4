import { ANY_ADDRESS, parseAddress, parseRange } from '../model/address.ts';
import type { Design, DesignZone } from '../model/design.ts';
import type { Runs } from '../firewall/judgement/runs.ts';
import { intersect, meet, without } from '../firewall/judgement/runs.ts';
import { runsOf } from '../firewall/judgement/packets.ts';

/** Addresses in a zone: the same address may stand in several private zones. */
export interface Place {
  readonly zone: string;
  readonly addresses: Runs;
}

/** What a list of places names, or the part of it that names nothing. */
export type Places = { readonly places: readonly Place[] } | { readonly unknown: string };

/** Is an address in a zone among some places? */
export function holds(places: readonly Place[], zone: string, address: number): boolean {
  return places.some((one) => one.zone === zone && meet(one.addresses, [address, address]));
}

/**
 * Every name that a policy may use for places: zones, hosts ("edge"), interfaces ("edge.access"), NATs, and the parts
 * that people play, for the computers that they sit at. A place goes before a part of the same name.
 */
export function placeNames(design: Design): ReadonlyMap<string, readonly Place[]> {
  const names = new Map<string, readonly Place[]>(zonesOf(design).map((place) => [place.zone, [place]]));
  const single = (zone: string, address: string): Place => ({ zone, addresses: one(parseAddress(address)!) });
  for (const host of design.hosts) {
    const own = host.interfaces.map(({ zone, address }) => single(zone, address));
    names.set(host.id, own);
    for (const [at, { id }] of host.interfaces.entries()) names.set(`${host.id}.${id}`, [own[at]!]);
  }
  for (const { id, outside, address } of design.nats) names.set(id, [single(outside, address)]);
  const parts = new Map<string, Place[]>();
  for (const { plays, host } of design.people)
    parts.set(plays, [...(parts.get(plays) ?? []), ...(names.get(host) ?? [])]);
  for (const [part, places] of parts) if (!names.has(part)) names.set(part, places);
  return names;
}

/**
 * The places behind "any", names, addresses, prefixes and ranges, separated by commas.
 * @param names what `placeNames` gives
 */
export function resolvePlaces(text: string, design: Design, names: ReturnType<typeof placeNames>): Places {
  const places: Place[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const range = part === 'any' ? ANY_ADDRESS : parseRange(part);
    const found = range ? within(design, [range.first, range.last]) : names.get(part);
    if (!found || found.length === 0) return { unknown: part };
    places.push(...found);
  }
  return { places };
}

/** Where addresses live: of every zone, those that it has. */
function within(design: Design, addresses: Runs): Place[] {
  return zonesOf(design).flatMap((place) => {
    const shared = intersect(place.addresses, addresses);
    return shared.length > 0 ? [{ ...place, addresses: shared }] : [];
  });
}

/** Every zone with its addresses; the one without prefixes has what no other has that shares the world's. */
function zonesOf({ zones }: Design): readonly Place[] {
  const prefixes = (zone: DesignZone) => runsOf(zone.prefixes.map((prefix) => parseRange(prefix)!));
  const elsewhere = zones
    .filter((zone) => !zone.private)
    .reduce<Runs>((left, zone) => without(left, prefixes(zone)), [ANY_ADDRESS.first, ANY_ADDRESS.last]);
  return zones.map((zone) => ({
    zone: zone.id,
    addresses: zone.prefixes.length > 0 ? prefixes(zone) : elsewhere,
  }));
}

/** One number as runs. */
export const one = (value: number): Runs => [value, value];
