#!/usr/bin/env python3
"""What a real Linux kernel decides about packets: the referee of the firewall's engine.

Reads jobs from standard input, one JSON object a line, and writes one list of verdicts a line:

  {"form": "nft" | "iptables", "rules": "...", "sysctl": {"net.netfilter.nf_conntrack_udp_timeout": 1},
   "addresses": ["131.107.155.30"], "alone": false, "within": 1.5,
   "packets": [{"inward": true, "src": "203.0.113.9", "dst": "10.45.16.10", "protocol": 6, "sport": 50000, "dport": 443,
                "flags": 2, "seq": 1, "ack": 0, "pause": 0,
                "quoted": {"src": "...", "dst": "...", "protocol": 17, "sport": 1, "dport": 2}}]}

In ICMP packets sport is the identifier and dport is type * 256 + code. `addresses` are the firewall's own, outside.
`alone`: one packet at a time, where verdicts could not be told apart otherwise. A verdict is a list:
["accept", src, sport, dst, dport], ["drop"], or ["reject", "rst" | "icmp T/C"].
`within`: seconds that packets without a pause between them may take, since connections are forgotten in real time; where
they took longer, the answer is {"slow": true}.

Each job has a namespace of its own that forwards between two interfaces, and another one from whose ends packets are
sent and in which they are received. Both are removed at the end; nothing leaves them. Needs root, iproute2, nftables
and, for that form, iptables.
"""
import ctypes
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time

FIREWALL, LAB = f'elf{os.getpid()}', f'ell{os.getpid()}'
SIDES = {'outside': bytes.fromhex('0200000000a1'), 'inside': bytes.fromhex('0200000000a2')}
GATES = {'outside': bytes.fromhex('0200000000f1'), 'inside': bytes.fromhex('0200000000f2')}
INSIDE = ('172.16.0.0/12', '192.168.0.0/16', '10.45.0.0/16')
SYSCTL = {
    'net.ipv4.ip_forward': 1, 'net.ipv4.conf.all.rp_filter': 0, 'net.ipv4.conf.default.rp_filter': 0,
    'net.ipv4.conf.outside.rp_filter': 0, 'net.ipv4.conf.inside.rp_filter': 0,
    'net.ipv4.conf.all.send_redirects': 0, 'net.ipv4.conf.outside.send_redirects': 0, 'net.ipv4.conf.inside.send_redirects': 0,
    'net.ipv4.icmp_ratelimit': 0, 'net.ipv4.icmp_msgs_per_sec': 1000000, 'net.ipv4.icmp_msgs_burst': 1000000,
    'net.netfilter.nf_conntrack_tcp_loose': 0, 'net.netfilter.nf_conntrack_tcp_be_liberal': 1,
}
# Packets of the firewall's own making or for itself are nobody's question.
OWN = 'table ip edge_lab_own {\n chain input {\n type filter hook input priority -300; policy drop;\n }\n}'
# Connections are tracked as soon as some rule asks for them; ours always are.
TRACK = 'table ip edge_lab_track {\n chain track {\n type filter hook forward priority 300; policy accept;\n ct state new counter\n }\n}'
# How long an answer to the question behind a chunk may take: it comes in order, so only a broken lab lets it wait.
PATIENCE = 10
ARP, IPV4 = b'\x08\x06', b'\x08\x00'


def run(*command, text=None):
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")


def inside(namespace, *command, text=None):
    run('ip', 'netns', 'exec', namespace, *command, text=text)


def build(job):
    """The two namespaces, joined by two pairs of interfaces, with the job's rules."""
    for name in (FIREWALL, LAB):
        run('ip', 'netns', 'add', name)
    mac = lambda raw: ':'.join(f'{byte:02x}' for byte in raw)
    for side, last in (('outside', 1), ('inside', 5)):
        run('ip', 'link', 'add', side, 'netns', FIREWALL, 'address', mac(GATES[side]), 'type', 'veth',
            'peer', 'name', side, 'netns', LAB, 'address', mac(SIDES[side]))
        for name in (FIREWALL, LAB):
            inside(name, 'sysctl', '-qw', f'net.ipv6.conf.{side}.disable_ipv6=1')
            run('ip', '-n', name, 'link', 'set', side, 'up')
        run('ip', '-n', FIREWALL, 'addr', 'add', f'100.64.0.{last}/30', 'dev', side)
        run('ip', '-n', FIREWALL, 'neigh', 'add', f'100.64.0.{last + 1}', 'lladdr', mac(SIDES[side]), 'dev', side)
    run('ip', '-n', FIREWALL, 'route', 'add', 'default', 'via', '100.64.0.2')
    for prefix in INSIDE:
        run('ip', '-n', FIREWALL, 'route', 'add', prefix, 'via', '100.64.0.6')
    for address in job.get('addresses', []):
        run('ip', '-n', FIREWALL, 'addr', 'add', f'{address}/32', 'dev', 'outside')
    # Before the rules as far as they are there already, and after them for those that come with connection tracking.
    settings = {**SYSCTL, **job.get('sysctl', {})}
    late = {}
    for name, value in settings.items():
        try:
            inside(FIREWALL, 'sysctl', '-qw', f'{name}={value}')
        except RuntimeError:
            late[name] = value
    inside(FIREWALL, 'nft', '-f', '-', text=f'{OWN}\n{TRACK}\n')
    if job['form'] == 'nft':
        inside(FIREWALL, 'nft', '-f', '-', text=job['rules'])
    else:
        inside(FIREWALL, 'iptables-restore', '-n', text=job['rules'])
    for name, value in late.items():
        inside(FIREWALL, 'sysctl', '-qw', f'{name}={value}')


