/**
 * Further votes (domain reference, section 5, steps 6 and 7): the re-vote of a tie and the second round of a shortfall are
 * sessions of their own among some items of their parent, under its rules. Items, places and money left follow from the
 * parent's report; nobody chooses them. Once counted, the votes of a re-vote go back into the report of its parent.
 */
import {
  assertOk,
  drawToken,
  type RevoteRecord,
  readTallyReport,
  revoteRecordOf,
  type TallyReport,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { loadView, refuseCreation } from './configure.ts';
import { type Answer, refused } from './refused.ts';
import { childOf } from './rules.ts';
import { sealBallotSession } from './seal.ts';
import type { Descriptions, SessionView } from './shapes.ts';
import { createSession, loadSession, type StoredSession } from './store.ts';

export type ChildKind = 'revote' | 'second_round';

const SUBJECTS = {
  revote: { zh: '（再次投票）', en: 'Re-vote: ' },
  second_round: { zh: '（另行票决）', en: 'Further round: ' },
} as const;
const MAX_SUBJECT = 200;

/** A further vote of a counted session, in state configured. The parent of a re-vote waits for it from now on. */
export async function createChild(
  deps: Deps,
  actor: Actor,
  parentId: string,
  kind: ChildKind,
): Promise<Answer<SessionView>> {
  const parent = await loadSession(deps, parentId);
  const report = await loadReport(deps, parentId);
  if (parent === null || report === null) {
    return refused('WRONG_STATE', 'session', 'a further vote needs the count of the first');
  }
  const child = childOf(report, kind);
  if (!child.ok) return child;
  const { round, numbers } = child.value;
  const action =
    kind === 'revote'
      ? actionText(deps, {
          poll: parentId,
          role: actor.roleHere,
          who: actor.name,
          did: 'revote_ordered',
          what: numbers.join(', '),
        })
      : null;
  const created = await createSession(
    deps,
    parent.meetingId,
    drawToken(deps.random),
    { ...draftOf(parent, kind, numbers), round },
    { id: parentId, action },
  );
  if (created.id === null) return refuseCreation(created.code);
  return loadView(deps, created.id);
}

/** Creates and seals it in one go, when the presidium orders it: cards and keys of the meeting serve it as they are. */
export async function startChild(
  deps: Deps,
  actor: Actor,
  parentId: string,
  kind: ChildKind,
): Promise<Answer<SessionView>> {
  const created = await createChild(deps, actor, parentId, kind);
  if (!created.ok) return created;
  const sealed = await sealBallotSession(deps, actor, created.value.id, null);
  return sealed.ok ? loadView(deps, created.value.id) : sealed;
}

function draftOf(parent: StoredSession, kind: ChildKind, numbers: readonly number[]) {
  const { zh, en } = SUBJECTS[kind];
  const descriptions: Descriptions = Object.fromEntries(
    Object.entries(parent.descriptions).filter(([no]) => numbers.includes(Number(no))),
  );
  return {
    kind: parent.kind,
    year: parent.year,
    subjectZh: `${parent.subjectZh.slice(0, MAX_SUBJECT - zh.length)}${zh}`,
    subjectEn: `${en}${parent.subjectEn}`.slice(0, MAX_SUBJECT).trim(),
    rulePack: parent.rulePack,
    items: parent.items.filter(({ no }) => numbers.includes(no)),
    descriptions,
    limits: null,
    plannedOpensAt: null,
    plannedClosesAt: null,
  };
}

async function loadReport({ sql }: Pick<Deps, 'sql'>, poll: string): Promise<TallyReport | null> {
  const [row] = await sql<{ report: string | null }[]>`select report from ballot_sessions where id = ${poll}`;
  return row?.report === null || row === undefined ? null : assertOk(readTallyReport(row.report));
}

/** The re-votes held on a session's ties, in the order in which they were held: what its report is built from. */
export async function revotesOf({ sql }: Pick<Deps, 'sql'>, poll: string): Promise<readonly RevoteRecord[]> {
  const rows = await sql<{ report: string }[]>`
    select report from ballot_sessions
    where parent_id = ${poll} and round ->> 'kind' in ('revote', 'revote_budget') and report is not null
      and state in ('counted', 'signed', 'announced', 'confirmed', 'published', 'archived')
    order by created_at, id`;
  return rows.flatMap(({ report }) => revoteRecordOf(assertOk(readTallyReport(report))) ?? []);
}
