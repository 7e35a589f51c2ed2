/** The certificate as a PDF, from the blocks its page shows. */
import type { CertificateContent } from '../certificate-content.ts';
import { documentWords } from '../text/document.ts';
import type { DocumentFonts } from './fonts.ts';
import { openSheet } from './sheet.ts';

/** Of a certificate printed on one to three sheets; figures are as large as the table allows. */
const SIZE = { title: 20, meeting: 13, heading: 13, text: 11.5, table: 9.5, small: 8.5 } as const;

/** @param made the time of publication: the same certificate is the same file whenever it is asked for */
export async function certificatePdf(
  content: CertificateContent,
  fonts: DocumentFonts,
  made: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const { language, title, subject, meeting, day, blocks, sealedBy, code, url } = content;
  const w = documentWords(language);
  const sheet = openSheet(fonts, { title: w.certificateOf(subject), language, author: sealedBy, made });
  sheet.text('P', meeting, { size: SIZE.meeting, align: 'center', gapAfter: 10 });
  sheet.text('H1', `${subject}\n${title}`, { size: SIZE.title, align: 'center', gapAfter: 6 });
  sheet.text('P', `${w.code} ${code}`, { size: SIZE.text, align: 'center', gapAfter: 8 });
  sheet.rule('black', 1);
  sheet.gap(10);
  for (const block of blocks) {
    if (block.kind === 'heading') {
      sheet.gap(4);
      sheet.keep(70);
      sheet.text('H2', block.text, { size: SIZE.heading, gapAfter: 4, font: 'sans' });
    } else if (block.kind === 'paragraph') {
      sheet.text('P', block.text, {
        size: SIZE.text,
        indent: language === 'zh' ? 2 : 0,
        gapAfter: 3,
      });
    } else if (block.kind === 'fact') {
      sheet.text('P', `${block.name}  ${block.value}`, { size: SIZE.small, gapAfter: 0 });
    } else {
      sheet.table(block, SIZE.table);
      if (block.note !== '') sheet.text('P', block.note, { size: SIZE.small, gapAfter: 4 });
    }
  }
  sheet.gap(14);
  sheet.foot(url, w.scan, [sealedBy, day, w.seal]);
  return sheet.finish();
}

/** Every text of the certificate, to look for characters that cannot be printed. */
export function textsOfCertificate({ blocks, ...content }: CertificateContent): readonly string[] {
  return [
    content.subject,
    content.meeting,
    content.sealedBy,
    ...blocks.flatMap((block) => {
      if (block.kind === 'table') return [...block.head, ...block.rows.flat(), block.note];
      return block.kind === 'fact' ? [block.name, block.value] : [block.text];
    }),
  ];
}
