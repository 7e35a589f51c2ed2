/**
 * Sealing: from a draft, the roll, the cards, the scrutineers' keys and the signers to the texts every ballot will be bound to
 * (design 3.3). The presidium is shown the hash of the set-up first and seals exactly that one. Nothing changes afterwards.
 */
import {
  assertOk,
  COUNT_ROLES,
  electionKeyOf,
  ok,
  readElection,
  readPublicCredentials,
  readSetup,
  readTrustees,
  type Setup,
  type Signer,
  type SignerRole,
  sessionTemplate,
  setupMembers,
  sha256Hex,
  sortCredentials,
  writeBallotForm,
  writeElection,
  writePublicCredentials,
  writeRulePack,
  writeSetup,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { loadKeyHolders } from './ceremony-store.ts';
import { electionGroup } from './engine.ts';
import { type Answer, refused } from './refused.ts';
import { descriptionsText } from './rules.ts';
import { loadSealing, type SealedTexts, type SealingRow, sealSession } from './seal-store.ts';
import type { Missing, SealView } from './shapes.ts';
import { loadSession, type StoredSession } from './store.ts';

const ROLES: readonly SignerRole[] = [...COUNT_ROLES, 'presidium'];

/** What would be sealed now, and what is still missing. */
export async function previewSeal(deps: Deps, id: string): Promise<Answer<SealView>> {
  const session = await loadSession(deps, id);
  if (session === null) return refused('NOT_FOUND', 'session', 'there is no such session');
  const stored = await loadSealing(deps, session.meetingId, id);
  const missing = missingFor(session, stored);
  if (session.state !== 'configured' || missing.length > 0) {
    return ok({ missing, texts: null, setupHash: null });
  }
  const texts = await makeTexts(deps, session, stored);
  return ok({
    missing,
    setupHash: sha256Hex(texts.setup),
    texts: { setup: texts.setup, rulePack: texts.rulePack, form: texts.form, election: texts.election },
  });
}

/**
 * Seals what `setupHash` names. One statement writes the texts, the box with its Setup event, and both leaves.
 *
 * @returns refusals: WRONG_STATE when sealed already, INCONSISTENT while something is missing, STALE when session, roll, cards or
 *          keys are no longer those whose hash was shown
 */
export async function sealBallotSession(
  deps: Deps,
  actor: Actor,
  id: string,
  setupHash: string | null,
): Promise<Answer<{ readonly id: string; readonly setupHash: string }>> {
  const session = await loadSession(deps, id);
  if (session === null) return refused('NOT_FOUND', 'session', 'there is no such session');
  if (session.state !== 'configured')
    return refused('WRONG_STATE', 'session', 'the session is sealed already');
  const stored = await loadSealing(deps, session.meetingId, id);
  const [missing] = missingFor(session, stored);
  if (missing !== undefined) return refused('INCONSISTENT', `seal.${missing}`, MISSING[missing]);
  const texts = await makeTexts(deps, session, stored);
  const hash = sha256Hex(texts.setup);
  const stale = refused('STALE', 'setupHash', 'what would be sealed has changed; look at it again');
  if (setupHash !== null && setupHash !== hash) return stale;
  const action = actionText(deps, {
    poll: id,
    role: actor.roleHere,
    who: actor.name,
    did: 'setup_sealed',
    what: hash,
  });
  const code = await sealSession(deps, id, session.version, texts, action);
  if (code === 'DONE') return ok({ id, setupHash: hash });
  return code === 'STALE' ? stale : refused('WRONG_STATE', 'session', 'the session is sealed already');
}

const MISSING: Readonly<Record<Missing, string>> = {
  members: 'the roll has no member in office',
  cards: 'the cards of the meeting are not registered, or have no credential for this session',
  keys: 'the scrutineers have not completed their keys',
  signers: 'a chief scrutineer, a scrutineer, a teller and a presidium member with signing keys are needed',
  names: 'two signers have the same name',
};

function missingFor(session: StoredSession, stored: SealingRow): readonly Missing[] {
  const isSecret = session.pack.secrecy === 'secret';
  const held = new Map(ROLES.map((role) => [role, stored.signers.filter((signer) => signer.role === role)]));
  const people = new Set(
    stored.signers.filter(({ role }) => role !== 'presidium').map(({ accountId }) => accountId),
  );
  const named = new Map(stored.signers.map(({ accountId, name }) => [accountId, name]));
  return [
    ...(stored.inOffice === 0 ? (['members'] as const) : []),
    ...(isSecret && !stored.hasAllCards ? (['cards'] as const) : []),
    ...(isSecret && stored.trustees === null ? (['keys'] as const) : []),
    ...(ROLES.some((role) => (held.get(role)?.length ?? 0) === 0) || people.size < COUNT_ROLES.length
      ? (['signers'] as const)
      : []),
    ...(new Set(named.values()).size < named.size ? (['names'] as const) : []),
  ];
}

async function makeTexts(deps: Deps, session: StoredSession, stored: SealingRow): Promise<SealedTexts> {
  const isRecorded = session.pack.secrecy === 'recorded';
  const { pack, items, round, limits } = session;
  const sheet = { pack, items, round, ...(limits === null ? {} : { limits }) };
  const form = writeBallotForm(sheet);
  const keyHolders = isRecorded ? undefined : await loadKeyHolders(deps, session.meetingId);
  const setup: Setup = {
    v: 'setup/1',
    organ: stored.organ,
    meeting: stored.meeting,
    subject: {
      uuid: session.id,
      year: session.year,
      subjectZh: session.subjectZh,
      subjectEn: session.subjectEn,
    },
    round,
    items,
    ...(limits === null ? {} : { limits }),
    rulePack: sha256Hex(writeRulePack(pack)),
    form: sha256Hex(form),
    inOffice: stored.inOffice,
    cards: isRecorded
      ? { kind: stored.cardsKind, listed: 0, spare: 0 }
      : { kind: stored.cardsKind, listed: stored.credentials.length, spare: stored.spare },
    signers: stored.signers.map(({ role, name, publicKey }): Signer => ({ role, name, publicKey })),
    ...(keyHolders === undefined ? {} : { keyHolders }),
    ledger: deps.ledger.policyText,
    booth: boothOf(deps, session),
    planned: plannedOf(session),
  };
  const text = writeSetup(setup);
  // The same reader judges it in years to come: what it would refuse must not be sealed.
  assertOk(readSetup(text, 'setup'));
  const common = {
    setup: text,
    form,
    rulePack: writeRulePack(pack),
    inOffice: stored.inOffice,
    isRecorded,
    revoting: pack.revoting,
    archiveSeconds: Math.floor(deps.now().getTime() / 1000),
    meetingTitle: stored.meeting.titleZh,
    verifier: deps.pages.verifier(),
  };
  if (isRecorded) {
    return {
      ...common,
      election: null,
      trustees: null,
      credentials: null,
      listed: 0,
      fingerprint: '',
      members: [],
    };
  }
  const group = electionGroup();
  const trustees = stored.trustees ?? '';
  const publicKey = electionKeyOf(group, assertOk(readTrustees(group, trustees, 'trustees')));
  const election = writeElection(sessionTemplate(setup, pack), { uuid: session.id, group, publicKey });
  const listed = sortCredentials(
    group,
    stored.credentials.map((credential) => ({ publicKey: credential })),
  );
  const credentials = writePublicCredentials(listed);
  assertOk(readPublicCredentials(group, credentials, 'credentials'));
  return {
    ...common,
    election,
    trustees,
    credentials,
    listed: listed.length,
    fingerprint: assertOk(readElection(election)).fingerprint,
    members: setupMembers(election, trustees, credentials),
  };
}

function plannedOf({ plannedOpensAt, plannedClosesAt }: StoredSession): Setup['planned'] {
  if (plannedOpensAt === null || plannedClosesAt === null) return null;
  const second = (instant: string) => `${instant.slice(0, 19)}Z`;
  return { opens: second(plannedOpensAt), closes: second(plannedClosesAt) };
}

/** The files the voting page loads, and what it shows beside the items. A vote by name uses the same page. */
function boothOf({ pages }: Pick<Deps, 'pages'>, { descriptions }: StoredSession): Setup['booth'] {
  const files = pages.filesOf('vote');
  return Object.keys(descriptions).length === 0
    ? files
    : [...files, { name: 'descriptions.json', sha256: sha256Hex(descriptionsText(descriptions)) }];
}
