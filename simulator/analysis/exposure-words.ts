/**
 * What a set of rules exposes, in words: "lays open 3 pairs of an address and a port to the less trusted side".
 * @param exposed pairs
 */
export function exposureWords(exposed: number): string {
  if (exposed === 0) return 'lays nothing open to the less trusted side';
  const digits = String(exposed).replace(/\B(?=(\d{3})+$)/g, ',');
  return `lays open ${digits} ${exposed === 1 ? 'pair' : 'pairs'} of an address and a port to the less trusted side`;
}
