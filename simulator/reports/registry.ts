import type { ReportKind } from './kinds/kind.ts';
import { matrixReport } from './kinds/matrix/matrix.ts';
import { requestForm } from './kinds/request-form/request-form.ts';
import { reviewReport } from './kinds/review.ts';
import { summaryReport } from './kinds/summary.ts';

/** Every kind of report, in the order in which they are offered. */
export const REPORT_KINDS: readonly ReportKind[] = [matrixReport, requestForm, reviewReport, summaryReport];
