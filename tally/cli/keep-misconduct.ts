/** Keeps a proof that the ledger has signed two histories, as a file that `verify` judges. One proof is enough to convict. */
import { ok, type Result } from '../result.ts';
import type { Terminal } from './command.ts';
import { createFiles } from './new-file.ts';

/** @param proof text of a `misconduct/1` file; a file already there is kept */
export function keepMisconduct(proof: string, path: string, terminal: Terminal): Result<null> {
  terminal.err(`The ledger has signed two histories. The proof of misconduct is ${path}`);
  const written = createFiles([{ path, content: proof }]);
  return written.ok || written.error.code === 'ALREADY_EXISTS' ? ok(null) : written;
}
