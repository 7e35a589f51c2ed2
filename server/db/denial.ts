/**
 * Failures by which a PostgreSQL server turns this one away for good, where waiting cannot help: as settings to correct.
 * Its own message quotes the user's or the database's name and is not repeated.
 */
import { WrongSettings } from '../config.ts';

const NOT_LET_IN =
  'DATABASE_URL: the PostgreSQL server does not let this user in; correct the user and the password, in which everything but letters and digits is percent-encoded, or allow the user in pg_hba.conf';

const DENIED: Readonly<Record<string, string>> = {
  '28P01': NOT_LET_IN,
  '28000': NOT_LET_IN,
  '3D000':
    'DATABASE_URL: the PostgreSQL server has no database of this name; create it (create database … owner …), or correct the name at the end of the address',
};

/** The failure as an operator should read it; itself where it is another. */
export function explainDenial(error: unknown): unknown {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  const sentence = typeof code === 'string' ? DENIED[code] : undefined;
  return sentence === undefined ? error : new WrongSettings(sentence);
}
