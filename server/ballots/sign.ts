/**
 * Signing the count: chief scrutineer, scrutineer and teller, three people, each sign the hash of one report with the key
 * sealed for them; then, once it was announced, the presidium confirms. Signatures are made in the signers' browsers over the
 * readable text of `statementText` and judged by the rules the verifier judges the certificate by.
 */
import {
  assertOk,
  checkCertificate,
  ok,
  readSetup,
  type SessionState,
  type Signature,
  sha256Hex,
  writeCertificate,
  writeCertificateText,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { continueCount, type Moved, requireCounting } from './count.ts';
import { type CountingSession, loadSignatures, saveAnnounced, saveSignature } from './count-store.ts';
import { type Answer, refused } from './refused.ts';

/** How far a signer's clock may be off. */
const MAX_SKEW_MS = 10 * 60_000;

type Given = { readonly reportHash: string; readonly signature: Signature };

/** One of the three signatures of the count. */
export async function signReport(
  deps: Deps,
  actor: Actor,
  poll: string,
  given: Given,
): Promise<Answer<Moved>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const session = found.value;
  if (given.signature.role === 'presidium') {
    return refused('FORBIDDEN', 'json.signature.role', 'the presidium confirms after the announcement');
  }
  if (session.state !== 'counted') {
    const isWaiting = session.state === 'adjudicating' || session.state === 'closed';
    return isWaiting
      ? refused('ADJUDICATION_PENDING', 'session', 'the count is not finished')
      : refused('WRONG_STATE', 'session', `a report is signed once counted; the session is ${session.state}`);
  }
  const saved = await save(deps, actor, session, given, null);
  if (!saved.ok) return saved;
  if (saved.value.state === 'signed' && session.parentId !== null) {
    // The report of a tie's session takes in the re-vote as soon as that is signed.
    await continueCount(deps, actor, session.parentId);
  }
  return saved;
}

/** The presidium's confirmation, which completes the certificate. */
export async function confirmReport(
  deps: Deps,
  actor: Actor,
  poll: string,
  given: Given,
): Promise<Answer<Moved>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const session = found.value;
  if (given.signature.role !== 'presidium') {
    return refused('INCONSISTENT', 'json.signature.role', 'a confirmation is signed as presidium');
  }
  if (session.state !== 'announced') {
    const code = session.state === 'counted' ? 'MISSING_SIGNATURE' : 'WRONG_STATE';
    return refused(code, 'session', 'the presidium confirms what was signed and announced');
  }
  const signatures = [...(await loadSignatures(deps, poll)), given.signature];
  const certificate = writeCertificate({ sessionUuid: poll, reportHash: given.reportHash }, signatures);
  return save(deps, actor, session, given, writeCertificateText(certificate));
}

async function save(
  deps: Deps,
  actor: Actor,
  session: CountingSession,
  { reportHash, signature }: Given,
  certificate: string | null,
): Promise<Answer<Moved>> {
  const { poll } = session;
  const flaw = await checkSignature(deps, actor, session, { reportHash, signature });
  if (flaw !== null) return flaw;
  const isConfirmation = signature.role === 'presidium';
  const code = await saveSignature(deps, poll, {
    role: signature.role,
    accountId: actor.accountId,
    signature,
    reportHash,
    certificate,
    action: actionText(deps, {
      poll,
      role: signature.role,
      who: signature.name,
      did: isConfirmation ? 'confirmed' : 'report_signed',
      what: reportHash,
    }),
  });
  switch (code) {
    case 'saved': {
      const moved = await requireCounting(deps, poll);
      return moved.ok ? ok({ state: moved.value.state }) : moved;
    }
    case 'exists':
      return refused('ALREADY_EXISTS', 'signature', `the ${signature.role} has signed already`);
    case 'same_signer':
      return refused('SAME_SIGNER', 'account', 'each role is signed by another person');
    case 'stale':
      return refused('STALE', 'json.reportHash', 'the report is another one now; read it again');
    default:
      return refused('WRONG_STATE', 'session', 'the session has moved on');
  }
}

/** By the rules of the certificate, as far as it has come. */
async function checkSignature(
  deps: Deps,
  actor: Actor,
  session: CountingSession,
  { reportHash, signature }: Given,
): Promise<Answer<never> | null> {
  if (sha256Hex(session.report ?? '') !== reportHash) {
    return refused('STALE', 'json.reportHash', 'the report is another one now; read it again');
  }
  const holds = actor.roles.some(
    ({ role, organId }) => role === signature.role && organId === session.organId,
  );
  if (!holds || signature.name !== actor.name) {
    return refused('FORBIDDEN', 'json.signature', 'people sign in their own name and role only');
  }
  const skew = Math.abs(new Date(signature.signedAt).getTime() - deps.now().getTime());
  if (!(skew <= MAX_SKEW_MS)) {
    return refused('INCONSISTENT', 'json.signature.signedAt', 'the clock of the signer’s device is wrong');
  }
  const others = (await loadSignatures(deps, session.poll)).filter(({ role }) => role !== signature.role);
  const certificate = writeCertificate({ sessionUuid: session.poll, reportHash }, [...others, signature]);
  const { signers } = assertOk(readSetup(session.setup, 'setup'));
  const [flaw] = checkCertificate(
    certificate,
    { sessionUuid: session.poll, reportHash },
    signers,
    signature.role === 'presidium',
  ).filter(({ code }) => code !== 'MISSING_SIGNATURE');
  if (flaw === undefined) return null;
  // Whoever is not on the sealed list may not sign, however good the signature.
  return refused(flaw.code === 'NOT_FOUND' ? 'FORBIDDEN' : flaw.code, flaw.where, flaw.message);
}

/** The chair has read the result to the meeting. */
export async function announceResult(
  deps: Deps,
  actor: Actor,
  poll: string,
): Promise<Answer<{ readonly state: SessionState }>> {
  const found = await requireCounting(deps, poll);
  if (!found.ok) return found;
  const { report } = found.value;
  const isMoved = await saveAnnounced(
    deps,
    poll,
    actionText(deps, {
      poll,
      role: actor.roleHere,
      who: actor.name,
      did: 'announced',
      what: sha256Hex(report ?? ''),
    }),
  );
  return isMoved
    ? ok({ state: 'announced' })
    : refused('MISSING_SIGNATURE', 'session', 'three people sign the report before it is announced');
}
