import type { Plugin } from 'vite';

/** For Vite: a file of YAML that is imported is its text. */
export function yamlText(): Plugin {
  return {
    name: 'yaml-text',
    transform: (code, id) =>
      id.endsWith('.yaml') ? { code: `export default ${JSON.stringify(code)};`, map: null } : null,
  };
}
