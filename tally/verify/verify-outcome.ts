/** Checks 17.3–18.2 of a record: the report rebuilt from the verified counts, byte for byte, and its certificate. */

import type { Column, Poll, RevoteRecord } from '../count/poll.ts';
import { checkColumns, checkMarks } from '../lifecycle/identities.ts';
import { checkPaper, countedColumn, paperColumn } from '../record/paper.ts';
import { buildTallyReport } from '../report/build-report.ts';
import { checkCertificate } from '../report/certificate.ts';
import type { ReportInput } from '../report/input.ts';
import { type TallyReport, tallyReportHash, writeTallyReport } from '../report/tally-report.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { RecordParts } from './verify-record.ts';

/** What the votes come to: their column, verified, and the last event of the archive; null of a vote by name. */
export interface Outcome {
  readonly column: Column;
  readonly chainHead: string | null;
}

/** @param outcome undefined where the archive has no result */
export function verifyOutcome(parts: RecordParts, outcome: Outcome | undefined): readonly Finding[] {
  return [...checkReport(parts, outcome), ...checkSignatures(parts)];
}

/** What the report must have been built from: nothing here is taken from the report but the outcomes of re-votes. */
function inputOf(parts: RecordParts, outcome: Outcome | undefined): ReportInput | undefined {
  const { setup, pack, roll, paper, report } = parts;
  const revotes = revotesOf(report);
  if (outcome === undefined || revotes === undefined) return undefined;
  const onPaper = paperColumn(paper);
  return {
    organ: setup.organ,
    meeting: setup.meeting,
    subject: setup.subject,
    poll: {
      pack,
      items: setup.items,
      round: setup.round,
      attendance: {
        inOffice: roll.inOffice,
        present: roll.present,
        issued: roll.issued.electronic + roll.issued.paper,
      },
      columns: [outcome.column, ...(onPaper === undefined ? [] : [onPaper])],
      revotes,
    },
    chainHead: outcome.chainHead,
  };
}

/** Re-votes as the report states them; undefined where their counts are not published, and nothing can be rebuilt. */
function revotesOf({ revotes }: TallyReport): readonly RevoteRecord[] | undefined {
  const published = revotes.flatMap(({ items, ...session }) =>
    items === null ? [] : [{ ...session, items }],
  );
  return published.length === revotes.length ? published : undefined;
}

function checkReport(parts: RecordParts, outcome: Outcome | undefined): readonly Finding[] {
  const paper = [
    ...checkPaper(parts.paper),
    ...(parts.paper.poll === parts.uuid ? [] : ['the paper ballots are of another session']),
  ].map((message) => errorFinding('17.4', { where: 'paper.json', message }));
  const where = 'report.json';
  const input = inputOf(parts, outcome);
  if (input === undefined) {
    const message =
      'without a published result, and the counts of its re-votes, the report cannot be rebuilt';
    return [...paper, errorFinding('17.3', { where, message })];
  }
  const rebuilt = buildTallyReport(input);
  if (!rebuilt.ok) return [...paper, errorFinding('17.4', rebuilt.error)];
  const revotes = parts.report.revotes.map(
    ({ sessionUuid }): Finding => ({
      check: '17.3',
      severity: 'warning',
      where,
      message: `the outcome of re-vote ${sessionUuid} is taken from its own record; verify that record too`,
    }),
  );
  const message = 'the report is not what the rule pack gives for the verified counts';
  // In an invalid poll more may have been returned than handed out: that is what makes it invalid.
  const figures = rebuilt.value.outcome === 'COUNTED' ? checkPaperFigures(parts, input.poll) : [];
  return [
    ...paper,
    ...figures,
    ...revotes,
    ...expectTrue('17.3', writeTallyReport(rebuilt.value) === parts.texts['report.json'], where, message),
  ];
}

/**
 * 17.4: each batch of paper is possible by itself (a sum may hide what its parts cannot be), and no more paper is counted
 * than was handed out: else paper ballots could stand in for cards that were not used.
 */
function checkPaperFigures({ paper, roll }: RecordParts, poll: Poll): readonly Finding[] {
  const returned = paper.batches.reduce((sum, batch) => sum + countedColumn(batch).returned, 0);
  const alone = (column: Column): Poll => ({ ...poll, columns: [column] });
  return [
    ...paper.batches.flatMap((batch) => {
      const one = alone(countedColumn(batch));
      return [...checkColumns(one), ...checkMarks(one)].map(({ message }) =>
        errorFinding('17.4', { where: 'paper.json', message: `batch ${batch.batch}: ${message}` }),
      );
    }),
    ...expectTrue(
      '17.4',
      returned <= roll.issued.paper,
      'paper.json',
      `${returned} paper ballots were returned, ${roll.issued.paper} were handed out`,
    ),
  ];
}

function checkSignatures({ certificate, report, setup, uuid }: RecordParts): readonly Finding[] {
  const expected = { sessionUuid: uuid, reportHash: tallyReportHash(report) };
  return checkCertificate(certificate, expected, setup.signers).map((refusal) =>
    errorFinding(refusal.where.includes('confirmation') ? '18.2' : '18.1', refusal),
  );
}
