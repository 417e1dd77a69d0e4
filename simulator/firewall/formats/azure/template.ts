import type { Node } from 'jsonc-parser';
import { Steps } from '../limits.ts';
import { elementsOf, membersOf } from './document.ts';
import type { Members } from './document.ts';

/** Something that is only known when the file is deployed. */
export interface Later {
  readonly later: string;
}

/** Names that lead to names that lead to names. */
const MOST_STEPS = 8;
const CALL = /^\[\s*(variables|parameters)\(\s*'([^']{1,256})'\s*\)\s*\]$/i;
const PART = /'([^']{0,256})'|\)|\(|,|[^'(),]+/g;

/**
 * What a template of Azure Resource Manager says by expressions, "[variables('partners')]". Variables are in the file;
 * parameters are given when it is deployed, so what rests on them is not known.
 * (Azure Resource Manager: "Syntax and expressions in ARM templates".)
 */
export class Template {
  readonly #variables: Members;
  readonly #parameters: Members;
  readonly #steps = new Steps('its lists');

  constructor(root: Node) {
    const members = membersOf(root);
    const inner = (name: string) => {
      const value = members.get(name)?.value;
      return value ? membersOf(value) : new Map();
    };
    this.#variables = inner('variables');
    this.#parameters = inner('parameters');
  }

  /** The value itself, where an expression stands for one that is in the file. */
  resolve(node: Node): Node | Later {
    let found = node;
    for (let step = 0; step < MOST_STEPS; step++) {
      if (!isExpression(found)) return found;
      const text = String(found.value);
      const [, kind = '', name = ''] = CALL.exec(text) ?? [];
      const variable =
        kind.toLowerCase() === 'variables' ? this.#variables.get(name.toLowerCase()) : undefined;
      if (!variable)
        return {
          later:
            kind.toLowerCase() === 'parameters'
              ? `the parameter ${name.slice(0, 60)} is given when the template is deployed`
              : `"${text.slice(0, 60)}" is worked out when the template is deployed`,
        };
      found = variable.value;
    }
    return { later: 'its variables lead round in a circle' };
  }

  /** A list, or a single value as a list of one; values that lists are made of may be expressions too. */
  list(node: Node): readonly (Node | Later)[] {
    const found = this.resolve(node);
    if ('later' in found || found.type !== 'array') return [found];
    return this.#elements(found).flatMap((element): readonly (Node | Later)[] => {
      const one = this.resolve(element);
      return 'later' in one || one.type !== 'array' ? [one] : this.#elements(one);
    });
  }

  #elements(list: Node): readonly Node[] {
    const elements = elementsOf(list);
    this.#steps.take(2 * elements.length);
    return elements;
  }

  /** What a name reads like, with the defaults of parameters put in: good enough to call a thing by. */
  title(node: Node | undefined): string {
    if (node?.type !== 'string') return '';
    const text = String(node.value);
    if (!isExpression(node)) return text;
    let title = '';
    let call = '';
    for (const [part, literal] of text.slice(1, -1).matchAll(PART)) {
      if (literal === undefined) {
        if (!/^([(),]|\s+$)/.test(part)) call = part.trim().toLowerCase();
        continue;
      }
      const known =
        call === 'parameters'
          ? this.#default(literal)
          : call === 'variables'
            ? this.#variables.get(literal.toLowerCase())?.value
            : undefined;
      title += known && !isExpression(known) ? String(known.value) : literal;
      call = '';
    }
    return title;
  }

  #default(name: string): Node | undefined {
    const parameter = this.#parameters.get(name.toLowerCase())?.value;
    return parameter && membersOf(parameter).get('defaultvalue')?.value;
  }
}

/** "[...]" is worked out; "[[..." is a text that begins with a bracket. */
function isExpression(node: Node): boolean {
  return node.type === 'string' && /^\[(?!\[)[^]*\]$/.test(String(node.value));
}
