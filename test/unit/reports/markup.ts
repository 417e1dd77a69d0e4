import type { DefaultTreeAdapterMap } from 'parse5';
import { parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

/** Reads HTML as browsers do. */
export const readHtml = (text: string): Node => parse(text);

/** Every element, in the order of the document. */
export function elements(node: Node): Element[] {
  const own = 'tagName' in node ? [node] : [];
  return [...own, ...('childNodes' in node ? node.childNodes.flatMap(elements) : [])];
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

export function textIn(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textIn).join('') : '';
}

/** A document's elements with the names of their attributes: all that is no text. */
export const skeleton = (node: Node): string[] =>
  elements(node).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));
