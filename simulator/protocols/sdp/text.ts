import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Candidate, MediaDescription, SessionDescription } from './message.ts';

export const SDP_TYPE = 'application/sdp';

/** RFC 4566 5, with a medium's candidates behind its attributes; what was read, as it stood. */
export function writeSdp({ address, media, asRead }: SessionDescription): string {
  if (asRead !== undefined) return asRead;
  const ip = formatAddress(address);
  const lines = ['v=0', `o=- 0 0 IN IP4 ${ip}`, 's=session', `c=IN IP4 ${ip}`, 'b=CT:99980', 't=0 0'];
  for (const one of media) {
    lines.push(`m=${one.kind} ${one.port} ${one.profile} ${one.formats.join(' ')}`);
    for (const [name, value] of one.attributes) lines.push(value === '' ? `a=${name}` : `a=${name}:${value}`);
    for (const candidate of one.candidates) lines.push(`a=candidate:${candidateText(candidate)}`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * Reads a description.
 * @returns null when it is none, or has no medium; candidates that are none are left out
 */
export function readSdp(text: string): SessionDescription | null {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== 'v=0') return null;
  const address = lines.map((line) => /^c=IN IP4 (\S+)/.exec(line)?.[1]).find((one) => one !== undefined);
  const media: (MediaDescription & { attributes: [string, string][]; candidates: Candidate[] })[] = [];
  for (const line of lines) {
    const start = /^m=(\S+) (\d{1,5}) (\S+) (.+)$/.exec(line);
    if (start) {
      const [, kind = '', port = '', profile = '', formats = ''] = start;
      media.push({
        kind,
        port: Number(port),
        profile,
        formats: formats.split(' '),
        attributes: [],
        candidates: [],
      });
      continue;
    }
    const own = media.at(-1);
    const found = /^a=([^:\s]+)(?::(.*))?$/.exec(line);
    if (!own || !found) continue;
    const [, name = '', value = ''] = found;
    if (name !== 'candidate') own.attributes.push([name, value]);
    else {
      const candidate = readCandidate(value);
      if (candidate) own.candidates.push(candidate);
    }
  }
  if (media.length === 0) return null;
  const session = { address: parseAddress(address ?? '') ?? 0, media };
  return writeSdp(session) === text ? session : { ...session, asRead: text };
}

/** "1 1 UDP 2130706431 192.168.1.5 50020 typ host", or the form of OCS 2007. */
function candidateText(one: Candidate): string {
  const { foundation, component, transport, priority, address, port, type, related, user, password } = one;
  const ip = formatAddress(address);
  if (user !== '') {
    const share = (priority / 0x7fffffff).toFixed(3);
    return `${user} ${component} ${password} ${transport === 'UDP' ? 'UDP' : 'TCP'} ${share} ${ip} ${port}`;
  }
  const from = related ? ` raddr ${formatAddress(related.address)} rport ${related.port}` : '';
  return `${foundation} ${component} ${transport} ${priority} ${ip} ${port} typ ${type}${from}`;
}

/** RFC 5245 15.1; extensions of others may follow, and a blank that Lync leaves behind. */
const MODERN =
  /^(\S{1,32}) ([12]) (UDP|TCP-ACT|TCP-PASS) (\d{1,10}) (\S+) (\d{1,5}) typ (host|srflx|prflx|relay)(?: raddr (\S+) rport (\d{1,5}))?(?: .*)?$/;
const OLD = /^(\S+) ([12]) (\S+) (UDP|TCP) (0?\.\d+|1\.0*|0) (\S+) (\d{1,5})$/;

/** Reads a candidate in either form; null when it is none, or has a port that nobody can send to. */
function readCandidate(text: string): Candidate | null {
  const modern = MODERN.exec(text);
  if (modern) {
    const [, foundation = '', component, transport, priority, ip = '', port, type, otherIp, otherPort] =
      modern;
    const address = parseAddress(ip);
    if (address === null || !isPort(Number(port))) return null;
    const other = otherIp === undefined ? null : parseAddress(otherIp);
    return {
      foundation,
      component: Number(component),
      transport: transport as Candidate['transport'],
      priority: Number(priority),
      address,
      port: Number(port),
      type: type as Candidate['type'],
      related: other === null ? null : { address: other, port: Number(otherPort) },
      user: '',
      password: '',
    };
  }
  const old = OLD.exec(text);
  if (!old) return null;
  const [, user = '', component, password = '', transport, share, ip = '', port] = old;
  const address = parseAddress(ip);
  if (address === null || !isPort(Number(port))) return null;
  const priority = Math.round(Number(share) * 0x7fffffff);
  return {
    foundation: user,
    component: Number(component),
    transport: transport === 'UDP' ? 'UDP' : 'TCP-PASS',
    priority,
    address,
    port: Number(port),
    // The old form does not say the type: relays stand at the end of the scale.
    type: priority < 0x40000000 ? 'relay' : 'host',
    related: null,
    user,
    password,
  };
}

function isPort(port: number): boolean {
  return port > 0 && port < 65536;
}
