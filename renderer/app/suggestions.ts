import type { Completions } from '../../simulator/filters/completions.ts';
import type { Idea } from '../../simulator/filters/conditions/ideas.ts';
import { completing, type Suggestion } from '../parts/suggestion.ts';

/** More than this nobody reads through. */
const MOST = 40;

/**
 * What one could write where something should happen: sentences with all the words that are there already, those that
 * begin with them first; then what would complete a filter.
 */
export function suggestions(
  text: string,
  ideas: readonly Idea[],
  completions: Completions,
): readonly Suggestion[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = ideas.filter((idea) => words.every((word) => idea.text.toLowerCase().includes(word)));
  const written = text.trim().toLowerCase();
  const begins = (idea: Idea) => idea.text.toLowerCase().startsWith(written);
  const sentences = [...fitting.filter(begins), ...fitting.filter((idea) => !begins(idea))]
    .filter((idea) => idea.text !== text.trim())
    .slice(0, MOST)
    .map((idea) => ({ text: idea.text, note: '', becomes: idea.text }));
  // Nobody begins by looking through all fields.
  const fields = written === '' ? [] : completing(text, completions);
  return [...sentences, ...fields].slice(0, MOST);
}
