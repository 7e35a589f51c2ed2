/**
 * The two fonts of printed documents (server/public/fonts, OFL): a serif for everything, and a sans with more characters that
 * stands in where the serif has none. A character that neither has is printed as 〓 and reported before printing.
 */
import PDFDocument from 'pdfkit';

export interface DocumentFonts {
  readonly serif: Uint8Array;
  readonly sans: Uint8Array;
  /** Which font has a character. */
  readonly fontFor: (character: string) => 'serif' | 'sans' | null;
}

/** Bytes of a file of server/public/fonts. */
export type ReadFont = (name: 'document-serif.ttf' | 'document-sans.ttf') => Promise<Uint8Array>;

/** Printed in place of a character that no font has. */
export const GETA = '〓';

/** Reads the fonts when they are first needed. */
export function lazyFonts(read: ReadFont): () => Promise<DocumentFonts> {
  let fonts: Promise<DocumentFonts> | null = null;
  return async () => {
    fonts ??= loadFonts(read);
    try {
      return await fonts;
    } catch (error) {
      fonts = null;
      throw error;
    }
  };
}

async function loadFonts(read: ReadFont): Promise<DocumentFonts> {
  const serif = await read('document-serif.ttf');
  const sans = await read('document-sans.ttf');
  const inSerif = charactersOf(serif);
  const inSans = charactersOf(sans);
  return {
    serif,
    sans,
    fontFor: (character) => {
      const code = character.codePointAt(0) ?? 0;
      if (inSerif.has(code)) return 'serif';
      return inSans.has(code) ? 'sans' : null;
    },
  };
}

/** pdfkit opens the font with its own reader, which knows the characters. */
function charactersOf(bytes: Uint8Array): ReadonlySet<number> {
  const document = new PDFDocument({ autoFirstPage: false });
  document.font(Buffer.from(bytes));
  const opened: unknown = Reflect.get(document, '_font');
  const font: unknown = typeof opened === 'object' && opened !== null ? Reflect.get(opened, 'font') : null;
  const set: unknown = typeof font === 'object' && font !== null ? Reflect.get(font, 'characterSet') : null;
  if (!Array.isArray(set)) throw new Error('broken promise: pdfkit gives the characters of a font');
  return new Set(set.filter((code) => typeof code === 'number'));
}

/** The characters of some texts that neither font has, each once; line breaks and joiners are not drawn. */
export function missingCharacters(fonts: DocumentFonts, texts: readonly string[]): readonly string[] {
  const missing = new Set<string>();
  for (const text of texts) {
    for (const character of text) {
      if (!/\s|\p{Cf}|\p{Variation_Selector}/u.test(character) && fonts.fontFor(character) === null) {
        missing.add(character);
      }
    }
  }
  return [...missing];
}
