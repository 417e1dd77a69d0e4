import { counted } from '../reports/report.ts';
import type { Option, Part } from './questions.ts';

/**
 * Asks how many packets there are, with the right number among others that could be.
 * @param right how many there are
 */
export function countQuestion(text: string, right: number): { readonly part: Part; readonly right: string } {
  const numbers = [...new Set([Math.max(0, right - 1), right, right + 1, right * 2 + 2])].sort(
    (a, b) => a - b,
  );
  const options = numbers.map((number): Option => ({ id: String(number), text: counted(number, 'packet') }));
  return { part: { id: 'count', text, options }, right: String(right) };
}
