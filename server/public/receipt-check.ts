/**
 * Is my ballot in the box? Anyone may ask with the code or the tracker of a receipt, during and after voting; the answer is
 * where the ballot stands, or whether a later one took its place, and never anything of its content. Votes by name are found
 * once their list is published: before, whoever guessed a vote could confirm the guess (requirement R15).
 */
import { readQrText, readShortCode } from '#tally';
import type { Sql } from '../db/sql.ts';

export type FoundBallot = {
  readonly poll: string;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly meetingZh: string;
  readonly meetingEn: string;
  readonly state: string;
  readonly tracker: string;
  readonly code: string;
  /** Of the event in the archive; null for a vote by name. */
  readonly height: number | null;
  /** Code of the last ballot cast under the same credential, where it is not this one. */
  readonly supersededBy: string | null;
};

/** What somebody typed or pasted, understood. */
export type ReceiptQuestion =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'tracker'; readonly tracker: string; readonly poll: string | null };

/** A code as printed or typed, a tracker in hex, or the text of the QR code; null when it is none of them. */
export function readQuestion(given: string): ReceiptQuestion | null {
  const text = given.trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return { kind: 'tracker', tracker: text.toLowerCase(), poll: null };
  if (/^R1:/i.test(text)) {
    const qr = readQrText(text.toUpperCase(), 'receipt');
    return qr.ok ? { kind: 'tracker', tracker: qr.value.tracker, poll: qr.value.poll } : null;
  }
  const code = readShortCode(text);
  return code === undefined ? null : { kind: 'code', code };
}

const MAX_FOUND = 20;

/** Every ballot with this code or tracker; more than one only by an extraordinary chance, or where polls share none. */
export async function findBallots(sql: Sql, question: ReceiptQuestion): Promise<readonly FoundBallot[]> {
  const isThis =
    question.kind === 'code' ? sql`one.code = ${question.code}` : sql`one.tracker = ${question.tracker}`;
  return sql<FoundBallot[]>`
    select one.poll, s.subject_zh as "subjectZh", s.subject_en as "subjectEn", m.title_zh as "meetingZh",
      m.title_en as "meetingEn", s.state, one.tracker, one.code, one.height, one."supersededBy"
    from (
      select one.poll, one.tracker, one.code, one.height, (
          select later.code from box.ballots later
          where later.poll = one.poll and later.credential = one.credential and later.height > one.height
          order by later.height desc limit 1) as "supersededBy"
      from box.ballots one where ${isThis}
      union all
      select one.poll, one.tracker, one.code, null, null
      from roll.recorded_votes one
      where ${isThis} and exists (select from publications where poll = one.poll)
    ) one
      join ballot_sessions s on s.id = one.poll
      join meetings m on m.id = s.meeting_id
    order by one.poll limit ${MAX_FOUND}`;
}