def remove():
    for name in (FIREWALL, LAB):
        subprocess.run(['ip', 'netns', 'del', name], capture_output=True)


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def with_sum(data, at, pseudo=b''):
    value = checksum(pseudo + data) or 0xffff
    return data[:at] + struct.pack('!H', value) + data[at + 2:]


def ip_header(src, dst, protocol, length, ident):
    head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + length, ident, 0, 64, protocol, 0, src, dst)
    return with_sum(head, 10)


def transport(packet, mark):
    """The packet without its IP header; `mark` is found again in its data, or in the identification of TCP's header."""
    src, dst = socket.inet_aton(packet['src']), socket.inet_aton(packet['dst'])
    protocol, sport, dport = packet['protocol'], packet['sport'], packet['dport']
    if protocol == 6:
        body = struct.pack('!HHIIBBHHH', sport, dport, packet.get('seq', 1), packet.get('ack', 0), 5 << 4, packet.get('flags', 2), 65535, 0, 0)
        return with_sum(body, 16, src + dst + struct.pack('!BBH', 0, 6, len(body)))
    if protocol == 17:
        body = struct.pack('!HHHHI', sport, dport, 12, 0, mark)
        return with_sum(body, 6, src + dst + struct.pack('!BBH', 0, 17, len(body)))
    if protocol == 1:
        quoted = packet.get('quoted')
        data = quote(quoted) if quoted else struct.pack('!I', mark)
        return with_sum(struct.pack('!BBHHH', dport >> 8, dport & 255, 0, sport, 0) + data, 2)
    return struct.pack('!I', mark)


def quote(packet):
    """The IP header and the first eight bytes of the packet that an ICMP error is about."""
    body = transport(packet, 0)[:8]
    return ip_header(socket.inet_aton(packet['src']), socket.inet_aton(packet['dst']), packet['protocol'], 40, 0) + body


def frame(packet, mark):
    side = 'outside' if packet['inward'] else 'inside'
    body = transport(packet, mark)
    head = ip_header(socket.inet_aton(packet['src']), socket.inet_aton(packet['dst']), packet['protocol'], len(body), mark & 0xffff)
    return side, GATES[side] + SIDES[side] + b'\x08\x00' + head + body


def whois(side):
    """A question of ARP to the firewall: no rule of IP is asked about it."""
    last = {'outside': 1, 'inside': 5}[side]
    own, asked = bytes([100, 64, 0, last + 1]), bytes([100, 64, 0, last])
    body = struct.pack('!HHBBH', 1, 0x0800, 6, 4, 1) + SIDES[side] + own + bytes(6) + asked
    return GATES[side] + SIDES[side] + ARP + body


class TooSlow(Exception):
    """Between two pauses so much time went by that the kernel may have forgotten what no pause let it forget."""


