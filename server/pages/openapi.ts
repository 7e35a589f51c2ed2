/**
 * The OpenAPI 3.1 document, made from what runs: the route table with its guards, and the shapes that judge inputs. A route
 * that is served is in it, because nothing else is read.
 */
import { z } from 'zod';
import { type Access, accessOf } from '../auth/guard.ts';
import { PERMISSIONS } from '../auth/permissions.ts';
import { STATUS } from '../http/errors.ts';
import { type Judged, judgedBy } from '../http/input.ts';

/** A parameter of a path, with the pattern it may be held to, which may have braces of its own: `:poll{[1-9]{22}}`. */
const PARAMETER = /:(\w+)(?:\{(?:[^{}]|\{[^}]*\})*\})?/g;

interface RouterRoute {
  readonly method: string;
  readonly path: string;
  readonly handler: unknown;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
  readonly judged: readonly Judged[];
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** One operation for each method and path of the routes below `/api`; middleware of whole branches is left out. */
export function operationsOf(routes: readonly RouterRoute[]): readonly Operation[] {
  const operations = new Map<string, Operation>();
  for (const { method, path, handler } of routes) {
    if (method === 'ALL' || !path.startsWith('/api/')) continue;
    const key = `${method} ${path}`;
    const known = operations.get(key) ?? { method, path, access: undefined, judged: [] };
    const judged = judgedBy(handler);
    operations.set(key, {
      ...known,
      access: known.access ?? accessOf(handler),
      judged: judged === undefined ? known.judged : [...known.judged, judged],
    });
  }
  return [...operations.values()];
}

export function describeApi(routes: readonly RouterRoute[]): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operationsOf(routes)) {
    const path = operation.path.replace(PARAMETER, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '民意 Minyi',
      version: '1',
      description:
        'Every unsafe method needs the header Origin of this server. Refusals are problem+json with a code of one closed list. Texts people write come in Chinese and English.',
    },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        account: {
          type: 'apiKey',
          in: 'cookie',
          name: 'minyi-login',
          description: 'POST /api/logins sets it',
        },
        card: {
          type: 'apiKey',
          in: 'cookie',
          name: 'minyi-card',
          description: 'POST /api/card-logins sets it',
        },
      },
    },
  };
}

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'status', 'code', 'where', 'detail'],
  properties: {
    type: { const: 'about:blank' },
    status: { type: 'integer' },
    code: { enum: Object.keys(STATUS).sort() },
    where: { type: 'string' },
    detail: { type: 'string' },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        required: ['where', 'message'],
        properties: { where: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

function describe({ method, path, access, judged }: Operation): JsonSchema {
  const json = judged.find(({ target }) => target === 'json');
  const query = judged.find(({ target }) => target === 'query');
  const parameters = [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query.shape))];
  const body = json === undefined ? (method === 'PUT' ? BYTES : undefined) : jsonBody(json.shape);
  return {
    operationId: `${method.toLowerCase()} ${path.slice('/api/'.length)}`,
    tags: [path.split('/')[2] ?? ''],
    ...describeAccess(access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      ...(method === 'POST' ? { 201: { description: 'made' } } : {}),
      200: { description: 'done' },
      default: {
        description: 'refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const BYTES: JsonSchema = { content: { 'application/octet-stream': {} } };

function describeAccess(access: Access | undefined): JsonSchema {
  if (access === undefined) return { security: [], description: 'Public.' };
  if (access.kind === 'card')
    return { security: [{ card: [] }], description: 'The holder of a voting card.' };
  if (access.kind === 'account')
    return { security: [{ account: [] }], description: 'Anyone with an account.' };
  const rule: { readonly roles: readonly string[]; readonly fresh?: true } = PERMISSIONS[access.permission];
  const fresh = rule.fresh ? ' Needs a second factor given within the last quarter of an hour.' : '';
  return {
    security: [{ account: [] }],
    description: `${access.permission}: ${rule.roles.join(', ')}.${fresh}`,
  };
}

function pathParameters(path: string): readonly JsonSchema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(shape: z.ZodType): readonly JsonSchema[] {
  const { properties = {}, required = [] } = schemaOf(shape) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function jsonBody(shape: z.ZodType): JsonSchema {
  return { required: true, content: { 'application/json': { schema: schemaOf(shape) } } };
}

/** The shape of what may be sent, as JSON Schema of 2020-12, the dialect of OpenAPI 3.1. */
function schemaOf(shape: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return schema;
}
