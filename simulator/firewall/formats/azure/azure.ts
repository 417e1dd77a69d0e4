import type { FirewallFormat } from '../format.ts';
import { read } from './read.ts';
import { write } from './write.ts';

/** Network security groups of Azure as JSON: "az network nsg show", the REST API, templates, lists of rules. */
export const azure: FirewallFormat = {
  id: 'azure',
  title: 'Azure network security group',
  extension: 'json',
  recognise(text) {
    if (!/^\ufeff?\s*([[{]|\/[/*])/.test(text)) return 0;
    if (/"microsoft\.network\/networksecuritygroups[/"]/i.test(text)) return 1;
    return /"direction"\s*:\s*"(in|out)bound"/i.test(text) && /"priority"\s*:/i.test(text) ? 0.9 : 0;
  },
  read,
  write,
};
