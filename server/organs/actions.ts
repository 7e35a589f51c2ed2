/**
 * What is done to organs and rolls. Every change of a roll names the hash it started from and is refused as STALE when the
 * roll has changed since; it is logged with the hash of the roll it led to.
 */
import { ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { type Answer, refused } from '../http/refused.ts';
import { actionText } from '../ledger/action-text.ts';
import { checkRows } from './import/check-rows.ts';
import { readRollFile } from './import/read-roll-file.ts';
import { newId } from './new-id.ts';
import { rollHash } from './roll-hash.ts';
import { applyChanges, changesOf, compareRoll, type RollChange } from './rules.ts';
import type {
  Member,
  MembersQuery,
  MembersView,
  OrganChange,
  OrganInput,
  OrganView,
  RollInput,
  RollPreview,
  RollRow,
} from './shapes.ts';
import { applyRoll, insertOrgan, listOrgans, loadOrgan, loadRoll, updateOrgan } from './store.ts';

/** Organs in which a person has a role; all of them for an administrator. */
export async function organsOf(deps: Deps, { roles }: Pick<Actor, 'roles'>): Promise<readonly OrganView[]> {
  const isAdministrator = roles.some(({ role }) => role === 'administrator');
  return listOrgans(
    deps,
    isAdministrator ? null : roles.flatMap(({ organId }) => (organId === null ? [] : [organId])),
  );
}

export async function createOrgan(deps: Deps, actor: Actor, given: OrganInput): Promise<Answer<OrganView>> {
  const term = checkTerm(given);
  if (!term.ok) return term;
  const id = newId(deps);
  await insertOrgan(deps, id, given, organAction(deps, actor, id, `created ${given.nameZh}`));
  return requireOrgan(deps, id);
}

export async function changeOrgan(
  deps: Deps,
  actor: Actor,
  id: string,
  given: OrganChange,
): Promise<Answer<OrganView>> {
  const term = checkTerm(given);
  if (!term.ok) return term;
  await updateOrgan(deps, id, given, organAction(deps, actor, id, `now ${given.nameZh}`));
  return requireOrgan(deps, id);
}

function organAction(deps: Deps, actor: Actor, poll: string, what: string): string {
  return actionText(deps, { poll, role: actor.roleHere, who: actor.name, did: 'organ_changed', what });
}

function checkTerm({ termFrom, termUntil }: OrganChange): Answer<null> {
  return termFrom !== null && termUntil !== null && termFrom >= termUntil
    ? refused('INCONSISTENT', 'json.termUntil', 'the term would end before it begins')
    : ok(null);
}

export async function requireOrgan(deps: Deps, id: string): Promise<Answer<OrganView>> {
  const organ = await loadOrgan(deps, id);
  return organ === null ? refused('NOT_FOUND', 'path', 'nothing is here') : ok(organ);
}

/** Members by who they are and what is searched in number, name, delegation and category; delegations of the whole roll. */
export async function listMembers(deps: Deps, id: string, query: MembersQuery): Promise<Answer<MembersView>> {
  const organ = await requireOrgan(deps, id);
  if (!organ.ok) return organ;
  const roll = await loadRoll(deps, id);
  const sought = query.search?.normalize('NFKC').trim().toLowerCase() ?? '';
  const members = roll.filter(
    ({ number, name, delegation, category, inOffice }) =>
      (query.who === 'all' || inOffice === (query.who === 'inOffice')) &&
      [number, name, delegation, category].some((text) => text.toLowerCase().includes(sought)),
  );
  const sizes = new Map<string, number>();
  for (const { delegation, inOffice } of roll) {
    if (inOffice) sizes.set(delegation, (sizes.get(delegation) ?? 0) + 1);
  }
  const delegations = [...sizes].map(([name, inOffice]) => ({ name, inOffice }));
  return ok({ rollHash: organ.value.rollHash, inOffice: organ.value.inOffice, members, delegations });
}

export async function addMember(
  deps: Deps,
  actor: Actor,
  organId: string,
  { rollHash: from, ...row }: RollRow & { rollHash: string },
): Promise<Answer<MembersView>> {
  return change(deps, actor, organId, from, () => ok([{ ...row, id: null, inOffice: true, leftReason: '' }]));
}

export async function editMember(
  deps: Deps,
  actor: Actor,
  organId: string,
  memberId: string,
  { rollHash: from, ...row }: RollRow & { rollHash: string },
): Promise<Answer<MembersView>> {
  return change(deps, actor, organId, from, (members) =>
    one(members, memberId, (member) => ({ ...member, ...row })),
  );
}

/** A seat falls vacant: from now on the member is in no base. */
export async function vacate(
  deps: Deps,
  actor: Actor,
  organId: string,
  memberId: string,
  given: { readonly reason: string; readonly rollHash: string },
): Promise<Answer<MembersView>> {
  const leave = (member: Member) => ({ ...member, inOffice: false, leftReason: given.reason });
  return change(deps, actor, organId, given.rollHash, (members) => one(members, memberId, leave));
}

export async function returnToOffice(
  deps: Deps,
  actor: Actor,
  organId: string,
  memberId: string,
  given: { readonly rollHash: string },
): Promise<Answer<MembersView>> {
  const comeBack = (member: Member) => ({ ...member, inOffice: true, leftReason: '' });
  return change(deps, actor, organId, given.rollHash, (members) => one(members, memberId, comeBack));
}

function one(
  members: readonly Member[],
  id: string,
  next: (member: Member) => RollChange,
): Answer<readonly RollChange[]> {
  const member = members.find((candidate) => candidate.id === id);
  return member === undefined ? refused('NOT_FOUND', 'path', 'nothing is here') : ok([next(member)]);
}

/** Reads a file and compares it with the roll as it is; changes nothing. */
export async function previewRoll(
  deps: Deps,
  organId: string,
  fileName: string,
  bytes: Uint8Array,
): Promise<Answer<RollPreview>> {
  const organ = await requireOrgan(deps, organId);
  if (!organ.ok) return organ;
  const file = await readRollFile(bytes, fileName);
  if (!file.ok) return file;
  const { rows, flaws, flawCount } = checkRows(file.value);
  const members = await loadRoll(deps, organId);
  const { differences, unchanged } = compareRoll(members, rows);
  const count = (absent: 'leave' | 'stay') =>
    applyChanges(members, changesOf(members, rows, absent)).filter(({ inOffice }) => inOffice).length;
  return ok({
    rollHash: organ.value.rollHash,
    format: file.value.format,
    encoding: file.value.encoding,
    ignored: file.value.ignored,
    rows,
    flaws,
    flawCount,
    differences,
    unchanged,
    inOffice: { before: organ.value.inOffice, afterLeaving: count('leave'), afterStaying: count('stay') },
  });
}

/** Makes the roll what a preview showed. */
export async function certifyRoll(
  deps: Deps,
  actor: Actor,
  organId: string,
  given: RollInput,
): Promise<Answer<MembersView>> {
  const numbers = new Set(given.rows.map(({ number }) => number));
  if (numbers.size < given.rows.length) {
    return refused('INCONSISTENT', 'json.rows', 'a number occurs twice');
  }
  return change(deps, actor, organId, given.rollHash, (members) =>
    ok(changesOf(members, given.rows, given.absent)),
  );
}

async function change(
  deps: Deps,
  actor: Actor,
  organId: string,
  from: string,
  decide: (members: readonly Member[]) => Answer<readonly RollChange[]>,
): Promise<Answer<MembersView>> {
  const organ = await requireOrgan(deps, organId);
  if (!organ.ok) return organ;
  const stale = refused('STALE', 'json.rollHash', 'the roll has changed since; load it again');
  if (organ.value.rollHash !== from) return stale;
  const members = await loadRoll(deps, organId);
  const changes = decide(members);
  if (!changes.ok) return changes;
  if (changes.value.length > 0) {
    const to = rollHash(applyChanges(members, changes.value));
    const action = actionText(deps, {
      poll: organId,
      role: actor.roleHere,
      who: actor.name,
      did: 'roll_certified',
      what: to,
    });
    const applied = await applyRoll(deps, organId, { from, to, changes: changes.value, action });
    switch (applied) {
      case 'applied':
        break;
      case 'stale':
        return stale;
      case 'taken':
        return refused('ALREADY_EXISTS', 'json.number', 'another member has this number');
      case 'present':
        return refused('WRONG_STATE', 'member', 'the member is signed in at a sitting; sign out first');
      case 'sealed':
        return refused(
          'RULES_SEALED',
          'organ',
          'a ballot session is sealed with this number in office; it ends first',
        );
    }
  }
  return listMembers(deps, organId, { who: 'inOffice' });
}
