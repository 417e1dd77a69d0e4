import { mount } from 'svelte';
import { loadLanguage } from '../languages/load.ts';
import './tokens.css';
import './base.css';

const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app');
// Titles are taken when their modules are loaded: so the language comes first.
await loadLanguage();
const { default: App } = await import('./App.svelte');
mount(App, { target });
