import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, Rolldown } from 'vite';
import { build } from 'vite';
import { tellShipped } from './shipped.config.ts';

const folder = resolve(import.meta.dirname, 'renderer/replay');

/** Builds the page that plays replays, with everything in one file, beside the files of the window. */
export function replayTemplate(): Plugin {
  return {
    name: 'replay-template',
    apply: 'build',
    async generateBundle() {
      const { script, style } = await player();
      const frame = readFileSync(resolve(folder, 'replay.html'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'replay-template.html', source: page(frame, script, style) });
    },
  };
}

/** The player's program and its styles. */
async function player(): Promise<{ script: string; style: string }> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    root: folder,
    plugins: [svelte({ configFile: false }), tellShipped('player')],
    build: {
      write: false,
      minify: true,
      // Else it would be written into the program, which puts it into the page as no policy allows.
      cssCodeSplit: false,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: resolve(folder, 'main.ts'),
        output: { format: 'iife' },
        checks: { bundlerTimings: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  const style = output.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (style?.type !== 'asset') throw new Error('the player has no styles');
  return { script: output[0].code, style: String(style.source) };
}

/** Only what is in the page now may run in it: it holds the hashes of its program and of its styles. */
function page(frame: string, script: string, style: string): string {
  const [, notice = ''] = /<style>(.*?)<\/style>/s.exec(frame) ?? [];
  // Nothing in a text may end the element, or begin a comment in it (HTML 13.1.2.6).
  const program = script.replace(/<(?=\/script|script|!--)/gi, '\\x3c');
  return frame
    .replace('{script}', () => hashOf(program))
    .replace('{style}', () => `${hashOf(notice)} ${hashOf(style)}`)
    .replace('<!-- player -->', () => `<style>${style}</style><script>${program}</script>`);
}

/** As a Content-Security-Policy writes it. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
