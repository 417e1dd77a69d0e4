import type { FirewallFormat } from '../format.ts';
import { read } from './read.ts';
import { write } from './write.ts';

/** Cisco ASA, as "show running-config" prints it. */
export const asa: FirewallFormat = {
  id: 'asa',
  title: 'Cisco ASA',
  extension: 'cfg',
  recognise: (text) =>
    /^access-list \S+ (line \d+ )?extended (permit|deny) /m.test(text)
      ? 1
      : /^access-list \S+ (line \d+ )?remark |^(ASA|PIX) Version |^object-group network \S|^access-group \S+ in interface /m.test(
            text,
          )
        ? 0.7
        : 0,
  read,
  write,
};
