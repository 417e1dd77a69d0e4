import { builtinDesign } from '../../../simulator/designs/registry.ts';
import { FEATURES } from '../../../simulator/features/registry.ts';
import { featurePage } from './features/feature-page.ts';
import { connectionPicture } from './features/picture.ts';
import { study } from './features/study.ts';
import { formatPages } from './formats.ts';
import { lessonPages } from './lessons.ts';
import type { Page } from './page.ts';
import { tablePages } from './tables.ts';

/** The pages of some features with their pictures, run on the first built-in design. @param version of the engine */
export function featurePages(ids: readonly string[], version: string): readonly Page[] {
  const design = builtinDesign();
  return ids.flatMap((id) => {
    const studied = study(design, id);
    return [featurePage(studied, version), connectionPicture(studied.base, design)];
  });
}

/** Ids of all features that have a page. */
export const FEATURE_IDS: readonly string[] = FEATURES.map(({ id }) => id);

/** All pages that are made of registries: everything generated but the features. */
export function registryPages(): readonly Page[] {
  const design = builtinDesign();
  return [...formatPages(design), ...lessonPages(), ...tablePages(design)];
}
