import type { Attachment } from 'svelte/attachments';

/** Where a dragged row would be let go: before this place of the list, from 0 to its length. */
interface Carried {
  readonly id: string;
  readonly gap: number | null;
}

/** Rows of one list that are put into another order, by dragging their handles. */
export class RowOrder {
  carried = $state.raw<Carried | null>(null);
  readonly #ids: () => readonly string[];
  readonly #move: (id: string, place: number) => void;

  /**
   * @param ids the rows in their order
   * @param move told of a row and its new place, from 0
   */
  constructor(ids: () => readonly string[], move: (id: string, place: number) => void) {
    this.#ids = ids;
    this.#move = move;
  }

  /** One place up (-1) or down (1); says whether there was room. */
  step(id: string, by: -1 | 1): boolean {
    const place = this.#ids().indexOf(id) + by;
    if (place < 0 || place >= this.#ids().length) return false;
    this.#move(id, place);
    return true;
  }

  /** The handle of a row. */
  handle(id: string): Attachment<HTMLElement> {
    return (handle) => {
      const start = (event: DragEvent) => {
        const row = handle.closest('tr, li');
        if (!event.dataTransfer || !row) return;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', id);
        event.dataTransfer.setDragImage(row, 12, row.clientHeight / 2);
        this.carried = { id, gap: null };
      };
      const end = () => (this.carried = null);
      handle.draggable = true;
      handle.addEventListener('dragstart', start);
      handle.addEventListener('dragend', end);
      return () => {
        handle.removeEventListener('dragstart', start);
        handle.removeEventListener('dragend', end);
      };
    };
  }

  /** A row over which others are carried. */
  row(id: string): Attachment<HTMLElement> {
    return (row) => {
      const over = (event: DragEvent) => {
        if (!this.carried) return;
        event.preventDefault();
        const { top, height } = row.getBoundingClientRect();
        const gap = this.#ids().indexOf(id) + (event.clientY > top + height / 2 ? 1 : 0);
        if (gap !== this.carried.gap) this.carried = { id: this.carried.id, gap };
      };
      const drop = (event: DragEvent) => {
        const { carried } = this;
        if (!carried) return;
        event.preventDefault();
        event.stopPropagation();
        this.carried = null;
        if (carried.gap === null) return;
        const from = this.#ids().indexOf(carried.id);
        const place = carried.gap > from ? carried.gap - 1 : carried.gap;
        if (place !== from) this.#move(carried.id, place);
      };
      row.addEventListener('dragover', over);
      row.addEventListener('drop', drop);
      return () => {
        row.removeEventListener('dragover', over);
        row.removeEventListener('drop', drop);
      };
    };
  }
}
