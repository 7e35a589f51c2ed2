/** After voting: the encrypted tally, the scrutineers' decryptions and the result of a session played on this machine. */
import type { PartialDecryption } from '../../belenios/decryption.ts';
import { writeDecryption, writeOwned } from '../../belenios/decryption.ts';
import { computeResult, type ElectionResult, openTally, writeResult } from '../../belenios/result.ts';
import { type EncryptedTally, writeEncryptedTally, writeSizedTally } from '../../belenios/tally.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import { assertOk } from '../../result.ts';
import type { ArchiveBook } from './archive-book.ts';
import type { PreparedSession } from './prepare.ts';

/** Which of the scrutineers open the count: two of three are enough. */
const OPENING = [1, 3];

/** Appends the events from EndBallots to Result. @param ballots number counted, each of weight 1 */
export function openCount(
  { open, scrutineers }: PreparedSession,
  archive: ArchiveBook,
  tally: EncryptedTally,
  ballots: number,
): ElectionResult {
  const { group, election } = open;
  const tallyText = writeEncryptedTally(group, tally);
  const totalWeight = BigInt(ballots);
  archive.append('EndBallots', []);
  archive.append('EncryptedTally', [
    tallyText,
    writeSizedTally({ numTallied: ballots, totalWeight, encryptedTally: sha256Hex(tallyText) }),
  ]);
  const decryptions = new Map<number, PartialDecryption>();
  for (const owner of OPENING) {
    const decryption = scrutineers.decrypt(owner, election.fingerprint, tally);
    const text = writeDecryption(group, decryption);
    archive.append('PartialDecryption', [text, writeOwned({ owner, payload: sha256Hex(text) })]);
    decryptions.set(owner, decryption);
  }
  const opened = assertOk(openTally(group, scrutineers.trustees, tally, decryptions));
  const result = assertOk(computeResult(group, election.questions, opened, totalWeight));
  archive.append('Result', [writeResult(result)]);
  return result;
}
