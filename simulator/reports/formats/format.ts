import type { Report } from '../report.ts';

/** A form in which a report is written: one file in `formats/`, one line in the registry. */
export interface ReportFormat {
  readonly id: string;
  readonly title: string;
  /** Without a dot. */
  readonly extension: string;
  write(report: Report): string;
}
