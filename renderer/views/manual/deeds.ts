import type { IconName } from '../../parts/icons.ts';
import type { Desk } from '../../stores/desk.svelte.ts';

/** What one can do with what a page is about. */
export interface Deed {
  readonly title: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** The deed that a page offers: to see its feature, to begin its lesson, to open the files. */
export function deedFor(path: string, desk: Desk): Deed | null {
  const [folder, file = ''] = path.split('/');
  const id = file.replace(/\.md$/, '');
  if (folder === 'features' && desk.lab.run?.features.some(({ feature }) => feature.id === id))
    return {
      title: 'Play it in the lab',
      icon: 'play',
      run: () => {
        desk.lab.choose(id);
        desk.show('map');
      },
    };
  if (folder === 'lessons')
    return { title: 'Begin the lesson', icon: 'lessons', run: () => void desk.lessons.beginCourse(id) };
  if (folder === 'formats') return { title: 'Open the files', icon: 'file', run: () => desk.show('files') };
  return null;
}
