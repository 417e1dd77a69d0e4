/** As many answers are kept; then all are forgotten. */
const MOST = 4096;

/**
 * The same function of a text, with its latest answers remembered: servers read the same URIs and header names again
 * and again. Only for functions whose answers nobody changes.
 */
export function remembered<A>(read: (text: string) => A): (text: string) => A {
  const known = new Map<string, A>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = read(text);
      if (known.size >= MOST) known.clear();
      known.set(text, answer);
    }
    return answer;
  };
}