class Lab:
    """Sends and receives on the far ends of the firewall's interfaces."""

    def __init__(self):
        handle = os.open(f'/var/run/netns/{LAB}', os.O_RDONLY)
        own = os.open('/proc/self/ns/net', os.O_RDONLY)
        libc = ctypes.CDLL(None, use_errno=True)
        libc.setns(handle, 0x40000000)
        self.sockets = {}
        for side in SIDES:
            # ETH_P_ALL: packets and answers of ARP in the order in which they come.
            one = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 25)
            one.bind((side, 0))
            one.setblocking(False)
            self.sockets[side] = one
        libc.setns(own, 0x40000000)
        os.close(handle)
        os.close(own)

    def close(self):
        for one in self.sockets.values():
            one.close()

    def judge(self, packets, alone, within):
        verdicts = [['drop'] for _ in packets]
        start = 0
        begun = time.monotonic()
        while start < len(packets):
            if packets[start].get('pause'):
                time.sleep(packets[start]['pause'])
                begun = time.monotonic()
            end = self.chunk(packets, start, alone)
            for index in range(start, end):
                side, raw = frame(packets[index], index + 1)
                self.sockets[side].send(raw)
            for side in SIDES:
                self.sockets[side].send(whois(side))
            self.collect(packets, verdicts, start, end)
            if time.monotonic() - begun > within:
                raise TooSlow
            start = end
        return verdicts

    def chunk(self, packets, start, alone):
        """As many packets at once as can be told apart when a RST comes back."""
        seen = set()
        end = start
        while end < len(packets) and end - start < 100:
            one = packets[end]
            key = (one['src'], one['dst'], one['sport'], one['dport'])
            if end > start and (one.get('pause') or (alone and one['protocol'] == 6 and key in seen)):
                break
            seen.add(key)
            end += 1
        return end

    def collect(self, packets, verdicts, start, end):
        # The firewall's own packets have 0 there.
        by_mark = {(index + 1) & 0xffff: index for index in range(start, end)}
        # One processor, one queue: when both sides have answered who they are, all that was sent before is decided, and
        # what came of it has come before. No time is waited for, however busy the machine is.
        unanswered = set(SIDES)
        late = time.monotonic() + PATIENCE
        while unanswered:
            ready, _, _ = select.select(list(self.sockets.values()), [], [], 0.1)
            for one in ready:
                side = 'outside' if one is self.sockets['outside'] else 'inside'
                self.drain(one, side, packets, verdicts, by_mark, unanswered)
            if time.monotonic() > late:
                raise RuntimeError('the firewall does not answer')
        for side, one in self.sockets.items():
            self.drain(one, side, packets, verdicts, by_mark, unanswered)

    def drain(self, one, side, packets, verdicts, by_mark, unanswered):
        while True:
            try:
                raw, origin = one.recvfrom(4096)
            except BlockingIOError:
                return
            if origin[2] == socket.PACKET_OUTGOING:
                continue
            if raw[12:14] == ARP and raw[20:22] == b'\x00\x02':
                unanswered.discard(side)
            elif raw[12:14] == IPV4:
                self.take(raw[14:], side, packets, verdicts, by_mark)

    def take(self, ip, side, packets, verdicts, by_mark):
        protocol, body = ip[9], ip[(ip[0] & 15) * 4:]
        src, dst = socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20])
        index = by_mark.get(struct.unpack('!H', ip[4:6])[0])
        if index is not None and self.same(packets[index], side, protocol, body):
            if protocol == 1:
                out = [src, struct.unpack('!H', body[4:6])[0], dst, packets[index]['dport']]
            elif protocol in (6, 17):
                sport, dport = struct.unpack('!HH', body[:4])
                out = [src, sport, dst, dport]
            else:
                out = [src, 0, dst, 0]
            verdicts[index] = ['accept', *out]
            return
        if protocol == 1 and body[0] in (3, 11):
            index = by_mark.get(struct.unpack('!H', body[12:14])[0])
            if index is not None and verdicts[index] == ['drop']:
                verdicts[index] = ['reject', f'icmp {body[0]}/{body[1]}']
                return
        if protocol == 6 and body[13] & 4:
            sport, dport = struct.unpack('!HH', body[:4])
            for index in by_mark.values():
                one = packets[index]
                back = (one['dst'], one['dport'], one['src'], one['sport'])
                if verdicts[index] == ['drop'] and one['protocol'] == 6 and back == (src, sport, dst, dport):
                    verdicts[index] = ['reject', 'rst']
                    return

    def same(self, packet, side, protocol, body):
        """Has this packet come out on the other side? A RST of the firewall's comes back on the same one."""
        return packet['protocol'] == protocol and (side == 'inside') == packet['inward']


def main():
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    for line in sys.stdin:
        if not line.strip():
            continue
        job = json.loads(line)
        lab = None
        try:
            build(job)
            lab = Lab()
            print(json.dumps(lab.judge(job['packets'], job.get('alone', False), job.get('within', PATIENCE))), flush=True)
        except TooSlow:
            print(json.dumps({'slow': True}), flush=True)
        except RuntimeError as error:
            print(json.dumps({'problem': str(error)}), flush=True)
        finally:
            if lab:
                lab.close()
            remove()


if __name__ == '__main__':
    main()
