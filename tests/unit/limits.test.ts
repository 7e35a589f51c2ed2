/** Token buckets, and from which address a request comes. */
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { addressOnNode, addressOnWorkers, createLimits, networkOf } from '../../server/http/limits.ts';

describe('a token bucket', () => {
  const rate = { name: 'test', burst: 3, perMinute: 6 };

  test('R7: gives what it holds, then one a ten seconds, to each subject by itself', () => {
    let time = 0;
    const limits = createLimits(() => new Date(time));
    expect([1, 2, 3, 4].map(() => limits.take(rate, 'a'))).toEqual([0, 0, 0, 10]);
    expect(limits.take(rate, 'b')).toBe(0);
    expect(limits.take({ ...rate, name: 'other' }, 'a')).toBe(0);
    time = 9_000;
    expect(limits.take(rate, 'a')).toBe(1);
    time = 10_000;
    expect([limits.take(rate, 'a'), limits.take(rate, 'a')]).toEqual([0, 10]);
  });

  test('holds no more than its burst, and a clock that goes back gives nothing', () => {
    let time = 3_600_000;
    const limits = createLimits(() => new Date(time));
    for (let i = 0; i < 3; i += 1) limits.take(rate, 'a');
    time = 0;
    expect(limits.take(rate, 'a')).toBeGreaterThan(0);
    time = 7_200_000;
    expect([1, 2, 3, 4].map(() => limits.take(rate, 'a'))).toEqual([0, 0, 0, 10]);
  });

  test('a hundred thousand subjects do not fill the memory', () => {
    const limits = createLimits(() => new Date(0));
    for (let i = 0; i < 100_000; i += 1) limits.take(rate, `subject ${i}`);
    expect(limits.take(rate, 'subject 99999')).toBe(0);
    expect(limits.take(rate, 'subject 0')).toBe(0);
  });
});

describe('the address of a request', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is of the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  const ask = async (of: ReturnType<typeof addressOnNode>, headers: Record<string, string>) => {
    const app = new Hono().get('/', (c) => c.text(of(c)));
    const socket = { incoming: { socket: { remoteAddress: '10.0.0.1' } } };
    return (await app.request('/', { headers }, socket)).text();
  };

  test('R7: is the socket’s, unless proxies of ours stand before it; what a client claims is not believed', async () => {
    const claimed = { 'x-forwarded-for': '1.1.1.1, 203.0.113.9' };
    expect(await ask(addressOnNode(0), claimed)).toBe('10.0.0.1');
    expect(await ask(addressOnNode(1), claimed)).toBe('203.0.113.9');
    expect(await ask(addressOnNode(1), {})).toBe('10.0.0.1');
    expect(await ask(addressOnNode(2), { 'x-forwarded-for': '1.1.1.1, 203.0.113.9, 10.0.0.2' })).toBe(
      '203.0.113.9',
    );
    expect(await ask(addressOnWorkers, { 'cf-connecting-ip': '203.0.113.9' })).toBe('203.0.113.9');
  });
});
