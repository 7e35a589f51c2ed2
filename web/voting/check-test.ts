/**
 * Checks a test sheet on a device other than the one that made it (design 5): reads the file, encrypts again, and gives
 * the marks in words, for a person to compare with what he or she had marked. The judgement itself is `#tally`'s.
 */
import {
  checkChallenge,
  MARK_NAMES,
  markNames,
  ok,
  type Refusal,
  type Result,
  readChallenge,
  type Sheet,
} from '#tally/booth';
import { boothGroup } from './arithmetic.ts';

export interface CheckedTest {
  readonly poll: string;
  readonly subject: { readonly subjectZh: string; readonly subjectEn: string };
  /** Of the election it was made for: to be compared with the published one. */
  readonly fingerprint: string;
  readonly tracker: string;
  readonly code: string;
  readonly marks: readonly MarkInWords[];
  /** Empty when the ballot encrypts exactly the marks shown. */
  readonly findings: readonly Refusal[];
}

export interface MarkInWords {
  readonly no: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly markZh: string;
  readonly markEn: string;
}

/** @returns a refusal where the text is no test sheet at all */
export function checkTest(text: string): Result<CheckedTest> {
  const challenge = readChallenge(text.trim(), 'challenge');
  if (!challenge.ok) return challenge;
  const tested = checkChallenge(boothGroup(), challenge.value);
  if (!tested.ok) return tested;
  const { session, tracker, code, choices, findings } = tested.value;
  return ok({
    poll: challenge.value.poll,
    subject: session.setup.subject,
    fingerprint: session.open.election.fingerprint,
    tracker,
    code,
    marks: marksInWords(session.sheet, choices),
    findings,
  });
}

const NOT_CHOSEN = { zh: '未选', en: 'not chosen' };

/** What the plaintexts of a ballot say, an item a line; ballots for ticks have one question with an answer an item. */
export function marksInWords(sheet: Sheet, choices: readonly (readonly number[])[]): readonly MarkInWords[] {
  const names = markNames(sheet.pack).map((mark) => MARK_NAMES[mark]);
  const ofItem = (i: number) =>
    sheet.pack.ballot.method === 'approve_up_to_n'
      ? choices[0]?.[i] === 1 && names[0]
      : names[(choices[i] ?? []).indexOf(1)];
  return sheet.items.map(({ no, titleZh, titleEn }, i) => {
    const { zh, en } = ofItem(i) || NOT_CHOSEN;
    return { no, titleZh, titleEn, markZh: zh, markEn: en };
  });
}
