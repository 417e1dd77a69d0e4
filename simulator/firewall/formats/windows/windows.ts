import type { FirewallFormat } from '../format.ts';
import { read as readListing } from './listing.ts';
import { foreign, read as readNetsh } from './netsh.ts';
import { writeListing } from './write-listing.ts';
import { writeNetsh } from './write-netsh.ts';

/*
 * Windows Defender Firewall, taken for a wall between two sides: what is inbound comes from outside and is for addresses
 * inside, which are the local ones.
 */

/** As "netsh advfirewall firewall show rule name=all verbose" prints it. */
export const netsh: FirewallFormat = {
  id: 'netsh',
  title: 'Windows Defender Firewall (netsh)',
  extension: 'txt',
  recognise: (text) => {
    if (/^\ufeff?Rule Name:\s/im.test(text)) return 1;
    if (/^\ufeff?(Domain|Private|Public) Profile Settings:/im.test(text)) return 0.9;
    return foreign(text) ? 0.3 : 0;
  },
  read: readNetsh,
  write: writeNetsh,
};

/** As PowerShell lists it, or as its commands make it. */
export const powershell: FirewallFormat = {
  id: 'powershell',
  title: 'Windows Defender Firewall (PowerShell)',
  extension: 'txt',
  recognise: (text) => {
    if (/^[ \t]{0,8}Direction[ \t]*:[ \t]*(Inbound|Outbound)[ \t\r]*$/im.test(text)) return 0.95;
    if (/^[ \t]{0,8}DefaultInboundAction[ \t]*:[ \t]/im.test(text)) return 0.9;
    return /\bNew-NetFirewallRule\b/i.test(text) ? 0.9 : 0;
  },
  read: readListing,
  write: writeListing,
};
