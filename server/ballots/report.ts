/**
 * The tally report of a session, built by the function the verifier builds it again with: electronic ballots from the result
 * in the archive (or the votes by name), paper as two tellers keyed it, re-votes from their own signed reports.
 */
import {
  assertOk,
  buildTallyReport,
  type Column,
  electronicColumn,
  emptyTally,
  type Paper,
  paperColumn,
  type ReportInput,
  type RevoteRecord,
  readElection,
  readRecordedVotes,
  readResult,
  readRulePackText,
  readSetup,
  recordedColumn,
  sheetOf,
  type TallyReport,
} from '#tally';
import type { Deps } from '../deps.ts';
import { revotesOf } from './children.ts';
import { type CountingSession, loadClosingEvents, loadRecordedVotes } from './count-store.ts';
import { electionGroup } from './engine.ts';
import { paperOfPoll } from './paper-entry.ts';
import { type Answer, refused } from './refused.ts';

/**
 * @returns WRONG_STATE before the count is opened, ADJUDICATION_PENDING while paper ballots wait
 */
export async function makeReport(deps: Deps, session: CountingSession): Promise<Answer<TallyReport>> {
  const paper = await paperOfPoll(deps, session.poll);
  if (!paper.ok) return paper;
  const column = session.isRecorded
    ? await columnOfVotes(deps, session)
    : await columnOfResult(deps, session);
  if (column === null) return refused('WRONG_STATE', 'count', 'the count has not been opened yet');
  return buildTallyReport(inputOf(session, column, paper.value, await revotesOf(deps, session.poll)));
}

/** The report of a poll with more ballots returned than issued: no ballot of it is ever opened. */
export function makeInvalidReport(session: CountingSession, paper: Paper): Answer<TallyReport> {
  const column = session.isRecorded ? null : unopenedColumn(session);
  if (column === null) return refused('INCONSISTENT', 'ballots', 'a vote by name returns one vote a member');
  return buildTallyReport(inputOf(session, column, paper, []));
}

function inputOf(
  session: CountingSession,
  column: Column,
  paper: Paper,
  revotes: readonly RevoteRecord[],
): ReportInput {
  const { organ, meeting, subject, round, items } = assertOk(readSetup(session.setup, 'setup'));
  const onPaper = paperColumn(paper);
  return {
    organ,
    meeting,
    subject,
    poll: {
      pack: assertOk(readRulePackText(session.rulePack)),
      items,
      round,
      attendance: {
        inOffice: session.inOffice,
        present: session.present,
        issued: session.issuedElectronic + session.issuedPaper,
      },
      columns: [column, ...(onPaper === undefined ? [] : [onPaper])],
      revotes,
    },
    chainHead: session.isRecorded ? null : session.head,
  };
}

function sheetOfSession(session: CountingSession) {
  return sheetOf(assertOk(readSetup(session.setup, 'setup')), assertOk(readRulePackText(session.rulePack)));
}

async function columnOfResult(deps: Deps, session: CountingSession): Promise<Column | null> {
  const events = await loadClosingEvents(deps, session.poll);
  const text = events.find(({ type }) => type === 'Result')?.members[0];
  if (text === undefined) return null;
  const { questions } = assertOk(readElection(session.election ?? ''));
  return electronicColumn(
    sheetOfSession(session),
    assertOk(readResult(questions, text, 'result')),
    session.returned,
  );
}

function unopenedColumn(session: CountingSession): Column {
  const { questions } = assertOk(readElection(session.election ?? ''));
  const nothing = emptyTally(electionGroup(), questions).map((column) => column.map(() => 0n));
  return electronicColumn(sheetOfSession(session), nothing, session.returned);
}

async function columnOfVotes(deps: Deps, session: CountingSession): Promise<Column> {
  return recordedColumn(
    sheetOfSession(session),
    assertOk(readRecordedVotes(await votesText(deps, session.poll), 'votes')).votes,
  );
}

/** `UUID.votes.json` of a vote by name: its votes are canonical texts already. */
export async function votesText(deps: Deps, poll: string): Promise<string> {
  const votes = await loadRecordedVotes(deps, poll);
  return `{"poll":"${poll}","v":"recorded-votes/1","votes":[${votes.join(',')}]}`;
}
