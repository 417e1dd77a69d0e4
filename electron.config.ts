import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { wuchale } from 'wuchale/vite';
import { yamlText } from './yaml-text.config.ts';
import { replayTemplate } from './replay.config.ts';
import { tellShipped } from './shipped.config.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/*
 * What the window loads, in this order: what starts the simulator, the lab as it is seen first, what several other views
 * share, and then each of them. Each part takes along what it imports. Without it there are hundreds of small files.
 */
const PARTS = [
  { name: 'begin', test: /renderer[\\/]app[\\/]main\.ts$/ },
  {
    name: 'lab',
    test: /renderer[\\/](app[\\/]App|views[\\/](map[\\/]Map|inspector[\\/]Inspector)View)\.svelte$/,
  },
  { name: 'shared', test: /renderer[\\/](draw|parts|stores|views)[\\/]/, minShareCount: 2 },
];

export default defineConfig({
  main: {
    plugins: [tellShipped('main')],
    build: {
      outDir: at('out/main'),
      // Everything goes into it: packages of the program carry no node_modules.
      externalizeDeps: false,
      // start.js runs on the user's Node, not on Electron's.
      target: 'node20.19',
      rolldownOptions: {
        input: { main: at('electron/main/main.ts'), start: at('electron/shell/start.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    plugins: [tellShipped('preload')],
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload script cannot load packages: everything goes into one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [wuchale(), svelte(), replayTemplate(), tellShipped('window')],
    worker: { format: 'es', plugins: () => [yamlText(), tellShipped('worker')] },
    resolve: {
      alias: [{ find: /^(os|child_process|worker_threads)$/, replacement: at('renderer/worker/no-node.ts') }],
    },
    build: {
      outDir: at('out/renderer'),
      minify: true,
      // All of it comes from the same machine.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: { index: at('renderer/index.html') },
        output: { codeSplitting: { groups: PARTS } },
        // Svelte's compiler takes most of the time, as it should: no news at every start.
        checks: { bundlerTimings: false },
      },
    },
  },
});
