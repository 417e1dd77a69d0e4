/** Does the person want nothing to move by itself? The theme says so on the document. */
export function isStill(): boolean {
  return document.documentElement.dataset['motion'] === 'less';
}
