/** Before sealing: a clerk creates a ballot session, changes it, throws a draft away. Nothing of it is public yet. */
import { drawToken, ok, type Round, writeRulePack } from '#tally';
import type { Deps } from '../deps.ts';
import { loadPictures } from './pictures.ts';
import { type Answer, refused } from './refused.ts';
import { checkDraft, type Draft } from './rules.ts';
import type { DraftInput, SessionView } from './shapes.ts';
import { changeSession, createSession, type DraftRow, deleteDraft, loadSession, viewOf } from './store.ts';

export function rowOf(given: DraftInput, { pack, items, descriptions }: Draft): DraftRow {
  return {
    kind: pack.kind,
    year: given.year,
    subjectZh: given.subjectZh,
    subjectEn: given.subjectEn,
    rulePack: writeRulePack(pack),
    items,
    descriptions,
    limits: given.limits,
    plannedOpensAt: given.planned?.opensAt ?? null,
    plannedClosesAt: given.planned?.closesAt ?? null,
  };
}

/** A new session of a meeting, in state configured. */
export async function createBallotSession(
  deps: Deps,
  meetingId: string,
  given: DraftInput,
): Promise<Answer<SessionView>> {
  const draft = await judge(deps, meetingId, given, { kind: 'first' });
  if (!draft.ok) return draft;
  const row = { ...rowOf(given, draft.value), round: { kind: 'first' } as const };
  const created = await createSession(deps, meetingId, drawToken(deps.random), row, null);
  if (created.id === null) return refuseCreation(created.code);
  return loadView(deps, created.id);
}

export function refuseCreation(code: string): Answer<never> {
  if (code === 'NO_RESERVE') {
    return refused(
      'INCONSISTENT',
      'meeting',
      'the cards of this meeting have no session id left; a new session needs new cards',
    );
  }
  return code === 'ALREADY_EXISTS'
    ? refused('ALREADY_EXISTS', 'session', 'a further vote of this session is under way')
    : refused('WRONG_STATE', 'session', 'the meeting is closed, or there is nothing to vote on again');
}

/** Replaces the content of a session; RULES_SEALED once it is sealed, STALE when another change came first. */
export async function changeBallotSession(
  deps: Deps,
  id: string,
  { version, ...given }: DraftInput & { readonly version: number },
): Promise<Answer<SessionView>> {
  const session = await loadSession(deps, id);
  if (session === null) return refused('NOT_FOUND', 'session', 'there is no such session');
  if (session.state !== 'configured') return refuseChange('RULES_SEALED');
  if (session.round.kind !== 'first') {
    return refused('INCONSISTENT', 'session', 'items and rules of a further vote follow from the first');
  }
  const draft = await judge(deps, session.meetingId, given, session.round);
  if (!draft.ok) return draft;
  const code = await changeSession(deps, id, version, rowOf(given, draft.value));
  return code === 'DONE' ? loadView(deps, id) : refuseChange(code);
}

function refuseChange(code: 'NOT_FOUND' | 'RULES_SEALED' | 'STALE'): Answer<never> {
  const messages = {
    NOT_FOUND: 'there is no such session',
    RULES_SEALED: 'rules and ballot are sealed; unsealing voids the session and a new one starts',
    STALE: 'somebody else changed the session meanwhile; load it again',
  } as const;
  return refused(code, 'session', messages[code]);
}

export async function deleteBallotSession(deps: Deps, id: string): Promise<Answer<{ readonly id: string }>> {
  return (await deleteDraft(deps, id)) ? ok({ id }) : refuseChange('RULES_SEALED');
}

export async function loadView(deps: Deps, id: string): Promise<Answer<SessionView>> {
  const session = await loadSession(deps, id);
  return session === null ? refused('NOT_FOUND', 'session', 'there is no such session') : ok(viewOf(session));
}

async function judge(deps: Deps, meetingId: string, given: DraftInput, round: Round): Promise<Answer<Draft>> {
  const draft = checkDraft(given, round);
  if (!draft.ok) return draft;
  const used = Object.values(draft.value.descriptions).flatMap(({ picture }) => picture ?? []);
  const known = await loadPictures(deps, meetingId, used);
  const missing = used.find((hash) => !known.has(hash));
  if (missing !== undefined) return refused('NOT_FOUND', 'items', 'a picture was not uploaded');
  return draft;
}
