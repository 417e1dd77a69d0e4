import type { AddressRange } from '../../../model/address.ts';
import { ANY_ADDRESS, parseAddress } from '../../../model/address.ts';
import type { Rule } from '../../../model/policy.ts';
import type { Interfaces } from '../format.ts';
import type { Ledger } from '../ledger.ts';
import type { Statement } from './configuration.ts';
import { UNKNOWN } from './configuration.ts';
import { mark, markRest } from './marks.ts';
import { quoted } from './words.ts';

/*
 * Everything but policies, address books, applications and NAT: what of it decides packets, and why the rest does not.
 */

/** A line whose packets are undetermined. */
export interface Stop {
  readonly line: number;
  readonly direction: Rule['direction'];
  readonly destinations: readonly AddressRange[];
}

const ELSEWHERE =
  /^(version|system|chassis|snmp|routing-options|routing-instances|protocols|policy-options|class-of-service|vlans|bridge-domains|access|access-profile|event-options|services|schedulers|ethernet-switching-options|switch-options|poe|virtual-chassis|wlan|smtp|fabric|accounting-options|accounting|diameter|multicast-snooping-options|apply-macro)$/;
const OTHER_FIREWALL = /^(logical-systems|tenants)$/;
const BY_POLICY =
  /^(idp|utm|application-firewall|application-traffic-control|ike|ipsec|firewall-authentication|user-identification|dynamic-address|security-intelligence|advanced-anti-malware|ssl|gprs|group-vpn)$/;
const SECURITY_ELSEWHERE =
  /^(log|pki|certificates|ssh-known-hosts|traceoptions|application-tracking|authentication-key-chains|resource-manager|analysis|datapath-debug|softwires|advance-policy-based-routing|macsec|remote-access|tcp-encap|distribution-profile|forwarding-process|key-protection)$/;
const MANAGEMENT = /^(lo0|fxp0|fxp1|em\d|fab\d|me0|vme|dl0)\b/;

export class Surroundings {
  readonly #root: Statement;
  readonly #interfaces: Interfaces;
  readonly #ledger: Ledger;
  readonly #stops: Stop[] = [];
  readonly #zoneOf = new Map<string, string>();
  readonly #own: number[] = [];
  readonly #groups: ReadonlyMap<string, Statement>;

