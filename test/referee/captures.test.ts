import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../simulator/capture/reading/reader.ts';
import { Recorder } from '../../simulator/capture/recording/recorder.ts';
import { labelOf } from '../../simulator/protocols/registry.ts';
import { haveTshark } from '../setup/tools.ts';

const file = join(import.meta.dirname, '../fixtures/captures/coturn.pcap');

/** How the lab names each frame of coturn's own clients. */
function named(): ReadonlyMap<number, string> {
  const recorder = new Recorder();
  const reader = new CaptureReader({
    packet: (packet) => recorder.add(packet),
    problem: (problem) => expect.unreachable(problem.text),
  });
  reader.push(readFileSync(file));
  reader.end();
  return new Map(
    recorder.finish().packets.map(({ number, message }) => [number, message ? labelOf(message) : '']),
  );
}

/** RFC 5766 13 and RFC 5389 6, as tshark gives the type. */
const TYPES: Readonly<Record<string, string>> = {
  '0x0003': 'Allocate request',
  '0x0103': 'Allocate response',
  '0x0113': 'Allocate error',
  '0x0004': 'Refresh request',
  '0x0104': 'Refresh response',
  '0x0008': 'CreatePermission request',
  '0x0108': 'CreatePermission response',
  '0x0009': 'ChannelBind request',
  '0x0109': 'ChannelBind response',
  '0x0016': 'Send indication',
  '0x0017': 'Data indication',
};

describe.skipIf(!haveTshark())('a real capture, named message by message as tshark reads it', () => {
  test("coturn's clients over UDP and TCP: every one of the 262 frames", () => {
    const fields = ['frame.number', 'stun.type', 'stun.channel', 'stun.att.error', 'udp.length', 'tcp.len'];
    const { stdout, status } = spawnSync(
      'tshark',
      ['-r', file, '-T', 'fields', '-E', 'separator=|', ...fields.flatMap((name) => ['-e', name])],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    const frames = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|'));
    expect(frames).toHaveLength(262);
    const names = named();
    const kinds = new Map<string, number>();
    for (const [number = '', types = '', channel = '', error = '', udp = '', tcp = ''] of frames) {
      const name = names.get(Number(number))!;
      const said = types.split(',').filter(Boolean);
      if (said.length > 0) for (const type of said) expect(name, `frame ${number}`).toContain(TYPES[type]);
      else if (channel !== '') expect(name.toLowerCase(), `frame ${number}`).toContain('channeldata');
      else if (tcp === '0') expect(name, `frame ${number}`).toBe('');
      else expect(name, `frame ${number}`).toMatch(/^UDP data/);
      if (error !== '') expect(name, `frame ${number}`).toContain('401');
      const kind = said.length > 0 ? 'stun' : channel !== '' ? 'channel' : udp !== '' ? 'data' : 'header';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    // So that a tshark that reads nothing does not make this pass.
    expect(Object.fromEntries(kinds)).toEqual({ stun: 162, channel: 36, data: 36, header: 28 });
  });
});
