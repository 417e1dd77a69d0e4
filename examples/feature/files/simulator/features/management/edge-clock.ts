import { Clock } from '../../roles/time/clock.ts';
import type { Feature } from '../stage.ts';
import { oneStep } from '../stage.ts';

/** An administrator sets the Edge's clock, without which no certificate is good for long. */
export const edgeClock: Feature = {
  id: 'edge-clock',
  workload: 'management',
  title: 'The Edge sets its clock by a time server inside',
  between: 'Edge -> time server',
  *scene(stage) {
    const from = stage.now;
    const set = yield stage.service(Clock, 'computer that sets its clock').set();
    return oneStep(set, from);
  },
};
