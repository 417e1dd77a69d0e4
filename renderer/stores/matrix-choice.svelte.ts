import { SvelteSet } from 'svelte/reactivity';
import type { Need } from '../../simulator/analysis/matrix.ts';

/** How the matrix is looked at; stays while other views are shown. */
export class MatrixChoice {
  as = $state<'grid' | 'table'>('grid');
  /** Only rows that hold this. */
  text = $state('');
  /** Only rows in which something differs. */
  differing = $state(false);
  /** Only rows of what is needed so. */
  need = $state<Need | null>(null);
  /** 'design', 'worst', or the id of a column. */
  sort = $state('design');
  grouped = $state(true);
  /** Workloads that are shown as one column. */
  readonly folded = new SvelteSet<string>();
  /** The cell of the keyboard; lines -2 and -1 are the headings, column -1 the names of the rows. */
  line = $state(0);
  column = $state(0);
  /** How far the grid is scrolled, pixels. */
  scrolled = 0;

  /** Shows a workload as one column, or as its features again. */
  fold(workload: string): void {
    if (!this.folded.delete(workload)) this.folded.add(workload);
  }
}
