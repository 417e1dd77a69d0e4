import { crashReport } from '../stores/crash-report.ts';
import type { Lab } from '../stores/lab.svelte.ts';

/** A window that breaks at every frame need not say so at every frame. */
const MAX_TOLD = 20;
/** As much as the program takes at a time. */
const MAX_TEXT = 20_000;

/** Says what breaks in the window itself, with a report that one can send; the desktop program keeps it, too. */
export function watchFaults(lab: Lab): () => void {
  let told = 0;
  const tell = (error: unknown) => {
    if (told++ >= MAX_TOLD) return;
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? message) : message;
    void window.edgeLab?.keepReport(stack.slice(0, MAX_TEXT));
    if (!lab.setup) return;
    lab.trouble = {
      title: 'Something in the window broke; what you made is kept',
      problems: [{ file: '', line: 0, column: 0, message }],
      report: crashReport(error, lab.setup, lab.differences, 'the window broke'),
    };
  };
  const onError = ({ error }: ErrorEvent) => {
    // Without one it is no fault, but the browser's word about a layout that took another round.
    if (error instanceof Error) tell(error);
  };
  const onRejection = ({ reason }: PromiseRejectionEvent) => tell(reason);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  return () => {
    removeEventListener('error', onError);
    removeEventListener('unhandledrejection', onRejection);
  };
}
