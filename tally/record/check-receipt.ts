/**
 * Is a receipt true (check 19.1)? Without an archive: the ledger has signed a head that holds its leaf. With the archive
 * of its poll: the leaf is that of the ballot named, and whether the ballot is counted. With other statements of the
 * ledger: that they do not contradict the receipt. Collects every finding.
 */
import { hex, readHex } from '../encoding/bytes.ts';
import { writeLeaf } from '../ledger/leaf.ts';
import { leafHash } from '../ledger/merkle.ts';
import { convict, type Evidence } from '../ledger/misconduct.ts';
import { checkSignedCheckpoint, type Policy } from '../ledger/policy.ts';
import { readTlogProof, verifyTlogProof } from '../ledger/proof.ts';
import type { Finding } from '../verify/finding.ts';
import { type OpenEntry, type Receipt, recordedVoteTracker, type SecretEntry } from './receipt.ts';
import { shortCode } from './receipt-code.ts';

/** What a verified archive says about its ballots; `ArchiveView` with the poll's id and fingerprint is one. */
export interface ReceiptArchive {
  readonly poll: string;
  readonly fingerprint: string;
  /** SHA-256 of every event's text, by height. */
  readonly events: readonly { readonly hash: string }[];
  /** In the order of casting; `hash` is the tracker in hex, `supersededBy` the height of the ballot that replaced it. */
  readonly ballots: readonly {
    readonly height: number;
    readonly hash: string;
    readonly credential: string;
    readonly supersededBy?: number;
  }[];
}

export interface ReceiptContext {
  readonly policy: Policy;
  /** See `checkSignedCheckpoint`. */
  readonly strangers: 'error' | 'warning';
  readonly archive?: ReceiptArchive;
  /** Of the record of a vote by name: its session and the trackers of its votes. */
  readonly votes?: { readonly poll: string; readonly trackers: ReadonlySet<string> };
  /** Other statements of the ledger at hand: the record's head, its proofs, other receipts. */
  readonly evidence?: readonly Evidence[];
}

/** What is said of a receipt whose ballot or vote is in the result. */
export const COUNTED = 'its ballot is counted';

type Report = (severity: Finding['severity'], message: string) => void;

/** All findings bear the check 19.1. A receipt none of whose entries is of the archive's poll is refuted. */
export function checkReceipt(receipt: Receipt, context: ReceiptContext, where: string): readonly Finding[] {
  const findings: Finding[] = [];
  const reportAt =
    (place: string): Report =>
    (severity, message) =>
      findings.push({ check: '19.1', severity, where: place, message });
  const checkEntry = (entry: SecretEntry | OpenEntry, place: string): void => {
    checkEntryAlone(entry, reportAt(place));
    checkProof(entry, context, place, reportAt(place));
  };
  const { archive, votes } = context;
  if (receipt.class === 'open') {
    for (const [i, entry] of receipt.entries.entries()) {
      const place = `${where}.entries[${i}]`;
      checkEntry(entry, place);
      checkVote(entry, reportAt(place));
      if (votes !== undefined) checkAgainstVotes(entry, votes, reportAt(place));
    }
  } else {
    for (const [i, entry] of receipt.entries.entries()) {
      const place = `${where}.entries[${i}]`;
      checkEntry(entry, place);
      if (archive !== undefined) checkAgainstArchive(entry, archive, reportAt(place));
    }
  }
  const poll = archive?.poll ?? votes?.poll;
  if (poll !== undefined && receipt.entries.every((entry) => entry.poll !== poll)) {
    reportAt(where)('error', `no entry of this receipt is for the poll ${poll}`);
  }
  return findings;
}

/** The parts of an entry that follow from each other. */
function checkEntryAlone(entry: SecretEntry | OpenEntry, report: Report): void {
  const code = shortCode(entry.tracker);
  if (entry.code !== code) report('error', `the code of this tracker is ${code}, found ${entry.code}`);
  if ((entry.seq === 1) !== (entry.supersedes === null)) {
    report(
      'error',
      `vote number ${entry.seq} ${entry.seq === 1 ? 'replaces none' : 'names the one it replaces'}`,
    );
  }
}

