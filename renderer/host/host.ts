/** A file that the person chose. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
}

declare global {
  interface Window {
    /** There when the window runs in Electron. */
    readonly edgeLabShell?: { openDesign(): Promise<ChosenFile | null> };
  }
}

/** Lets the person choose a design file: Electron's dialog where there is one, else the browser's. */
export function chooseDesignFile(): Promise<ChosenFile | null> {
  return window.edgeLabShell ? window.edgeLabShell.openDesign() : chooseInBrowser();
}

function chooseInBrowser(): Promise<ChosenFile | null> {
  return new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.json,.edgelab';
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) void readFile(file).then(done);
      else done(null);
    });
    input.addEventListener('cancel', () => done(null));
    input.click();
  });
}

/** A file's name and text, however it came into the window. */
export async function readFile(file: File): Promise<ChosenFile> {
  return { name: file.name, text: await file.text() };
}
