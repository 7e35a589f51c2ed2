/** Requests over connections that stay open, for programs that load a server: cheaper than fetch, which is slower than the server. */
import http from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string | null;
  readonly retryAfterSeconds: number;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 4_000 });

export function send(
  origin: string,
  method: 'GET' | 'POST',
  path: string,
  body?: string,
  cookie?: string,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${origin}${path}`,
      {
        method,
        agent,
        timeout: 30_000,
        headers: {
          origin,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...(cookie === undefined ? {} : { cookie }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('the answer broke off')));
        response.on('end', () => {
          const [set = ''] = response.headers['set-cookie'] ?? [];
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            cookie: set === '' ? null : (set.split(';')[0] ?? null),
            retryAfterSeconds: Number(response.headers['retry-after'] ?? 0),
          });
        });
      },
    );
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer in 30 s')));
    request.end(body);
  });
}

/** Runs tasks with so many under way at once. */
export async function inParallel<T>(
  tasks: readonly T[],
  atOnce: number,
  run: (task: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < tasks.length; at = next++) {
      const task = tasks[at];
      if (task !== undefined) await run(task, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
}
