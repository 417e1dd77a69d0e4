import { csv } from './csv.ts';
import type { ReportFormat } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';

/** Every form of text in which a report is written. */
export const REPORT_FORMATS: readonly ReportFormat[] = [html, csv, markdown, json];
