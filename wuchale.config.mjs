import { adapter as components } from '@wuchale/svelte';
import { defaultHeuristic, defineConfig } from 'wuchale';
import { varNames } from 'wuchale/adapter-utils';
import { adapter as modules } from 'wuchale/adapter-vanilla';

/*
 * The window's words are written in English where they stand. From there they are taken into renderer/languages/en.po,
 * and the build puts those of the chosen language in their place.
 */

/** Modules that hold people's words: there, a single word is a title, too. */
const OF_TITLES =
  /(commands|difference-kinds|design|roles\/[^/]+)\/[^/]*\.ts$|(registry|features|changes|happenings|compared|addables)\.ts$/;
/** What is said to the platform, not to people. */
const KEYS =
  /^((Alt|Ctrl|Shift)\+.*|Alt|Arrow(Up|Down|Left|Right)|Backspace|Control|Ctrl|Delete|End|Enter|Escape|F\d+|Home|Meta|Page(Up|Down)|Shift|Space|Tab)$/;
const DRAWING = /^#?[MmLl]\s?[-\d{.]/;
const ASKING =
  /(includes|startsWith|endsWith|indexOf|split|join|replace|test|querySelector|closest|getItem|setItem|addEventListener)$/;

function isWords(message) {
  const { scope, attribute, call = '', file } = message.details;
  const text = message.msgStr.join(' ');
  if (DRAWING.test(text)) return false;
  if (scope === 'attribute' && ['class', 'd', 'keys'].includes(attribute)) return false;
  if (scope === 'script') {
    if (KEYS.test(text) || ASKING.test(call)) return false;
    if (!text.includes(' ') && !file.endsWith('.svelte') && !OF_TITLES.test(file)) return false;
  }
  return defaultHeuristic(message);
}

/** Takes the words of a module once, where it begins: so those outside functions have theirs, too. */
function once(adapter) {
  return {
    ...adapter,
    transform: async (file) => {
      const { msgs, output } = await adapter.transform(file);
      return { msgs, output: (head) => output(`${head}\nconst ${varNames.rt} = ${file.expr.plain};\n`) };
    },
  };
}

export default defineConfig({
  locales: ['en', 'de'],
  localesDir: 'renderer/languages',
  adapters: {
    components: components({
      files: ['renderer/{app,commands,parts,pictures,presentation,views}/**/*.svelte'],
      heuristic: isWords,
    }),
    modules: once(
      modules({
        files: [
          'renderer/{app,commands,draw,parts,presentation,reports,stores,views}/**/*.ts',
          'renderer/pictures/*.ts',
          'simulator/roles/*/config.ts',
        ],
        heuristic: isWords,
        runtime: { initReactive: () => null, useReactive: false },
      }),
    ),
  },
});
