import type { Report } from '../../simulator/reports/report.ts';
import type { Simulator } from '../worker/thread.ts';
import type { FormatInfo } from '../worker/laboratory.ts';

const PDF: FormatInfo = { id: 'pdf', title: 'PDF', extension: 'pdf' };

/** Forms in which a report is saved, the one for paper first. */
export function formsOf(written: readonly FormatInfo[]): readonly FormatInfo[] {
  return [PDF, ...written];
}

/** A report as a file of a form. */
export async function reportFile(
  simulator: Pick<Simulator, 'writeReport'>,
  report: Report,
  form: FormatInfo,
): Promise<Blob> {
  if (form.id !== PDF.id)
    return new Blob([await simulator.writeReport(report, form.id)], { type: 'text/plain' });
  const { pdfOf } = await import('./pdf.ts');
  return pdfOf(report);
}
