/** Of the elements that hold the parts of a replay in its page. */
export const PART_TYPE = 'application/x-edge-lab-replay';
/** What the template of the page has in the places of its title and of its parts. */
export const TITLE_PLACE = 'Edge Lab replay';
export const PARTS_PLACE = '<!-- parts -->';

/**
 * The page that plays a replay.
 * @param template what the build makes: the player, with places for what it plays
 * @param parts each packed (gzip, RFC 1952) and in base64 (RFC 4648 4), in which nothing can be taken for markup
 * @throws when the template has no such places
 */
export function replayPage(template: string, title: string, parts: readonly string[]): string {
  const [head, afterTitle, ...noMore] = template.split(TITLE_PLACE);
  const [body, player] = afterTitle?.split(PARTS_PLACE) ?? [];
  if (noMore.length > 0 || player === undefined) throw new Error('this is no template of a replay');
  const elements = parts.map((part) => `<script type="${PART_TYPE}">${part}</script>\n`);
  return [head, escaped(title), body, ...elements, player].join('');
}

/** A text as content of an element (HTML 13.1.2). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
