import mediumFile from 'pdfmake/fonts/Roboto/Roboto-Medium.ttf?url';
import regularFile from 'pdfmake/fonts/Roboto/Roboto-Regular.ttf?url';
import { pdfDocument } from '../../simulator/reports/pdf-document.ts';
import type { Report } from '../../simulator/reports/report.ts';

/** A report as PDF. The library and its fonts are large: they come when somebody wants one, from where the window came. */
export async function pdfOf(report: Report): Promise<Blob> {
  const [{ default: pdfmake }, regular, medium] = await Promise.all([
    import('pdfmake/build/pdfmake.js'),
    fontIn(regularFile),
    fontIn(mediumFile),
  ]);
  pdfmake.addVirtualFileSystem({ 'regular.ttf': regular, 'medium.ttf': medium });
  pdfmake.addFonts({
    Roboto: { normal: 'regular.ttf', bold: 'medium.ttf', italics: 'regular.ttf', bolditalics: 'medium.ttf' },
  });
  pdfmake.setUrlAccessPolicy(() => false);
  return pdfmake.createPdf(pdfDocument(report)).getBlob();
}

/** A font in base64, as the library wants it. */
async function fontIn(file: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(file)).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
