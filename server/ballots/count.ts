/**
 * Opening the count. Ballots issued and returned are reconciled first; a poll with more returned than issued ends there and
 * none of its ballots is ever opened. Then the scrutineers' partial decryptions come in, each checked against the tally in
 * the archive and appended to it; with enough of them the result follows, and the report from the result. Every step is
 * safe to repeat, and `continueCount` does what a server that stopped in between left undone.
 */
import {
  assert,
  assertOk,
  checkDecryption,
  computeResult,
  listMembers,
  ok,
  openTally,
  type PartialDecryption,
  paperColumn,
  readDecryption,
  readElection,
  readEncryptedTally,
  readOwned,
  readRulePackText,
  readSizedTally,
  readTrustees,
  type SessionState,
  sha256Hex,
  type TallyReport,
  tallyReportHash,
  writeOwned,
  writeResult,
  writeTallyReport,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { completeTally } from './close.ts';
import {
  type CountingSession,
  loadClosingEvents,
  loadCounting,
  loadHolders,
  loadRevoteStates,
  reconcileSession,
  saveDecryption,
  saveReport,
  saveResult,
} from './count-store.ts';
import { electionGroup } from './engine.ts';
import { paperOfPoll } from './paper-entry.ts';
import { type Answer, refused } from './refused.ts';
import { makeInvalidReport, makeReport } from './report.ts';

export interface Moved {
  readonly state: SessionState;
}

/** More than the number of scrutineers: every retry of a lost race is caused by another's success. */
const ATTEMPTS = 100;

export async function requireCounting(
  deps: Pick<Deps, 'sql'>,
  poll: string,
): Promise<Answer<CountingSession>> {
  const session = await loadCounting(deps, poll);
  return session === null ? refused('WRONG_STATE', 'session', 'the session is not closed yet') : ok(session);
}

/**
 * closed to adjudicating, or to poll_invalid. Refused with ADJUDICATION_PENDING while paper ballots are keyed once or differ:
 * how many came back is not known before.
 */
export async function reconcile(deps: Deps, actor: Actor, poll: string): Promise<Answer<Moved>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const session = found.value;
  // Of a server that stopped right after closing.
  await completeTally(deps, poll);
  const paper = await paperOfPoll(deps, poll);
  if (!paper.ok) return paper;
  const returned = session.returned + (paperColumn(paper.value)?.returned ?? 0);
  const issued = session.issuedElectronic + session.issuedPaper;
  const pack = assertOk(readRulePackText(session.rulePack));
  const isInvalid = returned > issued && pack.poll.onReturnedExceedsIssued === 'invalid_rerun';
  const report = isInvalid ? makeInvalidReport(session, paper.value) : null;
  if (report !== null && !report.ok) return report;
  const to = isInvalid ? 'poll_invalid' : 'adjudicating';
  const code = await reconcileSession(deps, poll, {
    to,
    report: report === null ? null : writeTallyReport(report.value),
    batches: paper.value.batches.length,
    action: actionText(deps, {
      poll,
      role: actor.roleHere,
      who: actor.name,
      did: 'reconciled',
      what: `issued ${issued}, returned ${returned}${isInvalid ? ', POLL_INVALID' : ''}`,
    }),
  });
  if (code === 'stale') return refused('STALE', 'paper', 'paper ballots were keyed meanwhile; try again');
  if (code !== 'saved')
    return refused('WRONG_STATE', 'session', 'the ballots are reconciled once, after closing');
  // A vote by name has nothing to open.
  return isInvalid || !session.isRecorded ? ok({ state: to }) : continueCount(deps, actor, poll);
}

/** The tally to open, as the archive holds it. */
interface Tally {
  readonly head: string;
  readonly text: string;
  readonly sized: string;
}

export async function loadTally(deps: Pick<Deps, 'sql'>, poll: string): Promise<Tally | null> {
  const events = await loadClosingEvents(deps, poll);
  const event = events.find(({ type }) => type === 'EncryptedTally');
  const [text, sized] = event?.members ?? [];
  return event === undefined || text === undefined || sized === undefined
    ? null
    : { head: event.hash, text, sized };
}

/**
 * One scrutineer's partial decryption: of this session's published tally, with the key of this person, and proved. What is
 * wrong is refused with its reason, and whose it is follows from the login, so it is attributed (requirement R35).
 *
 * @param given.head the EncryptedTally event the scrutineer's program verified
 */
export async function postDecryption(
  deps: Deps,
  actor: Actor,
  poll: string,
  given: { readonly head: string; readonly decryption: string },
): Promise<Answer<Moved>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const session = found.value;
  const tally = await loadTally(deps, poll);
  if (session.state !== 'adjudicating' || session.isRecorded || tally === null) {
    return refused('WRONG_STATE', 'session', 'a count is opened once the ballots are reconciled');
  }
  if (given.head !== tally.head) {
    return refused('INCONSISTENT', 'json.head', `the published tally is event ${tally.head}`);
  }
  const holder = (await loadHolders(deps, session)).find(({ accountId }) => accountId === actor.accountId);
  if (holder === undefined) return refused('FORBIDDEN', 'keys', 'you hold no part of this key');
  const text = given.decryption.trim();
  const checked = checkOwn(session, tally, holder.owner, text);
  if (!checked.ok) {
    deps.log.warn('partial decryption refused', { poll, owner: holder.owner, code: checked.error.code });
    return checked;
  }
  const code = await saveDecryption(deps, poll, {
    owner: holder.owner,
    accountId: actor.accountId,
    members: [text, writeOwned({ owner: holder.owner, payload: sha256Hex(text) })],
    action: actionText(deps, {
      poll,
      role: actor.roleHere,
      who: actor.name,
      did: 'count_opened',
      what: tally.head,
    }),
  });
  if (code === 'wrong_state') {
    return refused('WRONG_STATE', 'session', 'the count is open already; your part is not needed any more');
  }
  return continueCount(deps, actor, poll);
}

