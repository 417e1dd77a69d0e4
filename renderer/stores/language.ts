import { recall, remember } from './storage.ts';

/** Languages of the window. What the engine says of a run stays English: it is part of the run. */
export const LANGUAGES = [
  { id: 'en', title: 'English' },
  { id: 'de', title: 'Deutsch' },
] as const;

export type Language = (typeof LANGUAGES)[number]['id'];

const KEY = 'edge-lab.language';

/** The language that was chosen; English until one is. */
export function language(): Language {
  const kept = recall(KEY);
  return LANGUAGES.find(({ id }) => id === kept)?.id ?? 'en';
}

/** Chooses a language: the window is loaded again in it. Unsaved work is asked for as always. */
export function chooseLanguage(id: Language): void {
  if (id === language()) return;
  remember(KEY, id);
  location.reload();
}
