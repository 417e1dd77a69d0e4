import { gzipSync } from 'node:zlib';
import { DAMAGED, NEWER, ReplayFile } from '../../../renderer/replay/replay-file.ts';
import { builtinDesign } from '../../../simulator/designs/registry.ts';
import type { FeatureRun } from '../../../simulator/model/run.ts';
import { EventKind, TraceWriter } from '../../../simulator/model/trace.ts';
import { TraceReader } from '../../../simulator/model/trace-reader.ts';
import { replayTexts } from '../../../simulator/replay/replay.ts';
import { run } from '../../../simulator/run.ts';
import type { Json } from '../hostile-json.ts';
import { HostileText } from '../hostile-text.ts';
import { defineReader, expect } from '../reader.ts';
import { hostileJsonTexts } from './designs.ts';

const pack = (text: string) => gzipSync(text, { level: 1 }).toString('base64');

/** A run of a few events: what matters is the form. */
function shortRun(): FeatureRun {
  const writer = new TraceWriter();
  writer.addNode({ id: 'edge', kind: 'host', title: 'Edge' });
  const draft = { src: 1, dst: 2, sport: 3, dport: 4, protocol: 17, flags: 0, seq: 0, ack: 0, payload: null };
  for (let packet = 0; packet < 3; packet++) {
    writer.packet(draft);
    writer.event(packet, EventKind.send, 0, packet, -1);
  }
  writer.event(9, EventKind.log, 0, 0, 0, writer.string('a text'));
  const [whole] = run(builtinDesign(), { only: ['remote-sign-in'] }).features;
  return { ...whole!, trace: writer.finish() };
}

/** The parts of a page that plays a replay: changed as texts before they are packed, or as they stand in the page. */
export const REPLAY_READERS = [
  defineReader('replay', {
    inputs: (random) => {
      const design = { ...builtinDesign(), hosts: [], firewalls: [] };
      const scenes = [{ variant: 'as designed', design, run: shortRun() }];
      const [head = '', trace = ''] = replayTexts({ title: 'Contoso', scenes });
      const heads = hostileJsonTexts(random, [JSON.parse(head) as Json], ['scenes', 'run']);
      const traces = hostileJsonTexts(random, [JSON.parse(trace) as Json], ['events', 'time']);
      const packed = new HostileText(random, [pack(head), pack(trace)], { longest: 100 });
      return (): readonly string[] => {
        const kind = random.between(0, 3);
        if (kind === 0) return [pack(heads()), pack(trace)];
        if (kind === 1) return [packed.next(), pack(trace)];
        return [pack(head), kind === 2 ? pack(traces()) : packed.next()];
      };
    },
    attempt: async (parts) => {
      const file = await ReplayFile.open(parts);
      const played = file.ok ? await file.value.run(0) : file;
      if (played.ok) {
        const reader = new TraceReader(played.value.trace);
        for (let packet = 0; packet < Math.min(reader.packetCount, 5); packet++)
          reader.eventsOfPacket(packet);
      } else expect(played.problem === DAMAGED || played.problem === NEWER, () => played.problem);
      return played.ok;
    },
  }),
];
