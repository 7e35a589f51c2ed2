/** `verify` of a misconduct file: whether it proves that the ledger has signed two histories. */
import { convict, readMisconduct } from '../ledger/misconduct.ts';
import { writeVerifierKey } from '../ledger/note.ts';
import type { Policy } from '../ledger/policy.ts';
import { ok, refuse } from '../result.ts';
import type { Outcome } from './action.ts';
import type { Terminal } from './command.ts';
import { openFile, readTextFile } from './files.ts';

const BRACE = 0x7b;

/** Whether a file begins like JSON, and so is neither a record nor an archive. */
export async function isJsonFile(path: string): Promise<boolean> {
  const file = openFile(path);
  if (!file.ok) return false;
  const [first] = file.value.size === 0 ? [] : await file.value.read(0, 1);
  file.value.close();
  return first === BRACE;
}

/** Exit 0 when the file proves misconduct of the policy's ledger, 1 when both statements can be true. */
export function judgeMisconduct(path: string, policy: Policy | undefined, terminal: Terminal): Outcome {
  const text = readTextFile(path);
  if (!text.ok) return text;
  const evidence = readMisconduct(text.value, path);
  if (!evidence.ok) return evidence;
  if (policy === undefined) {
    return refuse(
      'NOT_FOUND',
      path,
      'a misconduct file is judged under the ledger’s key: give it with --policy',
    );
  }
  const verdict = convict(...evidence.value, policy.log, path);
  if (verdict.ok) {
    const { start, end } = verdict.value;
    terminal.out(`The ledger ${writeVerifierKey(policy.log)}`);
    terminal.out(`has signed two histories of its leaves ${start} to ${end - 1}.\n\nMISCONDUCT PROVED`);
    return ok(0);
  }
  if (verdict.error.code !== 'NOT_FOUND') return verdict;
  terminal.out(`${verdict.error.message}\n\nNOT PROVED`);
  return ok(1);
}
