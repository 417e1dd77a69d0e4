import type { Host } from '../../network/host.ts';
import { resolverOf } from '../../protocols/dns/resolver.ts';
import type { Diagnostic } from '../../protocols/sip/diagnostics.ts';
import type { AccessEdgeConfig } from './config.ts';

/** Where the Edge of another organization is, or why it is not known. */
export type PeerEdge =
  | { readonly name: string; readonly port: number }
  | { readonly status: number; readonly diagnostic: Diagnostic; readonly text: string };

const PORT = 5061;

/** Finds the Edges of other organizations: those written down, else by SRV record (assumption: nothing is kept but DNS). */
export class Peers {
  readonly #host: Host;
  readonly #config: AccessEdgeConfig['federation'];

  constructor(host: Host, config: AccessEdgeConfig['federation']) {
    this.#host = host;
    this.#config = config;
  }

  /** The Edge that serves a SIP domain. */
  find(domain: string, done: (edge: PeerEdge) => void): void {
    const config = this.#config;
    if (!config || config.blocked.includes(domain)) {
      done(notAllowed(domain));
      return;
    }
    const route = config.routes.find((one) => one.domains.includes(domain));
    if (route) done({ name: route.edge, port: PORT });
    else if (config.discovery) this.#discover(domain, done);
    else done(notAllowed(domain));
  }

  #discover(domain: string, done: (edge: PeerEdge) => void): void {
    const service = `_sipfederationtls._tcp.${domain}`;
    resolverOf(this.#host).service(service, ([first], kind) => {
      if (!first) {
        const text =
          kind === 'no-answer' ? `No name server answered for ${service}.` : `${service} does not exist.`;
        if (kind !== 'no-answer') this.#host.fault('name', `${this.#host.title}: ${text}`);
        done({
          status: 504,
          diagnostic: { id: 1008, details: { domain } },
          text,
        });
        return;
      }
      const { target, port } = first;
      if (target === domain || target.endsWith(`.${domain}`)) {
        done({ name: target, port });
        return;
      }
      // A record that leads elsewhere could be anybody's.
      const text = `${service} names ${target}, a server outside ${domain}.`;
      this.#host.fault('name', `${this.#host.title}: ${text}`);
      done({
        status: 504,
        diagnostic: { id: 1009, details: { domain, fqdn: target } },
        text,
      });
    });
  }
}

function notAllowed(domain: string): PeerEdge {
  return {
    status: 403,
    diagnostic: { id: 1002, details: { domain } },
    text: `${domain} is not an organization that this Edge talks to.`,
  };
}
