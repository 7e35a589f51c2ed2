/**
 * A vote by name (记名表决, design 3.4): a plain text with the representative's name and the marks, judged by the function
 * the verifier uses, stored once a member with its leaf, answered with a receipt that repeats it. The same vote again gets
 * the same receipt.
 */
import {
  canonicalJson,
  checkRecordedVote,
  type Marks,
  type RecordedVote,
  type Result,
  recordedVoteTracker,
  shortCode,
  writeRecordedVote,
} from '#tally';
import type { Deps } from '../deps.ts';
import { type ErrorCode, type Refused, refused } from '../http/errors.ts';
import type { Cast, CastingCard } from './cast.ts';
import { type CastAnswer, openReceipt } from './receipts.ts';
import { loadOwnVote, loadVoter, recordVote, type VoteOutcome } from './recorded-store.ts';
import type { SealedBox } from './sealed-box.ts';

type Answer<T> = Promise<Result<T, Refused | { code: ErrorCode; where: string; message: string }>>;

const REFUSALS: Readonly<Record<Exclude<VoteOutcome, 'CAST' | 'REPEATED'>, readonly [ErrorCode, string]>> = {
  NOT_FOUND: ['NOT_FOUND', 'there is no such vote by name'],
  NOT_OPEN: ['NOT_OPEN', 'votes are taken from the opening to the closing'],
  NOT_ISSUED: ['NOT_ISSUED', 'this card was not handed out for this session, or was voided'],
  ALREADY_CAST: ['ALREADY_CAST', 'a vote of this representative is recorded, and the first is final'],
};

/** @param marks one an item in ballot order: index of the mark, or whether it is ticked */
export async function castByName(deps: Deps, box: SealedBox, card: CastingCard, marks: Marks): Answer<Cast> {
  const { poll, isRecorded } = box.row;
  if (!isRecorded) return refused('NOT_FOUND', 'poll', 'this session is a secret ballot');
  const sound = await deps.ledger.check();
  if (!sound.ok) return sound;
  const voter = await loadVoter(deps.sql, card.meetingId, card.serial);
  if (voter === null) return refused('NOT_ISSUED', 'vote', REFUSALS.NOT_ISSUED[1]);
  if (marks.length !== box.sheet.items.length) {
    return refused('INCONSISTENT', 'choices', `expected ${box.sheet.items.length} marks, one an item`);
  }
  const vote = writeRecordedVote(box.sheet, poll, `${voter.number} ${voter.name}`, marks);
  const allowed = checkRecordedVote(box.sheet, vote, 'choices');
  if (!allowed.ok) return allowed;
  const tracker = recordedVoteTracker(vote);
  const { outcome, logged } = await recordVote(deps.sql, {
    poll,
    memberId: voter.memberId,
    serial: card.serial,
    vote: canonicalJson(vote),
    tracker,
    code: shortCode(tracker),
  });
  if (logged === null) {
    const [code, message] = REFUSALS[outcome as keyof typeof REFUSALS];
    return refused(code, 'vote', message);
  }
  const receipt = await openReceipt(deps.ledger, box.row, { vote, tracker, ...logged });
  return receipt.ok ? { ok: true, value: { ...receipt.value, isNew: outcome === 'CAST' } } : receipt;
}

/** The receipt of the vote recorded for whoever holds the card. */
export async function receiptByName(deps: Deps, box: SealedBox, card: CastingCard): Answer<CastAnswer> {
  const own = await loadOwnVote(deps.sql, box.row.poll, card.meetingId, card.serial);
  if (own === null) return refused('NOT_FOUND', 'vote', 'no vote is recorded for this card');
  const { text, tracker, index, logSize } = own;
  return openReceipt(deps.ledger, box.row, {
    vote: JSON.parse(text) as RecordedVote,
    tracker,
    index,
    logSize,
  });
}
