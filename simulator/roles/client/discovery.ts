import type { Host } from '../../network/host.ts';
import type { Resolver } from '../../protocols/dns/resolver.ts';
import type { Target } from '../../protocols/sip/connection.ts';

/** Why no server was found. */
export interface NotFound {
  readonly why: 'no-such-name' | 'no-answer';
}

/**
 * Finds the servers that take sign-ins for a domain as Lync 2010 does: SRV records first, inside before outside, then
 * well-known names. `_sipinternal._tcp` (without TLS) is left out.
 */
export function discover(
  host: Host,
  resolver: Resolver,
  domain: string,
  done: (found: readonly Target[] | NotFound) => void,
): void {
  const services = [`_sipinternaltls._tcp.${domain}`, `_sip._tls.${domain}`];
  const names: readonly [string, number][] = [
    [`sipinternal.${domain}`, 5061],
    [`sip.${domain}`, 443],
    [`sipexternal.${domain}`, 443],
  ];
  let answered = false;
  const note = (kind: string) => (answered ||= kind !== 'no-answer');

  const addresses = (name: string, port: number, otherwise: () => void) =>
    resolver.addresses(name, (list, kind) => {
      note(kind);
      if (list.length > 0) done(host.random.shuffled(list).map((address) => ({ name, address, port })));
      else otherwise();
    });
  const byName = (index: number): void => {
    const entry = names[index];
    if (entry) addresses(...entry, () => byName(index + 1));
    else done({ why: answered ? 'no-such-name' : 'no-answer' });
  };
  const byService = (index: number): void => {
    const service = services[index];
    if (service === undefined) {
      byName(0);
      return;
    }
    resolver.service(service, (locations, kind) => {
      note(kind);
      // Silence is the network's fault, not the record's: asking the same server for other names would not help.
      if (kind === 'no-answer') {
        done({ why: 'no-answer' });
        return;
      }
      // The certificate will carry a name of this domain, so a target elsewhere would let a forged record in.
      const own = locations.filter(({ target }) => target === domain || target.endsWith(`.${domain}`));
      if (own.length < locations.length)
        host.fault('name', `${service} names a server outside ${domain}; it is not trusted.`);
      const [first] = own;
      if (first) addresses(first.target, first.port, () => byService(index + 1));
      else byService(index + 1);
    });
  };
  byService(0);
}
