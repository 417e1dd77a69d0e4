import { mount } from 'svelte';
import App from './App.svelte';
import './tokens.css';
import './base.css';

const target = document.querySelector('#app');
if (!target) throw new Error('the page has no #app');
export default mount(App, { target });
