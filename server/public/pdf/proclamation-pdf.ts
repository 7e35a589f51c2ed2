/** The 公告 or 公示 as a PDF: head line in red, title, text, signature and day at the right, room for the seal over them. */
import type { ProclamationParts } from '../proclamation-parts.ts';
import { documentWords } from '../text/document.ts';
import type { Language } from '../text/words.ts';
import type { DocumentFonts } from './fonts.ts';
import { openSheet } from './sheet.ts';

export async function proclamationPdf(
  parts: ProclamationParts,
  language: Language,
  url: string,
  fonts: DocumentFonts,
  made: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const { issuer, title, opening, items, signature, day } = parts;
  const w = documentWords(language);
  const sheet = openSheet(fonts, { title: `${issuer} ${title}`, language, author: signature, made });
  const indent = language === 'zh' ? 2 : 0;
  sheet.text('P', issuer, { size: 22, align: 'center', color: '#c00000', gapAfter: 8 });
  sheet.rule('red', 2);
  sheet.gap(28);
  sheet.text('H1', title, { size: 20, align: 'center', gapAfter: 22 });
  sheet.text('P', opening, { size: 15, indent, gapAfter: 6 });
  for (const item of items) sheet.text('P', item, { size: 15, indent, gapAfter: 2 });
  sheet.gap(36);
  sheet.foot(url, w.scan, [signature, day]);
  return sheet.finish();
}
