/**
 * The threshold key set-up of a meeting: its scrutineers make one key that any t of them can use, each in their own browser
 * or with the command line (docs/cli.md). Here every message is checked the moment it comes in, by the functions of the
 * tally, so whoever is at fault is named; what is encrypted to another member only that member can judge, and reports. The
 * key counts as made when every member has opened the rehearsal with what it kept (requirement R33).
 */
import {
  assembleThresholdKeys,
  assert,
  assertOk,
  type Ceremony,
  checkDecryption,
  checkMemberCertificate,
  checkMemberOutput,
  checkPolynomial,
  distribute,
  type Group,
  isKeyHolderSigned,
  type KeyHolder,
  listMembers,
  openCeremony,
  type PartialDecryption,
  type Polynomial,
  type Refusal,
  readDecryption,
  readMemberCertificate,
  readMemberOutput,
  readPolynomial,
  sha256Hex,
  writeMemberInput,
  writeTrustees,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { requireMeeting } from '../meetings/actions.ts';
import type { CeremonyPart, CeremonyStep, CeremonyView } from './ceremony-shapes.ts';
import {
  beginCeremony,
  listScrutineers,
  loadCeremony,
  loadDecryptions,
  loadSigningKey,
  type StoredCeremony,
  type StoredMember,
  saveAssembled,
  saveFault,
  saveMessage,
} from './ceremony-store.ts';
import { electionGroup } from './engine.ts';
import { type Answer, refused } from './refused.ts';
import { isOpenedRight, makeRehearsal, openRehearsal, rehearsalArchive } from './rehearsal.ts';

const NOT_BEGUN = refused('NOT_FOUND', 'ceremony', 'no key set-up has begun for this meeting');
const STALE = refused('STALE', 'attempt', 'the key set-up has begun again since; load it again');

/** More than half: no half of the scrutineers can open a count behind the back of the other. */
export function usualThreshold(size: number): number {
  return Math.floor(size / 2) + 1;
}

export async function beginKeys(
  deps: Deps,
  actor: Actor,
  meetingId: string,
  given: {
    readonly afterAttempt: number;
    readonly threshold?: number | undefined;
    readonly accountIds?: readonly string[] | undefined;
  },
): Promise<Answer<CeremonyView>> {
  const candidates = await listScrutineers(deps, meetingId);
  const chosen = candidates.filter(
    ({ accountId }) => given.accountIds === undefined || given.accountIds.includes(accountId),
  );
  const size = chosen.length;
  if (given.accountIds !== undefined && new Set(given.accountIds).size !== size) {
    return refused('INCONSISTENT', 'json.accountIds', 'only scrutineers of this body hold a part of the key');
  }
  if (size < 2) {
    return refused('INCONSISTENT', 'json.accountIds', 'a key is shared by two scrutineers or more');
  }
  const threshold = given.threshold ?? usualThreshold(size);
  if (threshold < 2 || threshold > size) {
    const message = `expected at least 2 and at most ${size}: one alone must not open single ballots`;
    return refused('INCONSISTENT', 'json.threshold', message);
  }
  const action = actionText(deps, {
    poll: meetingId,
    role: actor.roleHere,
    who: actor.name,
    did: 'keys_begun',
    what: `${threshold}/${size}, ${given.afterAttempt + 1}`,
  });
  const code = await beginCeremony(deps, {
    meetingId,
    threshold,
    accountIds: chosen.map(({ accountId }) => accountId),
    afterAttempt: given.afterAttempt,
    action,
  });
  if (code === 'sealed') {
    return refused('RULES_SEALED', 'ceremony', 'a session of this meeting is sealed under its keys');
  }
  return code === 'stale' ? STALE : viewKeys(deps, actor, meetingId);
}

export async function viewKeys(deps: Deps, actor: Actor, meetingId: string): Promise<Answer<CeremonyView>> {
  const [stored, candidates, meeting] = await Promise.all([
    loadCeremony(deps, meetingId),
    listScrutineers(deps, meetingId),
    requireMeeting(deps, meetingId),
  ]);
  if (!meeting.ok) return meeting;
  const { organId, titleZh, titleEn } = meeting.value;
  return {
    ok: true,
    value: {
      meetingId,
      organId,
      meetingTitleZh: titleZh,
      meetingTitleEn: titleEn,
      state: stored?.state ?? null,
      attempt: stored?.attempt ?? 0,
      threshold: stored?.threshold ?? usualThreshold(candidates.length),
      members: (stored?.members ?? []).map((member) => ({
        position: member.position,
        name: member.name,
        isYou: member.accountId === actor.accountId,
        hasCertificate: member.certificate !== null,
        hasPolynomial: member.polynomial !== null,
        hasOutput: member.output !== null,
        isRehearsed: member.isRehearsed,
      })),
      faults: stored?.faults ?? [],
      trusteesHash: stored === null || stored.trustees === null ? null : sha256Hex(stored.trustees),
      isInUse: stored?.isInUse ?? false,
      candidates,
    },
  };
}

/** What the member who asks needs for its next step. */
export async function viewPart(deps: Deps, actor: Actor, meetingId: string): Promise<Answer<CeremonyPart>> {
  const found = await findPart(deps, actor, meetingId);
  if (!found.ok) return found;
  const { stored, member } = found.value;
  const { attempt, state, threshold, members, trustees } = stored;
  const hasCertificates = state !== 'certificates';
  const hasPolynomials = hasCertificates && state !== 'polynomials';
  const input = hasPolynomials
    ? distribute(reopen(stored), polynomialsOf(electionGroup(), stored))[member.position - 1]
    : undefined;
  return {
    ok: true,
    value: {
      attempt,
      state,
      position: member.position,
      size: members.length,
      threshold,
      certificates: hasCertificates ? members.map(({ certificate }) => certificate ?? '') : null,
      input: input === undefined ? null : writeMemberInput(input),
      output: member.output,
      trustees,
      signingKey: await loadSigningKey(deps, actor.accountId),
      name: actor.name,
    },
  };
}

/** One message of one member: checked, kept; the last one of a step moves everybody on. */
export async function postMessage(
  deps: Deps,
  actor: Actor,
  meetingId: string,
  given: {
    readonly attempt: number;
    readonly step: CeremonyStep;
    readonly message: string;
    readonly holder?: Pick<KeyHolder, 'publicKey' | 'signedAt' | 'signature'> | undefined;
  },
): Promise<Answer<CeremonyView>> {
  const { step } = given;
  const found = await findPart(deps, actor, meetingId);
  if (!found.ok) return found;
  const { stored, member } = found.value;
  if (stored.attempt !== given.attempt) return STALE;
  const message = given.message.trim();
  const flaws = await checkMessage(deps, stored, member, step, message);
  const [flaw] = flaws;
  if (flaw !== undefined) return { ok: false, error: flaw };
  const holder =
    given.holder === undefined ? null : { ...given.holder, position: member.position, name: actor.name };
  const unsigned = step === 'decryption' ? await checkHolder(deps, actor, stored, holder) : null;
  if (unsigned !== null) return unsigned;
  const lastAction = actionText(deps, {
    poll: meetingId,
    role: actor.roleHere,
    who: actor.name,
    did: 'keys_made',
    what: sha256Hex(stored.trustees ?? ''),
  });
  const code = await saveMessage(deps, stored, {
    accountId: actor.accountId,
    step,
    message,
    holder,
    lastAction,
  });
  if (code === 'stale') return STALE;
  if (code === 'exists') {
    return refused('ALREADY_EXISTS', step, 'another message of yours for this step is there and stays');
  }
  if (code === 'wrong_state') return refused('WRONG_STATE', step, `the key set-up is at ${stored.state}`);
  if (step === 'output') await assemble(deps, meetingId);
  return viewKeys(deps, actor, meetingId);
}

/** Whoever has a signing key signs with it that this place in the key set is theirs; so a server cannot make the set alone. */
async function checkHolder(
  deps: Deps,
  { accountId }: Actor,
  { trustees }: StoredCeremony,
  holder: KeyHolder | null,
): Promise<Answer<never> | null> {
  const signingKey = await loadSigningKey(deps, accountId);
  if (signingKey === null && holder === null) return null;
  if (holder === null || holder.publicKey !== signingKey) {
    return refused('INCONSISTENT', 'json.holder', 'sign with the signing key you have registered');
  }
  return isKeyHolderSigned(sha256Hex(trustees ?? ''), holder)
    ? null
    : refused('BAD_SIGNATURE', 'json.holder', 'the statement that this key is yours does not verify');
}

/**
 * Step 6 and the rehearsal, as soon as every output is there. Done by whoever sends the last one; asked for again it does
 * what a server that stopped in between left undone.
 */
async function assemble(deps: Deps, meetingId: string): Promise<void> {
  const stored = await loadCeremony(deps, meetingId);
  if (stored?.state !== 'outputs' || stored.members.some(({ output }) => output === null)) return;
  const group = electionGroup();
  const outputs = stored.members.map(({ output }) =>
    assertOk(readMemberOutput(group, output ?? '', 'output')),
  );
  const keys = assembleThresholdKeys(reopen(stored), polynomialsOf(group, stored), outputs);
  assert(keys.ok, 'messages that were each checked give a key set');
  const trustees = [{ kind: 'Pedersen', keys: keys.value }] as const;
  const timestamp = Math.floor(deps.now().getTime() / 1000);
  const rehearsal = makeRehearsal(group, trustees, timestamp, deps.random);
  await saveAssembled(deps, stored, writeTrustees(group, trustees), rehearsal);
}

/** A member's program found that another's share does not fit its commitments (step 5): named for all, and logged. */
export async function reportFault(
  deps: Deps,
  actor: Actor,
  meetingId: string,
  given: { readonly attempt: number; readonly culprit: number },
): Promise<Answer<CeremonyView>> {
  const found = await findPart(deps, actor, meetingId);
  if (!found.ok) return found;
  const { stored, member } = found.value;
  const culprit = stored.members[given.culprit - 1];
  if (stored.attempt !== given.attempt || stored.state !== 'outputs') return STALE;
  if (culprit === undefined) return refused('NOT_FOUND', 'json.culprit', 'there is no such member');
  const action = actionText(deps, {
    poll: meetingId,
    role: actor.roleHere,
    who: actor.name,
    did: 'intervened',
    what: `密钥分片不符 share does not fit: ${culprit.name}`,
  });
  await saveFault(deps, stored, { reporter: member.position, culprit: given.culprit }, action);
  return viewKeys(deps, actor, meetingId);
}

/** `UUID.bel` of the rehearsal. */
export async function rehearsalOf(
  deps: Deps,
  meetingId: string,
): Promise<Answer<{ readonly name: string; readonly bytes: Uint8Array }>> {
  const stored = await loadCeremony(deps, meetingId);
  if (stored === null || stored.rehearsal === null) return NOT_BEGUN;
  const { rehearsal } = stored;
  return { ok: true, value: { name: `${rehearsal.uuid}.bel`, bytes: rehearsalArchive(rehearsal) } };
}

async function findPart(
  deps: Deps,
  actor: Actor,
  meetingId: string,
): Promise<Answer<{ readonly stored: StoredCeremony; readonly member: StoredMember }>> {
  const stored = await loadCeremony(deps, meetingId);
  if (stored === null) return NOT_BEGUN;
  const member = stored.members.find(({ accountId }) => accountId === actor.accountId);
  return member === undefined
    ? refused('FORBIDDEN', 'ceremony', 'you hold no part of this key')
    : { ok: true, value: { stored, member } };
}

/** The ceremony of certificates that were checked when they came in. */
function reopen({ members, threshold }: StoredCeremony): Ceremony {
  const group = electionGroup();
  const certificates = members.map(({ certificate }) =>
    assertOk(readMemberCertificate(group, certificate ?? '', 'certificate')),
  );
  const opened = openCeremony(group, certificates, threshold, 'hardened');
  assert(opened.ok, 'certificates that were each checked open a ceremony');
  return opened.value;
}

function polynomialsOf(group: Group, { members }: StoredCeremony): readonly Polynomial[] {
  return members.map(({ polynomial }) => assertOk(readPolynomial(group, polynomial ?? '', 'polynomial')));
}

const STATE_OF: { readonly [step in CeremonyStep]: StoredCeremony['state'] } = {
  certificate: 'certificates',
  polynomial: 'polynomials',
  output: 'outputs',
  decryption: 'rehearsal',
};

/** Everything wrong with a message. In another state than its own a message is not looked at: it can only be a repetition. */
async function checkMessage(
  deps: Deps,
  stored: StoredCeremony,
  member: StoredMember,
  step: CeremonyStep,
  message: string,
): Promise<readonly Refusal[]> {
  if (stored.state !== STATE_OF[step]) return [];
  const group = electionGroup();
  const { position } = member;
  if (step === 'certificate') {
    const read = readMemberCertificate(group, message, step);
    if (!read.ok) return [read.error];
    const place = { index: position, size: stored.members.length, threshold: stored.threshold };
    return checkMemberCertificate(group, read.value, place, step);
  }
  if (step === 'polynomial') {
    const read = readPolynomial(group, message, step);
    return read.ok ? checkPolynomial(reopen(stored), position, read.value, step) : [read.error];
  }
  if (step === 'output') {
    const read = readMemberOutput(group, message, step);
    return read.ok
      ? checkMemberOutput(reopen(stored), polynomialsOf(group, stored), position, read.value, step)
      : [read.error];
  }
  return checkRehearsed(deps, stored, position, message);
}

async function checkRehearsed(
  deps: Deps,
  stored: StoredCeremony,
  position: number,
  message: string,
): Promise<readonly Refusal[]> {
  const group = electionGroup();
  assert(stored.rehearsal !== null, 'a rehearsal was made with the key');
  const { open, trustees, tally } = openRehearsal(group, stored.rehearsal);
  const read = readDecryption(group, message, 'decryption');
  if (!read.ok) return [read.error];
  const key = listMembers(trustees)[position - 1]?.key.publicKey;
  assert(key !== undefined, 'every member has a public key');
  const { fingerprint } = open.election;
  const flaws = checkDecryption(group, fingerprint, tally, key, read.value, 'decryption');
  if (flaws.length > 0) return flaws;
  const others = await loadDecryptions(deps, stored.meetingId);
  const all = new Map<number, PartialDecryption>([[position, read.value]]);
  for (const [owner, text] of others) all.set(owner, assertOk(readDecryption(group, text, 'decryption')));
  assert(
    all.size < stored.threshold || isOpenedRight(group, stored.rehearsal, all),
    'checked decryptions open the rehearsal to what was put in',
  );
  return [];
}
