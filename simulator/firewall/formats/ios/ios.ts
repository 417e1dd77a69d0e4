import type { FirewallFormat } from '../format.ts';
import { read } from './read.ts';
import { write } from './write.ts';

/** Cisco IOS, as "show running-config" of a router prints it. */
export const ios: FirewallFormat = {
  id: 'ios',
  title: 'Cisco IOS',
  extension: 'cfg',
  recognise: (text) =>
    /^ip access-list (extended|standard) \S|^[ \t]+ip access-group \S+ (in|out)[ \t]*\r?$/m.test(text)
      ? 1
      : /^(ASA|PIX) Version |^access-group \S+ in interface /m.test(text)
        ? 0
        : /^access-list \d+ (permit|deny) |^ip (inspect name|nat inside source) /m.test(text)
          ? 0.8
          : 0,
  read,
  write,
};
