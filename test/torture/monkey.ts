import type { Page } from '@playwright/test';
import type { Random } from '../../simulator/kernel/random.ts';

/** Something that somebody does to the window, so that it can be done again. */
export type Step =
  | { readonly do: 'key'; readonly key: string }
  | {
      readonly do: 'click';
      readonly x: number;
      readonly y: number;
      readonly button: 'left' | 'right';
      readonly on: string;
    }
  | { readonly do: 'drag'; readonly from: readonly [number, number]; readonly to: readonly [number, number] }
  | { readonly do: 'wheel'; readonly x: number; readonly y: number; readonly by: number }
  | { readonly do: 'type'; readonly text: string }
  /** The palette is asked for something, and what it finds first is done. */
  | { readonly do: 'command'; readonly words: string }
  | { readonly do: 'drop'; readonly file: string }
  | { readonly do: 'size'; readonly width: number; readonly height: number }
  | { readonly do: 'scheme'; readonly dark: boolean };

/** A file that can be let fall on the window. */
export interface Dropped {
  readonly name: string;
  readonly base64: string;
}

const KEYS = [
  ...[
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    'b',
    ']',
    '[',
    'e',
    'f',
    'n',
    '.',
    '?',
    'Space',
    'Home',
    'End',
    'Tab',
    'Shift+Tab',
  ],
  ...[
    'ArrowRight',
    'ArrowLeft',
    'ArrowUp',
    'ArrowDown',
    'Shift+ArrowRight',
    'Shift+ArrowLeft',
    'Alt+ArrowRight',
    'Enter',
    'Escape',
  ],
  ...[
    'Control+z',
    'Control+Shift+z',
    'Control+b',
    'Control+i',
    'Control+j',
    'Control+k',
    'Control+s',
    'F1',
    'F5',
    'Delete',
    'Backspace',
  ],
  ...['PageDown', 'PageUp', 'Shift+PageDown', 'Control+a', 'Shift+F10'],
];
/** Of the commands and of what else the palette finds. */
export const WORDS = [
  ...[
    'undo',
    'redo',
    'as designed',
    'play every',
    'picture',
    'report',
    'replay',
    'capture',
    'close E12',
    'open E12',
    'break',
    'lesson',
    'make a lab',
  ],
  ...[
    'grade',
    'write',
    'bookmark',
    'present',
    'show',
    'theme',
    'contrast',
    'colours',
    'motion',
    'larger',
    'usual size',
    'fold',
    'layout',
    'manual',
  ],
  ...[
    'tour',
    'keys',
    'drop',
    'start',
    'end',
    'skip',
    'fields',
    'follow',
    'map',
    'matrix',
    'rules',
    'ice',
    'states',
    'person',
    'design',
    'review',
    'sessions',
  ],
  ...['stun', 'edge', 'alice', 'remote sign', '3478', 'fault', 'modelled', 'licences', 'zzz'],
];
const TEXTS = [
  'tcp.dstport == 443',
  'stun',
  'ICE fails',
  '10.0.0.0/8',
  '443',
  '0',
  '-1',
  'edge',
  'x'.repeat(200),
  '"',
  '\u{1f512}',
  'any',
  '1e9',
];
const SIZES: readonly (readonly [number, number])[] = [
  [1440, 900],
  [1280, 720],
  [1024, 700],
  [1920, 1080],
  [800, 600],
];
/** What leads out of the window, or loads it anew, which would end what is measured. */
const LEFT_ALONE = /deutsch|german|new window|neues fenster/i;

/** Decides what somebody does next who knows the window and has no purpose. */
export class Monkey {
  readonly #random: Random;
  readonly #files: readonly Dropped[];

  constructor(random: Random, files: readonly Dropped[]) {
    this.#random = random;
    this.#files = files;
  }

  async next(page: Page): Promise<Step> {
    const random = this.#random;
    const kind = random.between(0, 99);
    if (kind < 45) return (await this.#click(page)) ?? { do: 'key', key: 'Escape' };
    if (kind < 70) return { do: 'key', key: this.#pick(KEYS) };
    if (kind < 80) return { do: 'command', words: this.#pick(WORDS) };
    if (kind < 85) return { do: 'type', text: this.#pick(TEXTS) };
    if (kind < 88) return { do: 'drop', file: this.#pick(this.#files).name };
    if (kind < 93) return { do: 'drag', from: this.#place(page), to: this.#place(page) };
    if (kind < 96) {
      const [x, y] = this.#place(page);
      return { do: 'wheel', x, y, by: random.between(-600, 600) };
    }
    if (kind < 98) {
      const [width, height] = this.#pick(SIZES);
      return { do: 'size', width, height };
    }
    return { do: 'scheme', dark: random.between(0, 1) === 1 };
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.between(0, list.length - 1)]!;
  }

  #place(page: Page): readonly [number, number] {
    const { width, height } = page.viewportSize()!;
    return [this.#random.between(0, width - 1), this.#random.between(0, height - 1)];
  }

  async #click(page: Page): Promise<Step | null> {
    const targets = (await page.evaluate(visibleTargets)).filter(({ on }) => !LEFT_ALONE.test(on));
    if (targets.length === 0) return null;
    const button = this.#random.between(0, 9) === 0 ? 'right' : 'left';
    return { do: 'click', ...this.#pick(targets), button };
  }
}

/** Runs in the page: what can be pressed there, and really lies there. */
function visibleTargets(): { x: number; y: number; on: string }[] {
  const selector =
    'button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=option], [role^=menuitem], [role=slider], ' +
    '[role=treeitem], [role=row], [role=gridcell], [data-packet], [data-rule], [data-host], [data-feature], [tabindex="0"]';
  return [...document.querySelectorAll(selector)].flatMap((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
    const there = document.elementFromPoint(x, y);
    if (width < 1 || height < 1 || !there || !(element.contains(there) || there.contains(element))) return [];
    const on = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
    return [{ x, y, on: `${element.tagName.toLowerCase()} ${on}` }];
  });
}

/** Does a step. */
export async function doStep(page: Page, step: Step, files: readonly Dropped[]): Promise<void> {
  const { keyboard, mouse } = page;
  switch (step.do) {
    case 'key':
      return keyboard.press(step.key);
    case 'click':
      return mouse.click(step.x, step.y, { button: step.button });
    case 'drag':
      await mouse.move(...step.from);
      await mouse.down();
      await mouse.move(...step.to, { steps: 4 });
      return mouse.up();
    case 'wheel':
      await mouse.move(step.x, step.y);
      return mouse.wheel(0, step.by);
    case 'type':
      return keyboard.insertText(step.text);
    case 'command':
      await keyboard.press('Control+k');
      // Where something else is open there may be none.
      await page
        .locator('[role=combobox]:focus')
        .waitFor({ timeout: 1000 })
        .catch(() => undefined);
      await keyboard.insertText(step.words);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(null))));
      return keyboard.press('Enter');
    case 'drop':
      return page.evaluate(
        letFall,
        files.find(({ name }) => name === step.file)!,
      );
    case 'size':
      return page.setViewportSize({ width: step.width, height: step.height });
    case 'scheme':
      return page.emulateMedia({ colorScheme: step.dark ? 'dark' : 'light' });
  }
}

/** Runs in the page: lets a file fall on it. */
function letFall({ name, base64 }: Dropped): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const bubbling = { bubbles: true, cancelable: true, dataTransfer };
  document.body.dispatchEvent(new DragEvent('dragover', bubbling));
  document.body.dispatchEvent(new DragEvent('drop', bubbling));
}
