/**
 * The port to the database: the `sql` tag of postgres.js and what belongs inside a statement, nothing else.
 * A state change is one statement (requirements F1–F3, R40); `begin`, `unsafe`, `reserve` and `listen` are not on the port,
 * neither in its type nor at run time, so no code behind it can spread a change over two statements.
 */
import type postgres from 'postgres';

export type Row = Record<string, unknown>;
type Client = postgres.Sql<Record<string, never>>;
type Value = postgres.ParameterOrFragment<never>;

export interface Sql {
  /** One statement; resolves with its rows. A `sql` inside a `sql` is a fragment of it. */
  <T extends readonly Row[] = Row[]>(
    template: TemplateStringsArray,
    ...values: readonly Value[]
  ): postgres.PendingQuery<T & (object | undefined)[]>;
  /** A value for a `json` or `jsonb` parameter. */
  json(value: postgres.JSONValue): postgres.Parameter;
  /** A value for an array parameter. */
  array(values: readonly postgres.SerializableParameter[]): postgres.ArrayParameter;
}

/** An open database, as the server holds it. Only `server/db` sees more of it than `sql`. */
export interface Database {
  readonly kind: 'postgres' | 'embedded';
  readonly sql: Sql;
  /** Runs several statements as one message, which the database commits or rolls back as a whole. Migrations only. */
  runScript(text: string): Promise<void>;
  /** Waits for running statements, at most `timeoutMs`, then cuts the connections. */
  close(timeoutMs: number): Promise<void>;
}

/** Leaves of a client only what the port has. */
export function narrow(client: Client): Sql {
  const tag = (template: TemplateStringsArray, ...values: Value[]) => client(template, ...values);
  return Object.freeze(
    Object.assign(tag, {
      json: (value: postgres.JSONValue) => client.json(value as never),
      array: (values: readonly postgres.SerializableParameter[]) => client.array([...values]),
    }),
  ) as unknown as Sql;
}
