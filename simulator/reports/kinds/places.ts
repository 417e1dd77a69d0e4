import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Design, DesignFirewall, DesignRule } from '../../model/design.ts';
import { zoneTitle } from './rule-words.ts';

/** A rule's two ends with whose they are: "10.45.16.10 (Edge, Access)", "any (Internet)". */
export class Places {
  readonly #design: Design;

  constructor(design: Design) {
    this.#design = design;
  }

  source(rule: DesignRule, firewall: DesignFirewall): string {
    return this.#words(
      rule.src,
      firewall,
      rule.direction === 'in' ? firewall.outside : firewall.inside,
      rule,
    );
  }

  destination(rule: DesignRule, firewall: DesignFirewall): string {
    return this.#words(
      rule.dst,
      firewall,
      rule.direction === 'in' ? firewall.inside : firewall.outside,
      rule,
    );
  }

  #words(text: string, firewall: DesignFirewall, zone: string, { direction }: DesignRule): string {
    return text
      .split(',')
      .flatMap((part) => this.#part(part.trim(), firewall))
      .map((one) => (one === 'any' && direction !== 'both' ? `any (${zoneTitle(this.#design, zone)})` : one))
      .join(', ');
  }

  #part(part: string, firewall: DesignFirewall): readonly string[] {
    const { hosts, nats, zones } = this.#design;
    const group = Object.hasOwn(firewall.groups, part) ? firewall.groups[part] : undefined;
    if (group !== undefined)
      return group.split(',').flatMap((one) => this.#part(one.trim(), { ...firewall, groups: {} }));
    const [hostId, interfaceId] = part.split('.');
    const host = hosts.find(({ id }) => id === hostId);
    if (host)
      return host.interfaces
        .filter(({ id }) => interfaceId === undefined || id === interfaceId)
        .map(({ address }) => this.#address(address, firewall));
    const nat = nats.find(({ id }) => id === part);
    if (nat) return [`${nat.address} (${nat.title})`];
    if (parseAddress(part) !== null) return [this.#address(part, firewall)];
    const zone = zones.find(({ prefixes }) => prefixes.includes(part));
    return [zone ? `${part} (${zone.title})` : part];
  }

  #address(text: string, { nat }: DesignFirewall): string {
    const address = formatAddress(parseAddress(text)!);
    const host = this.#design.hosts.find((one) => one.interfaces.some((own) => own.address === address));
    const own = host?.interfaces.find((one) => one.address === address);
    const whose = host ? [host.title, own?.title] : [];
    const outside = nat.find(({ inside }) => inside === address)?.outside;
    const about = [...whose, outside && `outside ${outside}`].filter(Boolean).join(', ');
    return about === '' ? address : `${address} (${about})`;
  }
}
