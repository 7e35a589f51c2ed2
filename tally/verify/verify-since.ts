/** Check 20: what was published earlier is still there, unchanged, in the same place. */
import type { ByteSource } from '../encoding/byte-source.ts';
import { writeLeaf } from '../ledger/leaf.ts';
import { leafHash } from '../ledger/merkle.ts';
import { convict, type Evidence } from '../ledger/misconduct.ts';
import type { ArchiveView } from './archive-view.ts';
import { errorFinding, type Finding } from './finding.ts';
import type { RecordParts } from './verify-record.ts';

const COMPARE_BYTES = 1 << 20;
const HEADER_BYTES = 1024;

/**
 * 20.1: the earlier archive is a beginning of this one. It ends after one of its events, and every byte is where it was,
 * so nothing was removed, changed or reordered.
 */
export async function verifyArchiveSince(
  now: ByteSource,
  view: ArchiveView,
  earlier: ByteSource,
): Promise<readonly Finding[]> {
  const refuted = (message: string) => [errorFinding('20.1', { where: 'earlier archive', message })];
  if (earlier.size > now.size) return refuted('the earlier archive is longer: something was removed since');
  if (earlier.size !== HEADER_BYTES && !view.events.some(({ end }) => end === earlier.size)) {
    return refuted('the earlier archive does not end where an event of this one ends');
  }
  for (let at = 0; at < earlier.size; at += COMPARE_BYTES) {
    const length = Math.min(COMPARE_BYTES, earlier.size - at);
    const [a, b] = [await earlier.read(at, length), await now.read(at, length)];
    const difference = a.findIndex((byte, i) => byte !== b[i]);
    if (difference >= 0)
      return refuted(`the archives differ at byte ${at + difference}: the past was changed`);
  }
  return [];
}

/** 20.2: what two records of one ledger state, head and leaves, can be true of one log that only grows. */
export function verifyLedgerSince(now: RecordParts, earlier: RecordParts): readonly Finding[] {
  const { log } = now.policy;
  const head = (parts: RecordParts): Evidence => ({ kind: 'head', signed: parts.checkpoint });
  const leaves = (parts: RecordParts): readonly Evidence[] =>
    parts.leaves.map(({ index, leaf, proof }) => ({
      kind: 'leaf',
      leafHash: leafHash(writeLeaf(leaf)),
      proof: { index, hashes: proof, signed: parts.checkpoint },
    }));
  const pairs = [
    [head(now), head(earlier)] as const,
    ...leaves(now).map((leaf) => [leaf, head(earlier)] as const),
    ...leaves(earlier).map((leaf) => [leaf, head(now)] as const),
  ];
  for (const [a, b] of pairs) {
    const verdict = convict(a, b, log, 'ledger');
    if (verdict.ok) {
      const message = `the ledger has signed two histories of the leaves ${verdict.value.start} to ${verdict.value.end - 1}`;
      return [errorFinding('20.2', { where: 'ledger/checkpoint', message })];
    }
    if (verdict.error.code !== 'NOT_FOUND') return [errorFinding('20.2', verdict.error)];
  }
  return [];
}
