import type { Moment } from '../filters/conditions/moment.ts';
import { momentOf } from '../filters/conditions/moment.ts';
import { FilterSource } from '../filters/source.ts';
import type { Setup } from '../model/run.ts';
import { TraceReader } from '../model/trace-reader.ts';
import { featureRunOf, setupOf } from './grounds.ts';
import type { Ground } from './forms.ts';
import type { Lesson, Shot } from './lesson.ts';

/** A picture of a lesson's film, where it is found. */
export interface Scene extends Pick<Shot, 'title' | 'says' | 'feature' | 'view' | 'seconds'> {
  readonly setup: Setup;
  /** Microseconds. */
  readonly time: number;
}

/**
 * A lesson's film: each picture with the network and the moment that it shows.
 * @throws Error when a picture's moment is none; `checkLesson` tells before
 */
export function filmOf(lesson: Lesson): readonly Scene[] {
  return lesson.film.map((shot) => {
    const moment = shotMoment(lesson, shot, shot.feature, shot.at);
    if (!moment.ok) throw new Error(moment.message);
    const { title, says, feature, view, seconds } = shot;
    return { title, says, feature, view, seconds, setup: setupOf(lesson, shot), time: moment.time };
  });
}

/** When something that is said in words happens on one of a lesson's networks. */
export function shotMoment(lesson: Lesson, ground: Ground, feature: string, at: string): Moment {
  const { design } = setupOf(lesson, ground);
  const { trace } = featureRunOf(lesson, ground, feature);
  return momentOf(at, new FilterSource(new TraceReader(trace), design));
}
