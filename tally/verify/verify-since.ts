/** Check 20: what was published earlier is still there, unchanged, in the same place. */
import type { ByteSource } from '../encoding/byte-source.ts';
import { type Contradiction, findContradiction } from '../ledger/committed-ranges.ts';
import { writeLeaf } from '../ledger/leaf.ts';
import { leafHash } from '../ledger/merkle.ts';
import { verifyInclusion } from '../ledger/merkle-proof.ts';
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

/**
 * 20.2: what two records of one ledger state, head and leaves, can be true of one log that only grows. The heads are
 * verified once; each leaf then costs hashes only.
 */
export function verifyLedgerSince(now: RecordParts, earlier: RecordParts): readonly Finding[] {
  const head = ({ checkpoint }: RecordParts): Evidence => ({ kind: 'head', signed: checkpoint });
  const heads = convict(head(now), head(earlier), now.policy.log, 'ledger');
  if (heads.ok) return [twoHistories(heads.value)];
  if (heads.error.code !== 'NOT_FOUND') return [errorFinding('20.2', heads.error)];
  return [...compareLeaves(now, earlier), ...compareLeaves(earlier, now)].slice(0, 1);
}

/** The first leaf of one record that does not fit its own head, or the head of the other. */
function compareLeaves({ leaves, checkpoint }: RecordParts, other: RecordParts): readonly Finding[] {
  const { size, root } = checkpoint.checkpoint;
  for (const { index, leaf, proof } of leaves) {
    const hash = leafHash(writeLeaf(leaf));
    const included = verifyInclusion({ leafHash: hash, index, size, root, proof }, 'ledger');
    if (!included.ok) return [errorFinding('20.2', included.error)];
    const inclusion = { index, leafHash: hash, hashes: proof };
    const found = findContradiction({ size, root, inclusion }, other.checkpoint.checkpoint);
    if (found !== undefined) return [twoHistories(found)];
  }
  return [];
}

function twoHistories({ start, end }: Contradiction): Finding {
  const message = `the ledger has signed two histories of the leaves ${start} to ${end - 1}`;
  return errorFinding('20.2', { where: 'ledger/checkpoint', message });
}
