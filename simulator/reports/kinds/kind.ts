import type { Matrix } from '../../analysis/matrix.ts';
import type { Setup } from '../../model/run.ts';
import type { Report } from '../report.ts';

/** A design whose rules were closed in turn. */
export interface Swept extends Simulated {
  readonly matrix: Matrix;
}

/** A design, and what it is to become; each with what happens in it. */
export interface Proposal {
  readonly before: Setup;
  readonly after: Setup;
}

/** A design as it is run. */
export interface Simulated extends Setup {
  readonly seed: number;
}

interface Described {
  readonly id: string;
  readonly title: string;
  /** What it tells, for whom, in few words. */
  readonly description: string;
}

export interface SweepReport extends Described {
  readonly about: 'sweep';
  build(swept: Swept): Report;
}

export interface DesignReport extends Described {
  readonly about: 'design';
  build(simulated: Simulated): Report;
}

export interface ProposalReport extends Described {
  readonly about: 'proposal';
  build(proposal: Proposal): Report;
}

/** A kind of report: one file in `kinds/`, one line in the registry. */
export type ReportKind = DesignReport | SweepReport | ProposalReport;
