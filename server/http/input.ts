/**
 * Input of requests: bounded before it is read (requirement R50), JSON read strictly (R51), then judged by the shape of the
 * route. What comes out is `c.req.valid(…)`, and its type is known to the client. Shapes are `z.strictObject`, so that an
 * unknown key is refused.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import { HttpRefusal } from './errors.ts';
import { JSON_LIMITS, type JsonLimits, readStrictJson } from './strict-json.ts';

export interface BodyLimits {
  readonly bytes: number;
  readonly json: JsonLimits;
}

/** Limits that follow from what the request is about, such as the questions of a ballot. */
export type LimitsFor = (c: Context) => Promise<BodyLimits>;

export const BODY_LIMITS: BodyLimits = { bytes: 64 * 1024, json: JSON_LIMITS };
const MAX_FINDINGS = 20;

type Valid<Target extends 'json' | 'query', S extends z.ZodType> = MiddlewareHandler<
  // biome-ignore lint/complexity/noBannedTypes: Hono's own "no environment"
  {},
  string,
  { in: { [K in Target]: z.input<S> }; out: { [K in Target]: z.output<S> } }
>;

export function input<S extends z.ZodType<object>>(
  target: 'json',
  shape: S,
  limits?: BodyLimits | LimitsFor,
): Valid<'json', S>;
export function input<S extends z.ZodType<object>>(target: 'query', shape: S): Valid<'query', S>;
export function input(
  target: 'json' | 'query',
  shape: z.ZodType<object>,
  limits: BodyLimits | LimitsFor = BODY_LIMITS,
): MiddlewareHandler {
  const handler: MiddlewareHandler = async (c, next) => {
    const found = typeof limits === 'function' ? await limits(c) : limits;
    const given = target === 'json' ? await readJsonBody(c, found) : readQuery(c);
    const judged = shape.safeParse(given);
    if (!judged.success) throw refusalOf(target, judged.error);
    c.req.addValidatedData(target, judged.data);
    await next();
  };
  return Object.assign(handler, { [JUDGED]: { target, shape } });
}

/** What a handler judges by which shape. */
export interface Judged {
  readonly target: 'json' | 'query';
  readonly shape: z.ZodType<object>;
}

const JUDGED = Symbol('judged');

/** What a handler of `app.routes` judges, if it is one of `input`. */
export function judgedBy(handler: unknown): Judged | undefined {
  return typeof handler === 'function' ? (handler as { readonly [JUDGED]?: Judged })[JUDGED] : undefined;
}

/** The body, at most `maxBytes` of it in memory whatever its headers claim. */
export async function readBody(c: Context, maxBytes: number): Promise<Uint8Array> {
  const refusal = new HttpRefusal('TOO_LARGE', 'body', `expected at most ${maxBytes} bytes`);
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw refusal;
  const reader = c.req.raw.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      // The client went away; its error looks like one of a lost database.
      throw new HttpRefusal('MALFORMED', 'body', 'the body ended early');
    });
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw refusal;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

async function readJsonBody(c: Context, limits: BodyLimits): Promise<unknown> {
  const bytes = await readBody(c, limits.bytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HttpRefusal('MALFORMED', 'body', 'expected UTF-8');
  }
  const read = readStrictJson(text, limits.json);
  if (!read.ok) throw new HttpRefusal(read.error.code, read.error.where, read.error.message);
  return read.value;
}

/** A parameter given twice is refused: which of them counts would be a guess. */
function readQuery(c: Context): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => {
      const [value] = values;
      if (value === undefined || values.length > 1) {
        throw new HttpRefusal('MALFORMED', 'query', 'a parameter is given twice');
      }
      return [name, value];
    }),
  );
}

/** Every finding with its place; what was given is not repeated. */
function refusalOf(target: string, error: z.ZodError): HttpRefusal {
  const findings = error.issues.slice(0, MAX_FINDINGS).map(({ path, message }) => ({
    where: [target, ...path.map(String)].join('.'),
    message,
  }));
  return new HttpRefusal('MALFORMED', target, 'the input is not of the expected shape', findings);
}
