import { mount } from 'svelte';
import { PART_TYPE } from '../../simulator/replay/page.ts';
import '../app/tokens.css';
import '../app/base.css';
import Page from './Page.svelte';
import { ReplayFile } from './replay-file.ts';

/** Plays the replay that this page holds. */
async function show(): Promise<void> {
  const parts = document.querySelectorAll(`script[type="${PART_TYPE}"]`);
  const opened = await ReplayFile.open(Array.from(parts, ({ textContent }) => textContent));
  mount(Page, { target: document.querySelector('#app')!, props: { opened } });
}

// The program is the last thing in the file: where it runs, nothing was cut off.
const notice = document.querySelector('.incomplete')!;
notice.remove();
show().catch(() => document.body.prepend(notice));
