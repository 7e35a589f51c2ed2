/** Settings: a wrong one is named with its meaning and an example; its value, which may be a password, is not repeated. */
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';

describe('settings', () => {
  test('without any, the server is embedded and bound to this machine', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: null,
      databaseConnections: 8,
      dataDir: './data',
      host: '127.0.0.1',
      port: 8080,
      origins: ['http://localhost:8080', 'http://127.0.0.1:8080'],
      proxies: 0,
      ledgerKey: null,
    });
  });

  test('every wrong setting is named at once, with an example and without its value', () => {
    const wrong = {
      DATABASE_URL: 'mysql://a:hunter2@b/c',
      PORT: '99999',
      PUBLIC_ORIGIN: 'http://vote.example.cn',
    };
    let message = '';
    try {
      readConfig(wrong);
    } catch (error) {
      message = String(error);
    }
    for (const name of Object.keys(wrong)) expect(message).toContain(`(for example ${name}=`);
    expect(message).not.toContain('hunter2');
  });

  test('a % in DATABASE_URL that begins no escape is said before the driver meets it', () => {
    expect(() => readConfig({ DATABASE_URL: 'postgres://minyi:50%off@127.0.0.1/minyi' })).toThrow(
      /DATABASE_URL: .*\(% is %25\)/,
    );
    const databaseUrl = 'postgres://minyi:50%25off@127.0.0.1/minyi';
    expect(readConfig({ DATABASE_URL: databaseUrl }).databaseUrl).toBe(databaseUrl);
  });

  test('a server others can reach must be told its origin', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow('PUBLIC_ORIGIN is missing');
    const origins = 'https://a.example.cn, https://b.example.cn';
    expect(readConfig({ HOST: '0.0.0.0', PUBLIC_ORIGIN: origins }).origins).toEqual(origins.split(', '));
  });

  test.each([
    'https://a.example.cn/',
    'https://a.example.cn/path',
    'a.example.cn',
    'https://A.example.cn',
    'null',
    '*',
  ])('%s is not an origin', (origin) => {
    expect(() => readConfig({ PUBLIC_ORIGIN: origin })).toThrow('PUBLIC_ORIGIN');
  });
});
