import { loadLocale } from 'wuchale/load-utils';
import { language } from '../stores/language.ts';
import './components.loader.svelte.js';
import './modules.loader.js';

/** Takes the words of the language, before anything with words in it is loaded. */
export async function loadLanguage(): Promise<void> {
  document.documentElement.lang = language();
  await loadLocale(language());
}
