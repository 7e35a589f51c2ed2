/**
 * A4 sheets as a tagged PDF: headings, paragraphs, tables and a QR code in the structure of the text, so that a screen reader
 * reads them and search finds them; fonts embedded as subsets. Drawing only: what is drawn comes in.
 */
import PDFDocument from 'pdfkit';
import type { TableBlock } from '../certificate-content.ts';
import { qrSquares } from '../pages/qr-figure.tsx';
import { documentWords } from '../text/document.ts';
import type { Language } from '../text/words.ts';
import { type DocumentFonts, GETA } from './fonts.ts';

const MM = 72 / 25.4;
const MARGINS = { top: 30 * MM, bottom: 28 * MM, left: 27 * MM, right: 25 * MM } as const;
const RED = '#c00000';
const CELL = { x: 4, y: 3 } as const;

export interface TextStyle {
  readonly size: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly color?: string;
  /** Of the first line, in characters. */
  readonly indent?: number;
  readonly gapAfter?: number;
  /** Headings are set in the sans, as 黑体 in official documents. */
  readonly font?: 'serif' | 'sans';
}

export interface Sheet {
  readonly width: number;
  text(role: 'H1' | 'H2' | 'P', text: string, style: TextStyle): void;
  table(block: TableBlock, size: number): void;
  /** A line across the sheet. */
  rule(color: 'red' | 'black', thickness: number): void;
  gap(points: number): void;
  /** Makes sure that so much fits on the page. */
  keep(points: number): void;
  /** A QR code at the left, and lines of text at the right of it. */
  foot(url: string, label: string, lines: readonly string[]): void;
  finish(): Promise<Uint8Array<ArrayBuffer>>;
}

