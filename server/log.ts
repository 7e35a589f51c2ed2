/**
 * Structured logs: one JSON object a line, an event and named fields. What a log must never hold (requirements R18) is
 * kept out here: fields with a telling name, card secrets and passwords inside addresses are replaced, and of an error of
 * the database only its codes and names are written, because its message and detail quote the offending value.
 */

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** @param write takes one line with its end, e.g. `process.stdout.write` */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  const at =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
      const line: Record<string, unknown> = { time: now().toISOString(), level, event: redact(event) };
      for (const [name, value] of Object.entries(fields)) line[name] = loggable(name, value);
      write(`${JSON.stringify(line)}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

const TELLING = /secret|passw|token|cookie|authori[sz]ation|card|credential|choice|answer|parameters|args/i;
/** Belenios card secrets, typed with or without hyphens, and the user part of an address. */
const CARD_SECRET = /\b[1-9A-HJ-NP-Za-km-z]{3}(?:-[1-9A-HJ-NP-Za-km-z]{3}){4}\b/g;
const USER_PART = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const MAX_TEXT = 2_000;

function redact(text: string): string {
  return text.replace(USER_PART, '$1[redacted]@').replace(CARD_SECRET, '[redacted]').slice(0, MAX_TEXT);
}

function loggable(name: string, value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (TELLING.test(name)) return '[redacted]';
  if (value instanceof Error) return describeError(value);
  return typeof value === 'string' ? redact(value) : `[${typeof value}]`;
}

/** What may be written of an error: for one of the database or of a parser never its message, which quotes input. */
export function describeError(error: Error): Readonly<Record<string, unknown>> {
  const { code } = error as { code?: unknown };
  const isQuoting = error.name === 'PostgresError' || error instanceof SyntaxError;
  const described: Record<string, unknown> = { name: error.name };
  if (typeof code === 'string') described.code = redact(code);
  if (!isQuoting) described.message = redact(error.message);
  if (error.name === 'PostgresError') {
    for (const field of [
      'severity',
      'schema_name',
      'table_name',
      'column_name',
      'constraint_name',
      'routine',
    ]) {
      const value = (error as unknown as Record<string, unknown>)[field];
      if (typeof value === 'string') described[field] = value;
    }
  }
  // The stack repeats the message in its first lines.
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  if (frames.length > 0) described.stack = redact(frames.slice(0, 12).join('\n'));
  if (error.cause instanceof Error) described.cause = describeError(error.cause);
  return described;
}
