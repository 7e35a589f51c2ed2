/** Verifies a file of either kind, a record or an archive, against an earlier one if given; shows progress meanwhile. */
import { availableParallelism } from 'node:os';
import type { ByteSource } from '../encoding/byte-source.ts';
import type { Policy } from '../ledger/policy.ts';
import { openRecord } from '../record/record.ts';
import { ok, type Result } from '../result.ts';
import type { BallotRules } from '../verify/ballot-batch.ts';
import type { Finding } from '../verify/finding.ts';
import { verifyArchive } from '../verify/verify-archive.ts';
import { type RecordVerdict, verifyRecord } from '../verify/verify-record.ts';
import { verifyArchiveSince, verifyLedgerSince } from '../verify/verify-since.ts';
import type { Terminal } from './command.ts';
import { type EngineName, openGroupWith } from './engine.ts';
import { openFile } from './files.ts';
import { createPoolChecker } from './pool.ts';
import { startProgress } from './progress.ts';

export interface FileOptions {
  readonly engine: EngineName;
  readonly threads: number;
  readonly policy?: Policy;
  /** Path of an earlier snapshot, of the same kind of file or the archive of a record. */
  readonly since?: string;
}

export interface FileVerdict extends RecordVerdict {
  readonly kind: 'record' | 'archive';
}

export function defaultThreads(): number {
  return availableParallelism();
}

/** @returns a refusal when a file cannot be opened at all; everything else is a finding */
export async function verifyFile(
  path: string,
  options: FileOptions,
  terminal: Terminal,
): Promise<Result<FileVerdict>> {
  const file = openFile(path);
  if (!file.ok) return file;
  const earlier = options.since === undefined ? undefined : openFile(options.since);
  if (earlier?.ok === false) return earlier;
  const progress = startProgress('verifying', terminal);
  try {
    const verdict = await verifySource(file.value, options, (done, total) => progress.update(done, total));
    const since = earlier === undefined ? [] : await compare(file.value, verdict, earlier.value, options);
    return ok({ ...verdict, findings: [...verdict.findings, ...since] });
  } finally {
    progress.end();
    file.value.close();
    if (earlier?.ok === true) earlier.value.close();
  }
}

async function isZip(source: ByteSource): Promise<boolean> {
  if (source.size < 4) return false;
  const start = await source.read(0, 4);
  return start[0] === 0x50 && start[1] === 0x4b;
}

async function verifySource(
  source: ByteSource,
  { engine, threads, policy }: FileOptions,
  onProgress: (done: number, total: number) => void,
): Promise<FileVerdict> {
  const options = {
    openGroup: openGroupWith(engine),
    onProgress,
    ...(threads > 1
      ? {
          createChecker: (rules: BallotRules, electionText: string) =>
            createPoolChecker({ threads, engine }, rules, electionText),
        }
      : {}),
    ...(policy === undefined ? {} : { policy }),
  };
  return (await isZip(source))
    ? { kind: 'record', ...(await verifyRecord(source, options)) }
    : { kind: 'archive', ...(await verifyArchive(source, options)) };
}

/** Compares with the earlier file: archive with archive, and, where both are records, ledger with ledger. */
async function compare(
  source: ByteSource,
  verdict: FileVerdict,
  earlier: ByteSource,
  { engine }: FileOptions,
): Promise<readonly Finding[]> {
  if (verdict.view === undefined) return [];
  const now = await archiveOf(source);
  const before = await archiveOf(earlier);
  const archive = await verifyArchiveSince(now, verdict.view, before);
  if (verdict.parts === undefined || !(await isZip(earlier))) return archive;
  const old = await verifyRecord(earlier, { openGroup: openGroupWith(engine) });
  return old.parts === undefined
    ? [...archive, ...old.findings]
    : [...archive, ...verifyLedgerSince(verdict.parts, old.parts)];
}

async function archiveOf(source: ByteSource): Promise<ByteSource> {
  if (!(await isZip(source))) return source;
  const record = await openRecord(source, 'record');
  return record.ok ? record.value.ballots : source;
}
