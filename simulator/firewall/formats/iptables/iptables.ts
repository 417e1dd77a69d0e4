import type { FirewallFormat } from '../format.ts';
import { read } from './read.ts';
import { write } from './write.ts';

/** Linux iptables, as iptables-save writes it and iptables-restore reads it. */
export const iptables: FirewallFormat = {
  id: 'iptables',
  title: 'iptables-save',
  extension: 'rules',
  recognise: (text) =>
    /^\*(filter|nat|mangle|raw|security)[ \t]*$/m.test(text) ? (/^-A |^:FORWARD /m.test(text) ? 1 : 0.6) : 0,
  read,
  write,
};
