/**
 * Belenios structures as JSON texts (protocol version 1, section 2): compact, fields in the order the writer of each
 * structure gives, strings as JSON.stringify writes them. `readCompact` demands exactly that text; `readSpaced` lets
 * white space between tokens pass, which is legal only where the raw text itself is what gets hashed.
 */
import { type Reader, readJson } from '../encoding/reader.ts';
import { type Result, refuse } from '../result.ts';

/** Reads `text` and requires that `write` of what was read gives the same text again. */
export function readCompact<T>(
  text: string,
  where: string,
  maxLength: number,
  reader: Reader<T>,
  write: (value: T) => string,
): Result<T> {
  const parsed = readJson(text, where, maxLength);
  if (!parsed.ok) return parsed;
  const decoded = reader(parsed.value, where);
  if (!decoded.ok) return decoded;
  return write(decoded.value) === text
    ? decoded
    : refuse('NON_CANONICAL', where, 'the text is not what a canonical writer gives for these values');
}

/** Reads `text` in which only white space between tokens may differ from compact JSON; keys in any order, none twice. */
export function readSpaced<T>(text: string, where: string, maxLength: number, reader: Reader<T>): Result<T> {
  const parsed = readJson(text, where, maxLength);
  if (!parsed.ok) return parsed;
  // Duplicate keys and unusual escapes vanish in JSON.parse, so they show as a difference here.
  if (JSON.stringify(parsed.value) !== withoutSpaces(text)) {
    return refuse(
      'NON_CANONICAL',
      where,
      'a key occurs twice, or a string or number is written in an unusual way',
    );
  }
  return reader(parsed.value, where);
}

/** `text` (valid JSON) less the white space between tokens. */
function withoutSpaces(text: string): string {
  let compact = '';
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const outside = text.slice(at, quote < 0 ? text.length : quote);
    compact += outside.replace(/[ \t\n\r]+/g, '');
    if (quote < 0) break;
    let end = quote + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    compact += text.slice(quote, end + 1);
    at = end + 1;
  }
  return compact;
}
