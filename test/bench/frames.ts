import type { Flights, Leg } from '../../renderer/views/map/flights.ts';
import { underWay } from '../../renderer/views/map/flights.ts';
import { curve } from '../../renderer/views/map/curves.ts';
import { drawPackets } from '../../renderer/views/map/packet-layer.ts';

/** Runs in the browser: the map's own packet layer with a constant number of packets in flight. */

const FAMILIES = ['sip', 'tls', 'dns', 'turn', 'rtp'] as const;
const FLIGHT = 1_000_000;

function flightsOf(inFlight: number): Flights {
  const legs: Leg[] = Array.from({ length: inFlight * 40 }, (_, i) => {
    const depart = (i * FLIGHT) / inFlight;
    const y = 60 + ((i * 37) % 500);
    const from = { x: 150, y };
    const to = { x: 540, y: 60 + ((i * 53) % 500) };
    return {
      packet: i,
      event: i,
      family: FAMILIES[i % FAMILIES.length]!,
      depart,
      arrive: depart + FLIGHT,
      curve: curve(from, from, to),
    };
  });
  return {
    legs,
    departures: Float64Array.from(legs, (leg) => leg.depart),
    longest: FLIGHT,
    links: [],
    falls: [],
    families: new Set(['sip']),
    uses: new Map(),
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
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('width', '800');
  svg.setAttribute('height', '620');
  const layer = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  svg.append(layer);
  document.body.replaceChildren(svg);
  const flights = flightsOf(inFlight);
  const between: number[] = [];
  const drawing: number[] = [];
  await new Promise<void>((done) => {
    let before = 0;
    let time = 2 * FLIGHT;
    const tick = (now: number) => {
      if (before > 0) between.push(now - before);
      before = now;
      time += 16_000;
      const start = performance.now();
      if (inFlight > 0) drawPackets(layer, underWay(flights, time, 0), null, () => undefined);
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
