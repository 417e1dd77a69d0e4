import { mount } from 'svelte';
import { loadLanguage } from '../languages/load.ts';
import { talkIn } from '../presentation/notes.ts';
import './tokens.css';
import './base.css';
import './rows.css';

const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app');
// Titles are taken when their modules are loaded: so the language comes first.
await loadLanguage();
const talk = talkIn(location.search);
if (talk === null) mount((await import('./App.svelte')).default, { target });
else mount((await import('../presentation/NotesPage.svelte')).default, { target, props: { talk } });