  constructor(root: Statement, interfaces: Interfaces, ledger: Ledger) {
    this.#root = root;
    this.#interfaces = interfaces;
    this.#ledger = ledger;
    this.#switchedOff(root);
    this.#groups = new Map(root.live('groups').map((group) => [group.value, group]));
    for (const zone of this.zones()) this.#zone(zone);
    for (const one of root.live()) this.#top(one);
    for (const one of this.#root.live('security').flatMap((all) => all.live())) this.#security(one);
  }

  /** Statements of a name below [edit security] that count; of policies also what is switched off. */
  security(name: string): readonly Statement[] {
    return this.#root.inner
      .filter((one) => one.name === 'security')
      .flatMap((all) =>
        all.inner.filter((one) => one.name === name && (name === 'policies' || (one.active && all.active))),
      );
  }

  /** The zones that there are. */
  zones(): readonly Statement[] {
    return this.security('zones').flatMap((all) => all.live('security-zone'));
  }

  /** In which zone each interface is, and the addresses of those of the outer zone. */
  addresses(): { readonly zoneOf: ReadonlyMap<string, string>; readonly own: readonly number[] } {
    return { zoneOf: this.#zoneOf, own: this.#own };
  }

  /** Speaks for applications, once whoever knows more of them has done so. */
  applications(): void {
    for (const one of this.#root.live('applications').flatMap((all) => all.live()))
      if (one.name === UNKNOWN) mark(this.#ledger, one, 'ignored', `${quoted(one.value)} is not known`);
      else markRest(this.#ledger, one, `the ${one.name} ${one.value}`);
  }

  /** Lines that may decide packets and were not understood. */
  stops(): readonly Stop[] {
    return this.#stops;
  }

  /** What is deactivated counts for nothing; policies say so themselves. */
  #switchedOff(at: Statement): void {
    for (const one of at.inner) {
      if (one.name === 'policies') one.active &&= at.active;
      else if (one.active && at.active) this.#switchedOff(one);
      else if (one.name === 'security') this.#switchedOff(one);
      else mark(this.#ledger, one, 'understood', 'switched off');
    }
  }

  #zone(zone: Statement): void {
    for (const line of zone.lines) this.#ledger.mark(line, 'understood', `the zone ${zone.value}`);
    for (const one of zone.live())
      if (one.name === 'interfaces') {
        this.#zoneOf.set(one.value, zone.value);
        for (const line of one.lines)
          this.#ledger.mark(line, 'understood', `an interface of the zone ${zone.value}`);
        for (const more of one.live()) mark(this.#ledger, more, 'ignored', 'about the firewall itself');
      } else if (one.name === 'screen')
        mark(
          this.#ledger,
          one,
          'ignored',
          'screens stop floods and forged packets, of which there are none here',
        );
      else if (one.name === 'tcp-rst')
        mark(this.#ledger, one, 'approximated', 'what fits no connection is dropped without an answer here');
      else if (one.name === 'description') mark(this.#ledger, one, 'understood', 'a remark');
      else if (one.name === UNKNOWN)
        mark(
          this.#ledger,
          one,
          'ignored',
          one.value === 'host-inbound-traffic'
            ? 'about the firewall itself'
            : `${quoted(one.value)} decides nothing about packets between the two sides`,
        );
  }

  #top(one: Statement): void {
    const word = one.name === UNKNOWN ? one.value : one.name;
    if (word === 'interfaces') this.#interface(one);
    else if (word === 'firewall')
      mark(
        this.#ledger,
        one,
        'ignored',
        'a packet filter counts where an interface has it, which is then undetermined',
      );
    else if (word === 'groups') mark(this.#ledger, one, 'ignored', 'a group counts where it is applied');
    else if (word === 'apply-groups') this.#group(one);
    else if (word === 'applications') return;
    else if (word === 'forwarding-options' && !one.values.includes('filter'))
      mark(this.#ledger, one, 'ignored', 'decides nothing about packets between the two sides');
    else if (OTHER_FIREWALL.test(word))
      mark(this.#ledger, one, 'ignored', 'of another firewall in the same device');
    else if (ELSEWHERE.test(word))
      mark(
        this.#ledger,
        one,
        'ignored',
        `${quoted(word)} decides nothing about packets between the two sides`,
      );
    else if (word !== 'security') this.#stop(one, `${quoted(word)} is not modelled`);
  }

  #security(one: Statement): void {
    if (one.name === 'zones') {
      for (const more of one.live(UNKNOWN))
        mark(
          this.#ledger,
          more,
          'ignored',
          `${quoted(more.value)} decides nothing about packets between the two sides`,
        );
      return;
    }
    if (one.name !== UNKNOWN) return;
    const word = one.value;
    if (word === 'screen')
      mark(
        this.#ledger,
        one,
        'ignored',
        'screens stop floods and forged packets, of which there are none here',
      );
    else if (BY_POLICY.test(word))
      mark(this.#ledger, one, 'ignored', `${quoted(word)} counts where a policy asks for it`);
    else if (SECURITY_ELSEWHERE.test(word))
      mark(
        this.#ledger,
        one,
        'ignored',
        `${quoted(word)} decides nothing about packets between the two sides`,
      );
    else if (word === 'forwarding-options' && !/mpls mode packet-based/.test(one.values.join(' ')))
      mark(this.#ledger, one, 'ignored', 'IPv4 is not concerned');
    else
      this.#stop(
        one,
        word === 'forwarding-options'
          ? 'no policies are asked in this mode'
          : `${quoted(word)} is not modelled`,
      );
  }

  #interface(one: Statement): void {
    for (const unit of [one, ...one.live('unit')]) {
      const name = unit === one ? one.value : `${one.value}.${unit.value}`;
      const zone = this.#zoneOf.get(name);
      this.#filters(unit.live(UNKNOWN), one.value, zone);
      for (const family of unit.live('family')) {
        if (family.value !== 'inet') {
          mark(this.#ledger, family, 'ignored', 'IPv4 only is modelled');
          continue;
        }
        this.#filters(family.live(UNKNOWN), one.value, zone);
        if (zone !== this.#interfaces.outside) continue;
        for (const { value } of family.live('address')) {
          const address = parseAddress(value.split('/')[0]!);
          if (address !== null) this.#own.push(address);
        }
      }
    }
    markRest(this.#ledger, one, 'about the interface');
  }

  /** What of an interface may stop packets. */
  #filters(all: readonly Statement[], name: string, zone: string | undefined): void {
    const { outside, inside } = this.#interfaces;
    const ours = zone === undefined ? !MANAGEMENT.test(name) : zone === outside || zone === inside;
    for (const one of all) {
      if (one.value !== 'filter' && one.value !== 'disable')
        mark(
          this.#ledger,
          one,
          'ignored',
          `${quoted(one.value)} decides nothing about packets between the two sides`,
        );
      else if (!ours) mark(this.#ledger, one, 'ignored', 'not at an interface of the two sides');
      else
        this.#stop(
          one,
          one.value === 'filter' ? 'packet filters of interfaces are not modelled' : 'the interface is down',
        );
    }
  }

  #group(one: Statement): void {
    const names = one.value === '${node}' ? ['node0', 'node1'] : [one.value];
    const groups = names.flatMap((name) => this.#groups.get(name) ?? []);
    const decides = groups.some((group) =>
      group.live().some(({ values }) => !ELSEWHERE.test(values[0] ?? '') && !harmless(values)),
    );
    if (groups.length > 0 && !decides)
      mark(
        this.#ledger,
        one,
        'ignored',
        `the group ${one.value} decides nothing about packets between the two sides`,
      );
    else this.#stop(one, `the group ${one.value} is not followed`);
  }

  #stop(one: Statement, why: string): void {
    mark(this.#ledger, one, 'ignored', `${why}: what passes is undetermined`);
    this.#stops.push({ line: one.line, direction: 'both', destinations: [ANY_ADDRESS] });
  }
}

/** An interface of the management, or one without a filter. */
function harmless([word = '', name = '', ...rest]: readonly string[]): boolean {
  return word === 'interfaces' && (MANAGEMENT.test(name) || !/\b(filter|disable)\b/.test(rest.join(' ')));
}
