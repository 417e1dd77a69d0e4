import { zoomIdentity } from 'd3';
import { curve } from '../../renderer/views/map/curves.ts';
import type { Curve } from '../../renderer/views/map/curves.ts';
import { FAMILY_IDS } from '../../renderer/draw/families.ts';
import { PacketCanvas } from '../../renderer/views/map/packet-canvas.ts';

/** Runs in the browser: the map's own canvas of packets with a constant number of packets in flight. */

const WIDTH = 800;
const HEIGHT = 620;
const WAYS = 40;
const FLIGHT = 1_000_000;

function curves(): Curve[] {
  return Array.from({ length: WAYS }, (_, i) => {
    const from = { x: 150, y: 60 + ((i * 37) % 500) };
    return curve(from, from, { x: 540, y: 60 + ((i * 53) % 500) });
  });
}

/** Packets that set out one after the other, each of them a second under way. */
function journeysOf(inFlight: number, packets: number) {
  const familyOf = (packet: number) => FAMILY_IDS[packet % FAMILY_IDS.length]!;
  const depart = Float64Array.from({ length: packets }, (_, i) => (i * FLIGHT) / inFlight);
  return {
    packet: Uint32Array.from(depart.keys()),
    way: Uint32Array.from(depart.keys(), (packet) => packet % WAYS),
    ways: curves().map((_, way) => ({ from: 0, to: 1, family: familyOf(way), lost: false, delay: 0 })),
    depart,
    arrive: depart.map((time) => time + FLIGHT),
    familyOf,
    shareOf: (leg: number, time: number) => (time - depart[leg]!) / FLIGHT,
  };
}

/**
 * Draws for a while and gives the times between frames, and what each frame's drawing took, in milliseconds.
 * @param inFlight packets; 0 for an empty page to compare with
 */
export async function measure(
  inFlight: number,
  frames: number,
): Promise<{ between: number[]; drawing: number[] }> {
  const canvas = document.createElement('canvas');
  canvas.style.width = `${WIDTH}px`;
  canvas.style.height = `${HEIGHT}px`;
  document.body.replaceChildren(canvas);
  const packets = new PacketCanvas(canvas);
  const flights = { curves: curves() };
  const journeys = journeysOf(inFlight, inFlight * 8);
  const first = 2 * FLIGHT;
  const between: number[] = [];
  const drawing: number[] = [];
  await new Promise<void>((done) => {
    let before = 0;
    let time = first;
    const tick = (now: number) => {
      if (before > 0) between.push(now - before);
      before = now;
      time += 16_000;
      const start = performance.now();
      if (inFlight > 0) {
        const newest = Math.floor((time * inFlight) / FLIGHT);
        const moving = Array.from({ length: inFlight }, (_, i) => newest - inFlight + 1 + i);
        packets.draw(
          { journeys, flights, time, moving, selected: -1, still: false },
          zoomIdentity,
          WIDTH,
          HEIGHT,
        );
      }
      drawing.push(performance.now() - start);
      if (between.length < frames) requestAnimationFrame(tick);
      else done();
    };
    requestAnimationFrame(tick);
  });
  return { between, drawing };
}

declare global {
  interface Window {
    measureFrames: typeof measure;
  }
}
window.measureFrames = measure;