function checkOwn(
  session: CountingSession,
  tally: Tally,
  owner: number,
  text: string,
): Answer<PartialDecryption> {
  const group = electionGroup();
  const { fingerprint } = assertOk(readElection(session.election ?? ''));
  const trustees = assertOk(readTrustees(group, session.trustees ?? '', 'trustees'));
  const key = listMembers(trustees).find((member) => member.owner === owner)?.key.publicKey;
  assert(key !== undefined, 'the trustees sealed are the members of the ceremony');
  const read = readDecryption(group, text, 'decryption');
  if (!read.ok) return read;
  const encrypted = assertOk(readEncryptedTally(group, tally.text, 'tally'));
  const [flaw] = checkDecryption(group, fingerprint, encrypted, key, read.value, 'decryption');
  return flaw === undefined ? ok(read.value) : { ok: false, error: flaw };
}

/** Result and report, as far as they can be made now. */
export async function continueCount(
  deps: Deps,
  actor: Pick<Actor, 'name'> & { readonly roleHere: string },
  poll: string,
): Promise<Answer<Moved>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await requireCounting(deps, poll);
    if (!found.ok) return found;
    const session = found.value;
    const { state } = session;
    if (state !== 'adjudicating' && state !== 'revote_required') return ok({ state });
    if (state === 'adjudicating' && !session.isRecorded && !(await hasResult(deps, session))) {
      const made = await makeResult(deps, session);
      if (made === 'waiting') return ok({ state });
      continue;
    }
    if (state === 'revote_required' && !(await isRevoteDone(deps, poll))) return ok({ state });
    const report = await makeReport(deps, session);
    // Paper that waits for a ruling is no failure of whoever opened the count.
    if (!report.ok) return report.error.code === 'ADJUDICATION_PENDING' ? ok({ state }) : report;
    const to = needsRevote(report.value) ? 'revote_required' : 'counted';
    if (to === state) return ok({ state });
    const code = await saveReport(deps, poll, {
      from: state,
      to,
      report: writeTallyReport(report.value),
      head: session.head,
      action: actionText(deps, {
        poll,
        role: actor.roleHere,
        who: actor.name,
        did: 'counted',
        what: tallyReportHash(report.value),
      }),
    });
    if (code === 'saved') return ok({ state: to });
  }
  return refused('BUSY', 'count', 'others are just opening the count; try again');
}

async function hasResult(deps: Deps, { poll }: CountingSession): Promise<boolean> {
  return (await loadClosingEvents(deps, poll)).some(({ type }) => type === 'Result');
}

/** Appends the result once enough decryptions are in the archive; another server may be quicker. */
async function makeResult(deps: Deps, session: CountingSession): Promise<'made' | 'waiting'> {
  const group = electionGroup();
  const events = await loadClosingEvents(deps, session.poll);
  const [text = '', sized = ''] = events.find(({ type }) => type === 'EncryptedTally')?.members ?? [];
  const decryptions = new Map<number, PartialDecryption>();
  for (const { type, members } of events) {
    if (type !== 'PartialDecryption') continue;
    const { owner } = assertOk(readOwned(members[1] ?? '', 'owned'));
    decryptions.set(owner, assertOk(readDecryption(group, members[0] ?? '', 'decryption')));
  }
  const trustees = assertOk(readTrustees(group, session.trustees ?? '', 'trustees'));
  if (text === '') return 'waiting';
  const opened = openTally(group, trustees, assertOk(readEncryptedTally(group, text, 'tally')), decryptions);
  if (!opened.ok) {
    assert(opened.error.code === 'NOT_FOUND', 'only decryptions can be missing');
    return 'waiting';
  }
  const { totalWeight } = assertOk(readSizedTally(sized, 'sized'));
  const { questions } = assertOk(readElection(session.election ?? ''));
  const result = assertOk(computeResult(group, questions, opened.value, totalWeight));
  await saveResult(deps, session.poll, decryptions.size, writeResult(result));
  return 'made';
}

/** A tie over the last places is decided by voting again (domain reference, section 5, step 7); after a re-vote it stays open. */
function needsRevote({ result }: TallyReport): boolean {
  return result?.kind === 'decision' && result.tie?.code === 'TIE_AT_BOUNDARY';
}

const SIGNED: readonly SessionState[] = ['signed', 'announced', 'confirmed', 'published', 'archived'];
const ENDED: readonly SessionState[] = ['voided', 'poll_invalid'];

/** At least one re-vote was held and signed, and none is under way. */
async function isRevoteDone(deps: Deps, poll: string): Promise<boolean> {
  const states = (await loadRevoteStates(deps, poll)).filter((state) => !ENDED.includes(state));
  return states.length > 0 && states.every((state) => SIGNED.includes(state));
}
