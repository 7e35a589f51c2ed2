/** Report inputs of the fictional 青禾区 for tests and documents. */
import {
  QINGHE_ATTENDANCE,
  QINGHE_BALLOT,
  QINGHE_CONGRESS,
  QINGHE_EVALUATION,
  QINGHE_GRADES,
  QINGHE_LAST_YEAR,
  QINGHE_MEETING,
  QINGHE_PROJECTS,
  QINGHE_RETURNED,
  QINGHE_VOTES,
} from '../../tally/cli/demo/qinghe.ts';
import type { ItemMarks, Poll } from '../../tally/count/poll.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import type { ReportInput } from '../../tally/report/input.ts';
import type { TallyReport } from '../../tally/report/tally-report.ts';
import { assertOk } from '../../tally/result.ts';
import { preset } from './poll.ts';

export const CHAIN_HEAD = 'c4'.repeat(32);

function electronic(items: readonly ItemMarks[]): Poll['columns'] {
  return [{ source: 'electronic', returned: QINGHE_RETURNED, voids: [], pending: 0, items }];
}

/** The ballot of domain reference, 13.5 and 14.1. */
export function qingheBallot(poll: Partial<Poll> = {}): ReportInput {
  return {
    organ: QINGHE_CONGRESS,
    meeting: QINGHE_MEETING,
    subject: QINGHE_BALLOT,
    poll: {
      pack: preset('congress-default'),
      items: QINGHE_PROJECTS,
      round: { kind: 'first' },
      attendance: QINGHE_ATTENDANCE,
      columns: electronic(QINGHE_VOTES),
      revotes: [],
      ...poll,
    },
    chainHead: CHAIN_HEAD,
  };
}

/** The evaluation of domain reference, 13.7 and 14.2. */
export function qingheEvaluation(): ReportInput {
  const poll: Partial<Poll> = {
    pack: preset('eval-members-majority-congress'),
    items: QINGHE_LAST_YEAR,
    columns: electronic(QINGHE_GRADES),
  };
  return { ...qingheBallot(poll), subject: QINGHE_EVALUATION };
}

/** The ballot with other approvals, the rest of 190 abstaining. */
export function qingheVotes(approvals: readonly number[], poll: Partial<Poll> = {}): ReportInput {
  const marks = approvals.map((votes, i) => ({
    no: QINGHE_PROJECTS[i]?.no ?? 0,
    marks: [votes, 0, QINGHE_RETURNED - votes],
    itemVoid: 0,
  }));
  return qingheBallot({ columns: electronic(marks), ...poll });
}

export function report(input: ReportInput): TallyReport {
  return assertOk(buildTallyReport(input));
}
