/**
 * `UUID.votes.json` (docs/formats/recorded-votes.md): the votes by name of a recorded session (记名表决), in the order in
 * which they were logged. It takes the place of the archive in such a session's record; each vote's SHA-256 is a leaf of
 * the ledger. A vote names every item once, with the mark given to it.
 */
import { type Column, type Item, markNames } from '../count/poll.ts';
import { canonicalJson } from '../encoding/canonical-json.ts';
import { array, object, oneOf, readCanonical, string } from '../encoding/reader.ts';
import { ok, type Result, refuse } from '../result.ts';
import { approvalsOf, type Marks, type Sheet } from './questions.ts';
import { type RecordedVote, recordedVote } from './receipt.ts';

export type RecordedVotes = {
  readonly v: 'recorded-votes/1';
  readonly poll: string;
  readonly votes: readonly RecordedVote[];
};

const MAX_VOTES = 100_000;
export const MAX_VOTES_LENGTH = 500_000_000;
/** The mark of an item left unticked, where there is only a column "for". */
const NOT_FOR = 'not_for';

const reader = object({
  v: oneOf('recorded-votes/1'),
  poll: string(64),
  votes: array(recordedVote, MAX_VOTES),
});

export function writeRecordedVotes(votes: RecordedVotes): string {
  return canonicalJson(votes);
}

export function readRecordedVotes(text: string, where: string): Result<RecordedVotes> {
  return readCanonical(text, where, MAX_VOTES_LENGTH, reader);
}

/** The marks a vote may give to an item, in the order of `markNames`; where items are ticked, also `not_for`. */
function marksOf(sheet: Sheet): readonly string[] {
  return sheet.pack.ballot.method === 'approve_up_to_n' ? ['for', NOT_FOR] : markNames(sheet.pack);
}

/** A member's vote as it is logged. @param marks one an item, as for a ballot: index of the mark, or whether it is ticked */
export function writeRecordedVote(sheet: Sheet, poll: string, voter: string, marks: Marks): RecordedVote {
  const names = marksOf(sheet);
  const nameOf = (mark: number | boolean | undefined): string =>
    names[typeof mark === 'number' ? mark : mark === true ? 0 : 1] ?? '';
  return {
    v: 'recorded-vote/1',
    poll,
    voter,
    weight: 1,
    represents: [],
    choices: sheet.items.map(({ no }, i) => ({ item: String(no), mark: nameOf(marks[i]) })),
  };
}

/**
 * Whether a vote is one the rules allow: one voice, every item once in ballot order with one of its marks, no more
 * approvals (or of one grade) than the cap.
 */
export function checkRecordedVote(sheet: Sheet, vote: RecordedVote, where: string): Result<null> {
  const names = marksOf(sheet);
  if (vote.weight !== 1 || vote.represents.length > 0) {
    return refuse('INCONSISTENT', where, 'a vote weighs 1 and represents nobody else');
  }
  if (vote.choices.map(({ item }) => item).join() !== sheet.items.map(({ no }) => no).join()) {
    return refuse('INCONSISTENT', where, 'a vote names every item once, in ballot order');
  }
  if (!vote.choices.every(({ mark }) => names.includes(mark))) {
    return refuse('INCONSISTENT', where, `the marks are ${names.join(', ')}`);
  }
  for (const [mark, max] of capsByMark(sheet)) {
    const given = vote.choices.filter((choice) => choice.mark === mark).length;
    if (given > max) {
      return refuse(
        'INCONSISTENT',
        where,
        `the mark ${mark} is given ${given} times, at most ${max} are allowed`,
      );
    }
  }
  return ok(null);
}

function capsByMark(sheet: Sheet): readonly (readonly [string, number])[] {
  const { pack } = sheet;
  if (pack.kind === 'evaluation') return pack.evaluation.maxPerGrade ?? [];
  return [['for', pack.ballot.method === 'ternary_each' ? sheet.items.length : approvalsOf(sheet)]];
}

/** The recorded column of a poll: how often each mark was given to each item. Votes must have passed `checkRecordedVote`. */
export function recordedColumn(sheet: Sheet, votes: readonly RecordedVote[]): Column {
  const counted = markNames(sheet.pack);
  const countOf = ({ no }: Item, mark: string): number =>
    votes.filter(({ choices }) =>
      choices.some((choice) => choice.item === String(no) && choice.mark === mark),
    ).length;
  return {
    source: 'recorded',
    returned: votes.length,
    voids: [],
    pending: 0,
    items: sheet.items.map((item) => ({
      no: item.no,
      marks: counted.map((mark) => countOf(item, mark)),
      itemVoid: 0,
    })),
  };
}
