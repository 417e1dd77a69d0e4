import { mount } from 'svelte';
import { loadLanguage } from '../languages/load.ts';
import { talkIn } from '../presentation/notes.ts';
import { connectLaboratory } from '../worker/connect.ts';
import { keepEventShapes } from './event-shapes.ts';
import './tokens.css';
import './base.css';
import './rows.css';

async function start(target: Element): Promise<void> {
  const talk = talkIn(location.search);
  // The simulator is loaded beside the window.
  const thread = talk === null ? connectLaboratory() : null;
  // Titles are taken when their modules are loaded: so the language comes first.
  await loadLanguage();
  if (thread) mount((await import('./App.svelte')).default, { target, props: { thread } });
  else if (talk !== null)
    mount((await import('../presentation/NotesPage.svelte')).default, { target, props: { talk } });
}

keepEventShapes();
const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app');
void start(target);