/** A recorded vote is what its tracker hashes, and the leaf is the action of that hash. */
function checkVote(entry: OpenEntry, report: Report): void {
  if (entry.vote.poll !== entry.poll) report('error', `the vote shown is for the poll ${entry.vote.poll}`);
  if (recordedVoteTracker(entry.vote) !== entry.tracker) {
    report('error', 'the tracker is not the SHA-256 of the vote shown');
  }
  if (hex(leafHash(writeLeaf({ kind: 'action', hashHex: entry.tracker }))) !== entry.leaf) {
    report('error', 'the leaf is not that of the vote shown');
  }
}

/** Signatures and inclusion, and that nothing else the ledger has signed contradicts them. */
function checkProof(
  entry: SecretEntry | OpenEntry,
  context: ReceiptContext,
  place: string,
  report: Report,
): void {
  const where = `${place}.proof`;
  const read = readTlogProof(entry.proof, where);
  if (!read.ok) {
    report('error', read.error.message);
    return;
  }
  const proof = read.value;
  const leaf = readHex(entry.leaf, 32) ?? new Uint8Array();
  for (const { severity, message } of checkSignedCheckpoint(
    proof.signed,
    context.policy,
    context.strangers,
    where,
  )) {
    report(severity, message);
  }
  if (proof.extra !== undefined)
    report(context.strangers, 'the proof has an extra line, which this ledger never writes');
  const included = verifyTlogProof(proof, leaf, where);
  if (!included.ok) report('error', included.error.message);
  const own: Evidence = { kind: 'leaf', leafHash: leaf, proof };
  for (const other of context.evidence ?? []) {
    const verdict = convict(own, other, context.policy.log, where);
    if (verdict.ok) {
      const { start, end } = verdict.value;
      report(
        'error',
        `the ledger has signed another history of the leaves ${start} to ${end - 1}: proof of misconduct`,
      );
    }
  }
}

function checkAgainstVotes(
  entry: OpenEntry,
  { poll, trackers }: NonNullable<ReceiptContext['votes']>,
  report: Report,
): void {
  if (entry.poll !== poll) report('info', `this entry is for the poll ${entry.poll}, not for this record`);
  else if (trackers.has(entry.tracker)) report('info', COUNTED);
  else report('error', `the record has no vote with the tracker ${entry.tracker}`);
}

function checkAgainstArchive(entry: SecretEntry, archive: ReceiptArchive, report: Report): void {
  if (entry.poll !== archive.poll) {
    report('info', `this entry is for the poll ${entry.poll}, not for this archive`);
    return;
  }
  if (entry.fingerprint !== archive.fingerprint) {
    report('error', `the election’s fingerprint is ${archive.fingerprint}, found ${entry.fingerprint}`);
  }
  if (entry.setup !== archive.events[0]?.hash)
    report('error', 'the set-up event of the archive is another one');
  const cast = archive.ballots.filter((ballot) => ballot.hash === entry.tracker);
  const ballot = cast.find(({ height }) => leafOf(archive, height) === entry.leaf) ?? cast[0];
  if (ballot === undefined) {
    report('error', `the archive has no ballot with the tracker ${entry.tracker}`);
    return;
  }
  if (leafOf(archive, ballot.height) !== entry.leaf) {
    report('error', 'the leaf is not that of the event which casts this ballot');
  }
  if (ballot.credential !== entry.credential) report('error', 'the ballot was cast under another credential');
  const earlier = archive.ballots.filter(
    (other) => other.credential === ballot.credential && other.height < ballot.height,
  );
  if (entry.seq !== earlier.length + 1) {
    report('error', `the ballot is number ${earlier.length + 1} under its credential, found ${entry.seq}`);
  }
  const replaced = earlier[earlier.length - 1]?.hash ?? null;
  if (entry.supersedes !== replaced)
    report('error', `it replaces ${replaced ?? 'none'}, found ${entry.supersedes ?? 'none'}`);
  const later = archive.ballots.find(({ height }) => height === ballot.supersededBy);
  report('info', later === undefined ? COUNTED : `its ballot was replaced by ${shortCode(later.hash)}`);
}

/** The hash of the leaf that the event at `height` must have in the ledger, hex. */
function leafOf(archive: ReceiptArchive, height: number): string | undefined {
  const eventHex = archive.events[height]?.hash;
  if (eventHex === undefined) return undefined;
  return hex(leafHash(writeLeaf({ kind: 'ballot-event', poll: archive.poll, height, eventHex })));
}
