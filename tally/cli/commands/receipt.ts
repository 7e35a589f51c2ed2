/**
 * `receipt`: checks what a representative took home: against the ledger's keys, and against the record or archive of the
 * poll, which is verified on the way, for a receipt is worth no more than the record it is found in.
 */

import { readHex } from '../../encoding/bytes.ts';
import { writeLeaf } from '../../ledger/leaf.ts';
import { leafHash } from '../../ledger/merkle.ts';
import { convict, type Evidence, writeMisconduct } from '../../ledger/misconduct.ts';
import type { Policy } from '../../ledger/policy.ts';
import { readTlogProof } from '../../ledger/proof.ts';
import { checkReceipt, type ReceiptArchive, type ReceiptContext } from '../../record/check-receipt.ts';
import { type Receipt, readReceipt, recordedVoteTracker } from '../../record/receipt.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { ArchiveView } from '../../verify/archive-view.ts';
import { isUnusable, verdictOf } from '../../verify/summary.ts';
import type { RecordParts } from '../../verify/verify-record.ts';
import { action, commandOf } from '../action.ts';
import { onlyPositional } from '../arguments.ts';
import { printFindings } from '../check-archive.ts';
import { UsageError } from '../command.ts';
import { readTextFile } from '../files.ts';
import { readPolicyFile } from '../given.ts';
import { keepMisconduct } from '../keep-misconduct.ts';
import { defaultThreads, type FileVerdict, verifyFile } from '../verify-file.ts';

const HELP = `
minyi receipt RECEIPT.json [--record FILE] [--policy FILE] [--against FILE …] [OPTIONS]

Checks a receipt (docs/formats/receipt.md). Its entries must be proved under heads the ledger has signed; with --record
also: the ballot is in the archive, under this credential and number, and whether it is counted or was replaced. The
record itself is verified first. A receipt shows no choice, and neither does this. When the receipt and the record, or
another receipt, cannot both be true, the ledger has signed two histories: the proof is kept, and minyi verify judges it.

  --record FILE      record-UUID.zip, or the archive UUID.bel (then --policy is needed)
  --policy FILE      the ledger's and witnesses' keys you trust, as a C2SP policy file; without it a record names its own
  --against FILE     another receipt of the same ledger, to hold beside this one; may be repeated
  --misconduct FILE  where to write the proof if the ledger has signed two histories, default RECEIPT.misconduct.json; a
                     proof already there is kept
  --json             print verdict and findings as one JSON object

Examples
  minyi receipt my-receipt.json --record record-8Jk2….zip
  minyi receipt my-receipt.json --policy policy.txt --against a-friends-receipt.json

Exit code: 0 the receipt is true, 1 it is refuted, or the record is; 2 the input cannot be used.`;

export const receiptCommand = commandOf(
  { name: 'receipt', summary: 'check a receipt against a record', help: HELP },
  [
    action(
      '',
      {
        record: { type: 'string' },
        policy: { type: 'string' },
        against: { type: 'string', multiple: true, default: [] },
        misconduct: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      async ({ values, positionals }, terminal) => {
        const path = onlyPositional(positionals, 'one RECEIPT');
        if (values.record === undefined && values.policy === undefined) {
          throw new UsageError('give --record or --policy: the keys of the ledger must come from somewhere');
        }
        const receipt = readReceiptFile(path);
        if (!receipt.ok) return receipt;
        const others: Receipt[] = [];
        for (const file of values.against) {
          const other = readReceiptFile(file);
          if (!other.ok) return other;
          others.push(other.value);
        }
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
          if (isUnusable(verdict)) {
            return refuse('MALFORMED', values.record, 'this is neither a record nor an archive');
          }
        }
        const keys = keysFrom(policy, verdict?.parts, values.record ?? '');
        if (!keys.ok) return keys;
        const archive = archiveOf(verdict?.view);
        const evidence = [
          ...evidenceOfRecord(receipt.value, verdict?.parts),
          ...others.flatMap(evidenceOfReceipt),
        ];
        const votes = votesOf(verdict);
        const context = {
          ...keys.value,
          ...(archive === undefined ? {} : { archive }),
          ...(votes === undefined ? {} : { votes }),
          evidence,
        };
        const own = checkReceipt(receipt.value, context, path);
        const proof = findMisconduct(receipt.value, evidence, keys.value.policy);
        if (proof !== undefined) {
          const kept = keepMisconduct(proof, values.misconduct ?? `${path}.misconduct.json`, terminal);
          if (!kept.ok) return kept;
        }
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

function readReceiptFile(path: string): Result<Receipt> {
  const text = readTextFile(path);
  return text.ok ? readReceipt(text.value, path) : text;
}

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

function votesOf(verdict: FileVerdict | undefined): ReceiptContext['votes'] {
  const votes = verdict?.votes;
  return votes && { poll: votes.poll, trackers: new Set(votes.votes.map(recordedVoteTracker)) };
}

/** What a receipt says of the ledger: each leaf under its head, as far as the proof can be read. */
function evidenceOfReceipt(receipt: Receipt): readonly Evidence[] {
  return receipt.entries.flatMap(({ leaf, proof }) => {
    const read = readTlogProof(proof, 'proof');
    const hash = readHex(leaf, 32);
    return read.ok && hash !== undefined
      ? [{ kind: 'leaf', leafHash: hash, proof: read.value } as const]
      : [];
  });
}

/** What the record's ledger says that bears on the receipt: its head, and whatever it has at the receipt's indexes. */
function evidenceOfRecord(receipt: Receipt, parts: RecordParts | undefined): readonly Evidence[] {
  if (parts === undefined) return [];
  const signed = parts.checkpoint;
  const indexes = new Set(
    evidenceOfReceipt(receipt).flatMap((own) => (own.kind === 'leaf' ? [own.proof.index] : [])),
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

/** A misconduct file, if the receipt and another statement convict the ledger. */
function findMisconduct(
  receipt: Receipt,
  evidence: readonly Evidence[],
  { log }: Policy,
): string | undefined {
  for (const own of evidenceOfReceipt(receipt)) {
    const other = evidence.find((one) => convict(own, one, log, 'misconduct').ok);
    if (other !== undefined) return writeMisconduct(own, other);
  }
  return undefined;
}
