/**
 * Whether a ballot may be boxed and counted (Belenios protocol version 1, sections 7, 13 and 14.7): the one function
 * that server, verifier and a voter's own browser call. It collects every finding, not only the first.
 */
import { assert, type Refusal, type Result, refuse } from '../result.ts';
import { type Ballot, readBallot } from './ballot.ts';
import type { OpenElection } from './election.ts';
import { expectHomomorphicAnswer } from './homomorphic-answer.ts';
import { createPowerBatch, type PendingCheck, type PowerBatch } from './power-batch.ts';
import { expectSchnorr } from './proofs.ts';
import { expectRankedAnswer } from './ranked-answer.ts';

/** S0: what every proof of a ballot binds. */
export function ballotPrefix(fingerprint: string, credential: string): string {
  return `${fingerprint}|${credential}`;
}

/**
 * Findings about one ballot already read: uuid, fingerprint, signature hash, membership of every ciphertext, all
 * proofs, signature. That the credential is one of the election's list is the caller's to check; the list's own
 * elements are checked once, for all ballots.
 */
export function checkBallot(open: OpenElection, ballot: Ballot, where: string): readonly Refusal[] {
  const batch = createPowerBatch(open.group);
  const checks = expectBallot(batch, open, ballot, where);
  batch.run();
  const proofs = checks.map((check) => check()).filter((refusal) => refusal !== undefined);
  return [...checkBinding(open, ballot, where), ...proofs];
}

/** Reads and checks a ballot as casting does: unusual spellings are refused too; the first finding is the reason. */
export function acceptBallot(open: OpenElection, text: string, where = 'ballot'): Result<Ballot> {
  const read = readBallot(text, open, where);
  if (!read.ok) return read;
  const [first] = [
    ...(read.value.oddity === undefined ? [] : [read.value.oddity]),
    ...checkBallot(open, read.value, where),
  ];
  return first === undefined ? read : refuse(first.code, first.where, first.message);
}

function checkBinding({ election }: OpenElection, ballot: Ballot, where: string): Refusal[] {
  const findings: Refusal[] = [];
  if (ballot.electionUuid !== election.uuid) {
    const message = `the ballot is for election ${ballot.electionUuid}, not ${election.uuid}`;
    findings.push({ code: 'INCONSISTENT', where: `${where}.election_uuid`, message });
  }
  if (ballot.electionHash !== election.fingerprint) {
    const message = `the ballot names fingerprint ${ballot.electionHash}, the election has ${election.fingerprint}`;
    findings.push({ code: 'INCONSISTENT', where: `${where}.election_hash`, message });
  }
  if (ballot.signature.hash !== ballot.signedHash) {
    const message = 'the signature covers another text than this ballot';
    findings.push({ code: 'BAD_SIGNATURE', where: `${where}.signature.hash`, message });
  }
  return findings;
}

function expectBallot(batch: PowerBatch, open: OpenElection, ballot: Ballot, where: string): PendingCheck[] {
  const { group, election } = open;
  const publicKey = batch.base(open.publicKey);
  const credential = batch.base(ballot.credential);
  const prefix = ballotPrefix(election.fingerprint, group.text(ballot.credential));
  const answers = election.questions.flatMap((question, i) => {
    const answer = ballot.answers[i];
    const place = `${where}.answers[${i}]`;
    if (answer?.kind === 'homomorphic' && question.kind === 'homomorphic') {
      return expectHomomorphicAnswer(batch, publicKey, prefix, question, answer, place);
    }
    assert(answer?.kind === 'ranked', 'readBallot gives an answer of the kind of its question');
    return expectRankedAnswer(batch, election.publicKey, prefix, answer, place);
  });
  return [
    ...answers,
    expectSchnorr(batch, credential, `sig|${ballot.signature.hash}|`, ballot.signature.proof, (holds) =>
      holds
        ? undefined
        : {
            code: 'BAD_SIGNATURE',
            where: `${where}.signature.proof`,
            message: 'the signature does not verify under the ballot’s credential',
          },
    ),
  ];
}
