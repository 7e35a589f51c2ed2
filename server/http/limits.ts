/**
 * Limits on how often somebody may ask (R7): token buckets in memory, one a subject (an address, a credential, or all
 * together). A bucket holds `burst` tokens and gains `perMinute` of them. Who is limited waits some seconds; nobody else
 * does. Buckets are of one process: several processes allow as many times as much, which the figures allow for.
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app.ts';
import { HttpRefusal } from './errors.ts';

export interface Rate {
  /** Names the kind of bucket: the same subject has one for each. */
  readonly name: string;
  readonly burst: number;
  readonly perMinute: number;
}

export interface Limits {
  /** Takes a token. @returns 0, or after how many whole seconds there will be one */
  take(rate: Rate, subject: string): number;
}

/** Above this many, full buckets are dropped; an attacker with that many addresses meets the limits for all together. */
const MAX_BUCKETS = 50_000;

export function createLimits(now: () => Date): Limits {
  const buckets = new Map<string, { tokens: number; at: number; readonly rate: Rate }>();
  return {
    take: (rate, subject) => {
      const at = now().getTime();
      const key = `${rate.name}|${subject}`;
      const before = buckets.get(key);
      const tokens = before === undefined ? rate.burst : refill(before, at);
      // Set anew, so that the map keeps the order of last use.
      buckets.delete(key);
      if (buckets.size >= MAX_BUCKETS) dropIdle(buckets, at);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at, rate });
      return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / rate.perMinute));
    },
  };
}

type Bucket = { readonly tokens: number; readonly at: number; readonly rate: Rate };

function refill({ tokens, at, rate }: Bucket, now: number): number {
  return Math.min(rate.burst, tokens + (Math.max(0, now - at) * rate.perMinute) / 60_000);
}

/** Drops what is full again, or else the tenth that was used least lately. */
function dropIdle(buckets: Map<string, Bucket>, now: number): void {
  for (const [key, bucket] of buckets) {
    if (refill(bucket, now) >= bucket.rate.burst) buckets.delete(key);
  }
  for (const key of buckets.keys()) {
    if (buckets.size < MAX_BUCKETS * 0.9) return;
    buckets.delete(key);
  }
}

/** @throws HttpRefusal TOO_MANY_REQUESTS with `Retry-After` when the subject has no token left */
export function takeToken(c: Context<AppEnv>, rate: Rate, subject: string): void {
  const seconds = c.var.deps.limits.take(rate, subject);
  if (seconds > 0) {
    throw new HttpRefusal('TOO_MANY_REQUESTS', rate.name, `try again in ${seconds} s`, [], seconds);
  }
}

/** Limits a route for each address it is asked from. */
export function limitByAddress(rate: Rate): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    takeToken(c, rate, c.var.deps.addressOf(c));
    await next();
  };
}

/**
 * The address of a client on Node: of the socket, or, behind `proxies` proxies of ours, the one the outermost of them
 * saw. What a client itself writes into `X-Forwarded-For` stands further left and is not read.
 */
export function addressOnNode(proxies: number): (c: Context) => string {
  return (c) => {
    const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
    const socket = incoming?.socket?.remoteAddress ?? 'unknown';
    if (proxies === 0) return networkOf(socket);
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
    return networkOf(hops.at(-proxies) || socket);
  };
}

/** The address of a client on Cloudflare Workers. */
export function addressOnWorkers(c: Context): string {
  return networkOf(c.req.header('cf-connecting-ip') ?? 'unknown');
}

/** One household or office: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
