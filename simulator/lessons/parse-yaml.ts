import type { Node as JsonNode } from 'jsonc-parser';
import type { Node } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Parse } from '../designs/parse-json.ts';

/** Much more than the longest lesson (assumption). */
const MAX_LENGTH = 1024 * 1024;
/** Deeper than any lesson is, and far from where a reader that calls itself ends. */
const MAX_DEPTH = 64;
/** Of what the parser says: it may repeat a whole text. */
const LONGEST_MESSAGE = 200;
const TOO_DEEP = `nested too deep: it must have at most ${MAX_DEPTH} levels`;

/**
 * YAML 1.2, of which JSON is a part. What only makes a text hard to read, or one value many, is refused: anchors and
 * aliases.
 */
export const parseYaml: Parse = (text, problem) => {
  if (text.length > MAX_LENGTH) {
    problem(0, 'the file is too large: it must be at most 1 MB');
    return null;
  }
  const document = documentOf(text);
  if (!document) {
    problem(0, TOO_DEEP);
    return null;
  }
  for (const { pos, code, message } of [...document.errors, ...document.warnings].slice(0, 20))
    problem(pos[0], code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : `this is no YAML: ${firstLine(message)}`);
  if (document.errors.length > 0 || !document.contents) return null;
  return nodeOf(document.contents, 0, problem);
};

/** Null for a text that is so deep that the parser, which calls itself for each level, comes to the end of the stack. */
function documentOf(text: string): ReturnType<typeof parseDocument> | null {
  try {
    return parseDocument(text, { logLevel: 'error', prettyErrors: false, schema: 'core' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  const short = line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}...` : line;
  return short.charAt(0).toLowerCase() + short.slice(1);
}

function nodeOf(node: Node | null, depth: number, problem: Parameters<Parse>[1], at = 0): JsonNode | null {
  if (!node) return { type: 'null', offset: at, length: 0, value: null };
  const [offset, end] = node.range ?? [at, at];
  const place = { offset, length: end - offset };
  const refuse = (message: string): null => {
    problem(offset, message);
    return null;
  };
  if (depth > MAX_DEPTH) return refuse(TOO_DEEP);
  if (isAlias(node) || node.anchor)
    return refuse('anchors and aliases (& and *) have no place here: write it out');
  if (isScalar(node))
    return scalar(node.value, place) ?? refuse('this is no text, number, true, false or null');
  if (isSeq(node)) {
    const children = node.items.map((item) => nodeOf(item as Node | null, depth + 1, problem, offset));
    return { type: 'array', ...place, children: children.filter((child) => child !== null) };
  }
  if (!isMap(node)) return refuse('this must be a value');
  const children = node.items.map(({ key, value }): JsonNode | null => {
    const name = isScalar(key) ? nodeOf(key, depth + 1, problem, offset) : null;
    if (!name) {
      problem((key as Node).range![0], 'a name must be a text');
      return null;
    }
    const child = nodeOf(value as Node | null, depth + 1, problem, name.offset + name.length);
    return (
      child && {
        type: 'property',
        offset: name.offset,
        length: child.offset + child.length - name.offset,
        children: [{ ...name, type: 'string', value: String(name.value) }, child],
      }
    );
  });
  return { type: 'object', ...place, children: children.filter((child) => child !== null) };
}

function scalar(value: unknown, place: { offset: number; length: number }): JsonNode | null {
  switch (typeof value) {
    case 'string':
      return { type: 'string', ...place, value };
    case 'number':
      return Number.isFinite(value) ? { type: 'number', ...place, value } : null;
    case 'boolean':
      return { type: 'boolean', ...place, value };
    default:
      return value === null ? { type: 'null', ...place, value } : null;
  }
}
