import type { FirewallFormat } from '../format.ts';
import { read } from './read.ts';
import { write } from './write.ts';

/** Juniper SRX, as "show configuration | display set" prints it. */
export const srx: FirewallFormat = {
  id: 'srx',
  title: 'Juniper SRX',
  extension: 'set',
  recognise: (text) =>
    /^[ \t]*(\S{1,80}[#>%][ \t]?)?(set|deactivate) security (policies|zones|nat|address-book) \S/m.test(text)
      ? 1
      : /^[ \t]*(set|deactivate) (security|applications application(-set)?|version) \S/m.test(text)
        ? 0.7
        : /^[ \t]*from-zone \S{1,80} to-zone \S{1,80} \{/m.test(text)
          ? 0.5
          : 0,
  read,
  write,
};
