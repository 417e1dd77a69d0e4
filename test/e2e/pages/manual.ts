import type { Locator, Page } from '@playwright/test';

/** The manual, as a person reads it. */
export class ManualPage {
  readonly contents: Locator;
  readonly search: Locator;
  readonly article: Locator;
  readonly heading: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.contents = page.getByRole('navigation', { name: 'Contents of the manual' });
    this.search = page.getByRole('searchbox', { name: 'Search the manual' });
    this.article = page.getByRole('article');
    this.heading = this.article.getByRole('heading', { level: 1 });
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole('main').getByRole('button', { name });
  }

  link(name: string): Locator {
    return this.article.getByRole('link', { name }).first();
  }

  /** The pictures of the page. */
  get pictures(): Locator {
    return this.article.getByRole('img');
  }
}

/** Goes to a picture, which is loaded only then. @returns its width, pixels */
export async function widthOf(picture: Locator): Promise<number> {
  await picture.scrollIntoViewIfNeeded();
  return picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
}
