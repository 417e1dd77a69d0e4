/** A colour as every program that reads SVG knows it, and how much it covers. */
export interface Paint {
  readonly colour: string;
  /** 0 to 1. */
  readonly opacity: number;
}

/**
 * What a computed colour is (CSS Color 4: "rgb()", "rgba()" or "color(srgb …)").
 * @returns null for what is no colour: "none", or a pattern
 */
export function paintOf(computed: string): Paint | null {
  const [, form, body = ''] = /^(rgba?|color)\(([^)]*)\)$/.exec(computed) ?? [];
  if (form === undefined) return null;
  const numbers = body.split(/[\s,/]+/).filter((part) => part !== '' && part !== 'srgb');
  const scale = form === 'color' ? 255 : 1;
  const [red, green, blue] = numbers.map((part) => Math.round(Number(part) * scale));
  return {
    colour: `rgb(${red},${green},${blue})`,
    opacity: numbers[3] === undefined ? 1 : Number(numbers[3]),
  };
}

/** A number as short as a hundredth of a pixel allows. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** An element of XML with its attributes; those without a value are left out. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number | null | undefined>>,
  inside = '',
): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === '') continue;
    text += ` ${key}="${escaped(typeof value === 'number' ? short(value) : value)}"`;
  }
  return inside === '' ? `${text}/>` : `${text}>${inside}</${name}>`;
}

/** Text as XML writes it; what XML 1.0 cannot hold is left out. */
export function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}
