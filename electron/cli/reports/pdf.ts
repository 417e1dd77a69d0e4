import { dirname } from 'node:path';
import { pdfDocument } from '../../../simulator/reports/pdf-document.ts';
import type { Report } from '../../../simulator/reports/report.ts';

/** A report as PDF. The library is loaded only here, since it is large. */
export async function pdf(report: Report): Promise<Uint8Array> {
  const [library, { default: fonts }] = await Promise.all([
    import('pdfmake'),
    import('pdfmake/fonts/Roboto.js'),
  ]);
  // It is CommonJS, so that it comes as a default, of which its types do not know.
  const { default: pdfmake } = library as unknown as { readonly default: typeof library };
  const folder = dirname(fonts['Roboto']!.normal as string);
  pdfmake.setFonts(fonts);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder));
  return pdfmake.createPdf(pdfDocument(report)).getBuffer();
}
