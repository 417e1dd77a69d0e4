/** What was kept under a name; null when nothing was, or the browser forbids it. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text for the next start. Where the browser forbids it, it lasts as long as the window. */
export function remember(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Nothing depends on it.
  }
}

/** Keeps nothing under a name any more. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** What was kept under a name since the window was opened; null when nothing was, or the browser forbids it. */
export function recallSession(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text until the window is closed. Where the browser forbids it, until it is loaded again. */
export function rememberSession(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Nothing depends on it.
  }
}
