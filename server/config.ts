/**
 * The settings, read once from the environment at the start. A wrong setting is named with its meaning and an example, all
 * of them at once. Nothing else in the server reads the environment.
 */
export interface Config {
  /** The PostgreSQL server, or null for the embedded database. */
  readonly databaseUrl: string | null;
  readonly databaseConnections: number;
  /** Where the embedded database lives. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly origins: readonly string[];
  /** How many proxies of ours stand before this server, each adding to `X-Forwarded-For`. */
  readonly proxies: number;
  /** The ledger's secret key as text, or null for the file `ledger-key` in `dataDir`. */
  readonly ledgerKey: string | null;
}

export type Environment = { readonly [name: string]: string | undefined };

interface Setting<T> {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
  /** The value for a text; undefined when it is not one. Without a text the default holds. */
  readonly read: (text: string) => T | undefined;
}

export class WrongSettings extends Error {
  override readonly name = 'WrongSettings';
}

const DATABASE_URL: Setting<string> = {
  name: 'DATABASE_URL',
  meaning:
    'address of the PostgreSQL server, in its password everything but letters and digits percent-encoded (% is %25); without it the embedded database in DATA_DIR is used',
  example: 'postgres://minyi@127.0.0.1:5432/minyi',
  read: (text) =>
    /^postgres(?:ql)?:$/.test(readUrl(text)?.protocol ?? '') && isDecodable(text) ? text : undefined,
};
const DATABASE_CONNECTIONS: Setting<number> = {
  name: 'DATABASE_CONNECTIONS',
  meaning: 'connections this process keeps to the PostgreSQL server, 1 to 100',
  example: '8',
  read: (text) => readInteger(text, 1, 100),
};
const DATA_DIR: Setting<string> = {
  name: 'DATA_DIR',
  meaning: 'folder of the embedded database, the ledger’s key and its last head, on a local disk',
  example: './data',
  read: (text) => text,
};
const LEDGER_KEY: Setting<string> = {
  name: 'LEDGER_KEY',
  meaning: 'secret key of the ledger; without it the file ledger-key in DATA_DIR, made at the first start',
  example: 'PRIVATE+KEY+vote.example.cn/minyi-1a2b3c4d+5e6f7a8b+AQ…',
  read: (text) => (text.startsWith('PRIVATE+KEY+') ? text : undefined),
};
const HOST: Setting<string> = {
  name: 'HOST',
  meaning: 'address to listen on; behind a proxy on the same machine keep 127.0.0.1',
  example: '127.0.0.1',
  read: (text) => (/^[0-9A-Za-z.:-]+$/.test(text) ? text : undefined),
};
const PORT: Setting<number> = {
  name: 'PORT',
  meaning: 'port to listen on, 0 for any free one',
  example: '8080',
  read: (text) => readInteger(text, 0, 65_535),
};
const PROXIES: Setting<number> = {
  name: 'PROXIES',
  meaning:
    'how many proxies of yours stand before this server, 0 to 5; each must append the address it was reached from to X-Forwarded-For',
  example: '1',
  read: (text) => readInteger(text, 0, 5),
};
const PUBLIC_ORIGIN: Setting<readonly string[]> = {
  name: 'PUBLIC_ORIGIN',
  meaning:
    'the origin people type into their browser, scheme and host without a path; several are separated by commas; https except on this machine',
  example: 'https://vote.example.cn',
  read: readOrigins,
};

export function readOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(',').map((origin) => origin.trim());
  return origins.every(isServedOrigin) ? origins : undefined;
}

/** @throws WrongSettings naming every wrong setting with its meaning and an example, never its value */
export function readConfig(environment: Environment): Config {
  const wrong: string[] = [];
  function take<T>(setting: Setting<T>, standard: T): T {
    const text = environment[setting.name];
    if (text === undefined || text === '') return standard;
    const value = setting.read(text);
    if (value !== undefined) return value;
    wrong.push(`${setting.name}: ${setting.meaning} (for example ${setting.name}=${setting.example})`);
    return standard;
  }
  const host = take(HOST, '127.0.0.1');
  const port = take(PORT, 8080);
  const isLoopback = isLoopbackHost(host);
  const origins = take(
    PUBLIC_ORIGIN,
    isLoopback ? [`http://localhost:${port}`, `http://127.0.0.1:${port}`] : [],
  );
  if (origins.length === 0 && wrong.length === 0) {
    wrong.push(
      `PUBLIC_ORIGIN is missing, and needed because HOST is not this machine: ${PUBLIC_ORIGIN.meaning} (for example PUBLIC_ORIGIN=${PUBLIC_ORIGIN.example})`,
    );
  }
  const config: Config = {
    databaseUrl: take<string | null>(DATABASE_URL, null),
    databaseConnections: take(DATABASE_CONNECTIONS, 8),
    dataDir: take(DATA_DIR, './data'),
    host,
    port,
    origins,
    proxies: take(PROXIES, 0),
    ledgerKey: take<string | null>(LEDGER_KEY, null),
  };
  if (wrong.length > 0) throw new WrongSettings(wrong.join('\n'));
  return config;
}

function isServedOrigin(text: string): boolean {
  const url = readUrl(text);
  if (url === undefined || url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether every % in it begins an escape. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readInteger(text: string, min: number, max: number): number | undefined {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
