import type { FirewallFormat } from '../format.ts';
import { read } from './read.ts';
import { write } from './write.ts';

/** Commands of Ubuntu's "uncomplicated firewall" for what it passes on, one a line (ufw(8)). */
export const ufw: FirewallFormat = {
  id: 'ufw',
  title: 'ufw',
  extension: 'ufw',
  recognise: (text) => (/^(# off: )?(sudo )?ufw (route|default) /m.test(text) ? 0.9 : 0),
  read,
  write,
};
