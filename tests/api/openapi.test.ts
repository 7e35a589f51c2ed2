/** The document at /api/openapi.json against the route table and the shapes that judge requests. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from '../../server/auth/guard.ts';
import { openWorld, type World } from '../support/world.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly description: string;
            readonly security: readonly object[];
            readonly parameters?: readonly { readonly name: string; readonly in: string }[];
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema?: unknown }>>;
            };
          }
        >
      >
    >
  >;
}

let world: World;
let document: Document;
beforeAll(async () => {
  world = await openWorld();
  document = (await world.browser().get('/api/openapi.json')).body as Document;
});
afterAll(() => world.close());

/** The path as OpenAPI writes it, told segment by segment. */
function templateOf(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? `{${/^:(\w+)/.exec(segment)?.[1]}}` : segment))
    .join('/');
}

test('a path holds names in braces and nothing of the patterns they are held to', () => {
  const strange = Object.keys(document.paths).filter((path) => !/^(?:\/(?:[\w.-]+|\{\w+\}))+$/.test(path));
  expect(strange).toEqual([]);
});

test('docs/api.md names only paths that are served, and every public one', () => {
  const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const named = new Set(
    [...page.matchAll(/`(?:GET|POST|PUT|PATCH|DELETE) (\/api\/[^\s`?]+)/g)].map(([, path]) => path),
  );
  const served = Object.keys(document.paths);
  expect([...named].filter((path) => !served.includes(path ?? ''))).toEqual([]);
  const open = served.filter((path) => path.startsWith('/api/public/') || path.startsWith('/api/booth/'));
  expect(open.filter((path) => !named.has(path))).toEqual([]);
});

test('every route below /api is in the document, and nothing else is', () => {
  const served = new Set(
    world.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${templateOf(path)}`),
  );
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served.size).toBeGreaterThan(20);
  expect(new Set(described)).toEqual(served);
});

test('an operation says who may call it: nobody in particular, an account, a card, or roles', () => {
  expect(document.paths['/api/site']?.get?.security).toEqual([]);
  expect(document.paths['/api/me']?.get?.security).toEqual([{ account: [] }]);
  for (const { method, path, handler } of world.app.routes) {
    const access = accessOf(handler);
    if (access?.kind !== 'role') continue;
    const operation = document.paths[templateOf(path)]?.[method.toLowerCase()];
    expect(operation?.description).toContain(access.permission);
  }
});

test('a body is described by the very shape that judges it: unknown keys are refused in both', async () => {
  const schema = document.paths['/api/logins']?.post?.requestBody?.content['application/json']?.schema;
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  const { required } = schema as { readonly required: readonly string[] };
  expect(required.length).toBeGreaterThan(0);
  const answer = await world.browser().post('/api/logins', { unknown: 1 });
  expect(answer.status).toBe(400);
});

test('parameters of a path are named, and operations have different names', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = (operation.parameters ?? []).filter((p) => p.in === 'path').map(({ name }) => name);
    expect(described, path).toEqual(named);
  }
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
});
