import type { Attachment } from 'svelte/attachments';

/** Brings the chosen row into sight. */
export function followSelected(on: boolean): Attachment<HTMLElement> {
  return (row) => {
    if (on) row.scrollIntoView({ block: 'nearest' });
  };
}
