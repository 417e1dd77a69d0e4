/*
 * The colours of reports, those of the window's tokens: on light and on dark ground. Hue never stands alone.
 */

export const LIGHT = {
  surface: '#ffffff',
  'surface-2': '#f5f7fa',
  'surface-3': '#ebeff4',
  hairline: '#dbe1e9',
  outline: '#8793a3',
  ink: '#16202d',
  'ink-2': '#465364',
  'ink-3': '#5b6878',
  accent: '#2452d1',
  'works-solid': '#14855f',
  'degraded-solid': '#bd7400',
  'degraded-soft': '#fdefd2',
  'broken-solid': '#cf2f43',
  'broken-soft': '#fde4e5',
  'unreached-solid': '#7c8999',
  'on-status': '#ffffff',
} as const;

export type Colour = keyof typeof LIGHT;

export const DARK: Readonly<Record<Colour, string>> = {
  surface: '#151c26',
  'surface-2': '#1a222e',
  'surface-3': '#232d3a',
  hairline: '#2b3644',
  outline: '#6d7c8f',
  ink: '#e8edf4',
  'ink-2': '#b7c2d0',
  'ink-3': '#98a5b6',
  accent: '#8fb0ff',
  'works-solid': '#3dbb8c',
  'degraded-solid': '#e5a02c',
  'degraded-soft': '#3a2a0d',
  'broken-solid': '#f2606f',
  'broken-soft': '#45181f',
  'unreached-solid': '#78869a',
  'on-status': '#0c131b',
};
