import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

const pure = 'the simulator is pure: the same input must give the same run everywhere';
const timeless = [
  'Date.now',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
];
const outside = [
  'crypto',
  'fetch',
  'process',
  'window',
  'document',
  'globalThis',
  'navigator',
  'Intl',
  'console',
];
/** Their last digit differs from one engine to the next. */
const inexact = [
  'random',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'exp',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'pow',
  'cbrt',
  'hypot',
  'sinh',
  'cosh',
  'tanh',
];

const noEnum = { selector: 'TSEnumDeclaration', message: 'a const object serves' };

export default defineConfig(
  globalIgnores([
    'out/',
    'node_modules/',
    'coverage/',
    '.stryker-tmp/',
    'test-results/',
    'playwright-report/',
    // Parts of the project as it would be with them: linted there, by `npm run examples`.
    'examples/',
    'renderer/languages/**/*.js',
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.node.json', './tsconfig.simulator.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      // Typed arrays and tables: an index that is known to be good.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', noEnum],
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['**/*.svelte'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAwaitBlock',
          message: 'what it has drawn is kept for ever: take Loaded for components, Answer for what is asked',
        },
        noEnum,
      ],
    },
  },
  {
    files: ['simulator/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[...timeless, ...outside, 'Promise'].map((name) => ({ name, message: pure })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: pure },
        ...inexact.map((property) => ({ object: 'Math', property, message: pure })),
        ...['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'].map((property) => ({
          property,
          message: pure,
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: pure },
        {
          selector:
            'FunctionDeclaration[async=true], FunctionExpression[async=true], ArrowFunctionExpression[async=true], AwaitExpression',
          message: pure,
        },
        noEnum,
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', 'electron', 'svelte', 'd3', 'd3-*'], message: pure }] },
      ],
    },
  },
  {
    files: ['electron/ipc/**/*.ts'],
    // A channel whose question has no words is of type undefined, which the rule takes for void.
    rules: { '@typescript-eslint/no-confusing-void-expression': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], extends: [ts.configs.disableTypeChecked] },
);