export function openSheet(
  fonts: DocumentFonts,
  about: {
    readonly title: string;
    readonly language: Language;
    readonly author: string;
    readonly made: Date;
  },
): Sheet {
  const document = new PDFDocument({
    size: 'A4',
    margins: MARGINS,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: about.language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    info: { Title: about.title, Author: about.author, CreationDate: about.made, ModDate: about.made },
  });
  document.registerFont('serif', Buffer.from(fonts.serif));
  document.registerFont('sans', Buffer.from(fonts.sans));
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  const root = document.struct('Document');
  document.addStructure(root);
  const left = MARGINS.left;
  const width = document.page.width - MARGINS.left - MARGINS.right;
  const bottom = () => document.page.height - MARGINS.bottom;

  /** An element with what it draws. pdfkit takes more options than its types know. */
  function structure(
    type: string,
    options: { readonly scope?: 'Row' | 'Column'; readonly alt?: string; readonly bbox?: readonly number[] },
    draw: () => void,
  ): PDFKit.PDFStructureElement {
    return document.struct(type, options as { alt?: string }, draw);
  }

  /** Runs of one font each; what no font has becomes a mark that nobody overlooks. */
  function runsOf(
    text: string,
    wanted: 'serif' | 'sans',
  ): readonly { font: 'serif' | 'sans'; text: string }[] {
    const runs: { font: 'serif' | 'sans'; text: string }[] = [];
    for (const character of text) {
      const found = /\s/.test(character) ? (runs.at(-1)?.font ?? wanted) : fonts.fontFor(character);
      const font = found === 'serif' ? wanted : (found ?? wanted);
      const shown = found === null ? GETA : character;
      const last = runs.at(-1);
      if (last?.font === font) last.text += shown;
      else runs.push({ font, text: shown });
    }
    return runs.length === 0 ? [{ font: wanted, text: '' }] : runs;
  }

  function write(
    text: string,
    x: number,
    y: number,
    options: PDFKit.Mixins.TextOptions,
    wanted: 'serif' | 'sans' = 'serif',
  ): void {
    const runs = runsOf(text, wanted);
    for (const [i, run] of runs.entries()) {
      const continued = i < runs.length - 1;
      document.font(run.font);
      if (i === 0) document.text(run.text, x, y, { ...options, continued });
      else document.text(run.text, { ...options, continued });
    }
  }

  function heightOf(text: string, size: number, options: PDFKit.Mixins.TextOptions): number {
    return document.font('serif').fontSize(size).heightOfString(text, options);
  }

  function keep(points: number): void {
    if (document.y + points > bottom()) document.addPage();
  }

  function drawRow(
    cells: readonly string[],
    block: TableBlock,
    widths: readonly number[],
    size: number,
    kind: 'head' | 'body',
    table: PDFKit.PDFStructureElement,
  ): void {
    const options = { lineGap: 1.5 };
    const heights = cells.map((cell, i) =>
      heightOf(cell, size, { ...options, width: (widths[i] ?? 0) - 2 * CELL.x }),
    );
    const height = Math.max(...heights) + 2 * CELL.y;
    if (document.y + height > bottom()) {
      document.addPage();
      if (kind === 'body') drawRow(block.head, block, widths, size, 'head', table);
    }
    const y = document.y;
    const row = document.struct('TR');
    table.add(row);
    let x = left;
    for (const [i, cell] of cells.entries()) {
      const own = widths[i] ?? 0;
      const content = block.columns[i]?.kind;
      const isHead = kind === 'head' || content === 'title';
      const start = x;
      document.markContent('Artifact', { type: 'Layout' });
      document.lineWidth(0.5).strokeColor('#000000').rect(start, y, own, height).stroke();
      document.endMarkedContent();
      const scope = kind === 'head' ? 'Column' : 'Row';
      row.add(
        structure(isHead ? 'TH' : 'TD', isHead ? { scope } : {}, () => {
          document.fontSize(size).fillColor('#000000');
          write(cell, start + CELL.x, y + CELL.y, {
            ...options,
            width: own - 2 * CELL.x,
            align: kind === 'head' ? 'center' : content === 'numeric' ? 'right' : 'left',
          });
        }),
      );
      x += own;
    }
    row.end();
    document.x = left;
    document.y = y + height;
  }

  return {
    width,
    keep,
    gap: (points) => {
      document.y += points;
    },
    text: (role, text, style) => {
      const { size, align = 'left', color = '#000000', indent = 0, gapAfter = 4, font = 'serif' } = style;
      const options: PDFKit.Mixins.TextOptions = {
        width,
        align,
        indent: indent * size,
        lineGap: size * 0.45,
      };
      keep(Math.min(heightOf(text, size, options), size * 5));
      root.add(
        structure(role, {}, () => {
          document.fontSize(size).fillColor(color);
          for (const line of text.split('\n')) write(line, left, document.y, options, font);
        }),
      );
      document.y += gapAfter;
    },
    table: (block, size) => {
      const total = block.columns.reduce((sum, column) => sum + column.width, 0);
      const widths = block.columns.map((column) => (width * column.width) / total);
      const table = document.struct('Table');
      root.add(table);
      keep(60);
      drawRow(block.head, block, widths, size, 'head', table);
      for (const cells of block.rows) drawRow(cells, block, widths, size, 'body', table);
      table.end();
      document.y += 6;
    },
    rule: (color, thickness) => {
      document.markContent('Artifact', { type: 'Layout' });
      document
        .lineWidth(thickness)
        .strokeColor(color === 'red' ? RED : '#000000')
        .moveTo(left, document.y)
        .lineTo(left + width, document.y)
        .stroke();
      document.endMarkedContent();
      document.y += thickness;
    },
    foot: (url, label, lines) => {
      const side = 30 * MM;
      keep(side + 40);
      const top = document.y;
      const { size, path } = qrSquares(url);
      root.add(
        structure('Figure', { alt: `${label}: ${url}`, bbox: [left, top, left + side, top + side] }, () => {
          document.save();
          document.translate(left, top).scale(side / size);
          document.path(path).fill('#000000');
          document.restore();
        }),
      );
      root.add(
        structure('Caption', {}, () => {
          document.fontSize(8).fillColor('#000000');
          write(`${label}\n${url}`, left, top + side + 2, { width: width * 0.5, lineGap: 2 });
        }),
      );
      let y = top + 14;
      for (const line of lines) {
        root.add(
          structure('P', {}, () => {
            document.fontSize(12).fillColor('#000000');
            write(line, left + width * 0.4, y, { width: width * 0.6, align: 'center', lineGap: 3 });
          }),
        );
        y = document.y + 6;
      }
      document.x = left;
      document.y = Math.max(document.y, top + side + 30);
    },
    finish: async () => {
      root.end();
      const w = documentWords(about.language);
      const { start, count } = document.bufferedPageRange();
      for (let i = 0; i < count; i += 1) {
        document.switchToPage(start + i);
        document.page.margins.bottom = 0;
        document.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
        document.fontSize(9).fillColor('#333333');
        write(w.page(i + 1, count), left, document.page.height - MARGINS.bottom + 14 * MM, {
          width,
          align: 'center',
          lineBreak: false,
        });
        document.endMarkedContent();
      }
      document.end();
      await ended;
      const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return bytes;
    },
  };
}
