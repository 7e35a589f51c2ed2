/**
 * `receipt`: checks what a representative took home: against the ledger's keys, and against the record or archive of the
 * poll, which is verified on the way, for a receipt is worth no more than the record it is found in.
 */

import { writeLeaf } from '../../ledger/leaf.ts';
import { leafHash } from '../../ledger/merkle.ts';
import type { Evidence } from '../../ledger/misconduct.ts';
import type { Policy } from '../../ledger/policy.ts';
import { readTlogProof } from '../../ledger/proof.ts';
import { checkReceipt, type ReceiptArchive } from '../../record/check-receipt.ts';
import { type Receipt, readReceipt } from '../../record/receipt.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { ArchiveView } from '../../verify/archive-view.ts';
import { verdictOf } from '../../verify/summary.ts';
import type { RecordParts } from '../../verify/verify-record.ts';
import { action, commandOf } from '../action.ts';
import { onlyPositional } from '../arguments.ts';
import { printFindings } from '../check-archive.ts';
import { UsageError } from '../command.ts';
import { readTextFile } from '../files.ts';
import { readPolicyFile } from '../given.ts';
import { defaultThreads, type FileVerdict, verifyFile } from '../verify-file.ts';

const HELP = `
minyi receipt RECEIPT.json [--record FILE] [--policy FILE] [--json]

Checks a receipt (docs/formats/receipt.md). Its entries must be proved under heads the ledger has signed; with --record
also: the ballot is in the archive, under this credential and number, and whether it is counted or was replaced. The
record itself is verified first. A receipt shows no choice, and neither does this.

  --record FILE      record-UUID.zip, or the archive UUID.bel (then --policy is needed)
  --policy FILE      the ledger's and witnesses' keys you trust, as a C2SP policy file; without it a record names its own
  --json             print verdict and findings as one JSON object

Examples
  minyi receipt my-receipt.json --record record-8Jk2….zip
  minyi receipt my-receipt.json --policy policy.txt

Exit code: 0 the receipt is true, 1 it is refuted, or the record is; 2 the input cannot be used.`;

export const receiptCommand = commandOf(
  { name: 'receipt', summary: 'check a receipt against a record', help: HELP },
  [
    action(
      '',
      { record: { type: 'string' }, policy: { type: 'string' }, json: { type: 'boolean', default: false } },
      async ({ values, positionals }, terminal) => {
        const path = onlyPositional(positionals, 'one RECEIPT');
        if (values.record === undefined && values.policy === undefined) {
          throw new UsageError('give --record or --policy: the keys of the ledger must come from somewhere');
        }
        const text = readTextFile(path);
        if (!text.ok) return text;
        const receipt = readReceipt(text.value, path);
        if (!receipt.ok) return receipt;
        const trusted = values.policy === undefined ? ok(undefined) : readPolicyFile(values.policy);
        if (!trusted.ok) return trusted;
        const policy = trusted.value;
        let verdict: FileVerdict | undefined;
        if (values.record !== undefined) {
          const options = { engine: 'auto', threads: defaultThreads() } as const;
          const verified = await verifyFile(
            values.record,
            policy === undefined ? options : { ...options, policy },
            terminal,
          );
          if (!verified.ok) return verified;
          verdict = verified.value;
          if (verdict.isForeign === true || verdict.view?.events.length === 0) {
            return refuse('MALFORMED', values.record, 'this is neither a record nor an archive');
          }
        }
        const keys = keysFrom(policy, verdict?.parts, values.record ?? '');
        if (!keys.ok) return keys;
        const archive = archiveOf(verdict?.view);
        const own = checkReceipt(
          receipt.value,
          {
            ...keys.value,
            ...(archive === undefined ? {} : { archive }),
            evidence: evidenceOf(receipt.value, verdict?.parts),
          },
          path,
        );
        const findings = [...(verdict?.findings ?? []), ...own];
        const outcome = verdictOf(findings);
        if (values.json) terminal.out(JSON.stringify({ verdict: outcome, findings }, null, 2));
        else {
          for (const { title, code } of receipt.value.entries) terminal.out(`${code}  ${title}`);
          printFindings(findings, terminal);
          terminal.out(outcome.toUpperCase());
        }
        return ok(outcome === 'verified' ? 0 : 1);
      },
    ),
  ],
);

/** The keys to judge by: the auditor's, or else the record's own, which must then account for every signature line. */
function keysFrom(
  policy: Policy | undefined,
  parts: RecordParts | undefined,
  where: string,
): Result<{ readonly policy: Policy; readonly strangers: 'error' | 'warning' }> {
  if (policy !== undefined) return ok({ policy, strangers: 'warning' });
  return parts === undefined
    ? refuse('NOT_FOUND', where, 'this file names no keys of a ledger; give --policy')
    : ok({ policy: parts.policy, strangers: 'error' });
}

function archiveOf(view: ArchiveView | undefined): ReceiptArchive | undefined {
  const election = view?.election;
  return view === undefined || election === undefined
    ? undefined
    : { ...view, poll: election.uuid, fingerprint: election.fingerprint };
}

/** What the record's ledger says that bears on the receipt: its head, and whatever it has at the receipt's indexes. */
function evidenceOf(receipt: Receipt, parts: RecordParts | undefined): readonly Evidence[] {
  if (parts === undefined) return [];
  const signed = parts.checkpoint;
  const indexes = new Set(
    receipt.entries.map(({ proof }) => {
      const read = readTlogProof(proof, 'proof');
      return read.ok ? read.value.index : -1;
    }),
  );
  const leaves = parts.leaves
    .filter(({ index }) => indexes.has(index))
    .map(
      ({ index, leaf, proof }): Evidence => ({
        kind: 'leaf',
        leafHash: leafHash(writeLeaf(leaf)),
        proof: { index, hashes: proof, signed },
      }),
    );
  return [{ kind: 'head', signed }, ...leaves];
}
