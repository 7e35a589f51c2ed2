/**
 * The costly work of an election on several threads: ballots checked (a `BallotChecker`) and ballots made. A thread opens
 * the election from its text once and then answers jobs.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { type OpenElection, openElection, readElection } from '../belenios/election.ts';
import { encryptBallot } from '../belenios/encrypt-ballot.ts';
import { proveCaps } from '../caps/cap-proof.ts';
import type { CapRule } from '../caps/cap-rule.ts';
import { capProofsJson } from '../caps/caps-file.ts';
import { assert, assertOk } from '../result.ts';
import {
  type BallotBatchReport,
  type BallotChecker,
  type BallotJob,
  type BallotRules,
  checkBallotBatch,
  checkCredentialBatch,
} from '../verify/ballot-batch.ts';
import type { Finding } from '../verify/finding.ts';
import { type EngineName, openGroupWith } from './engine.ts';
import { platformRandom } from './random.ts';
import { startThreads, type Threads } from './threads.ts';

/** What a thread starts with. */
interface PoolSetup {
  readonly kind: 'election-pool';
  readonly election: string;
  readonly caps: readonly CapRule[];
  readonly engine: EngineName;
}

type Job =
  | { readonly kind: 'check-ballots'; readonly jobs: readonly BallotJob[] }
  | { readonly kind: 'check-credentials'; readonly publicKeys: readonly string[]; readonly first: number }
  | { readonly kind: 'make-ballot'; readonly choices: Choices; readonly secret: bigint };

type Choices = readonly (readonly number[])[];

/** A ballot's text with its cap proofs as `caps.json` has them. */
export interface MadeBallotText {
  readonly text: string;
  readonly caps: ReturnType<typeof capProofsJson>;
}

/** Whether this thread was started by a pool, and then must call `runPoolThread`. */
export function isPoolThread(): boolean {
  return !isMainThread && (workerData as { kind?: unknown } | null)?.kind === 'election-pool';
}

/** Answers jobs until the thread is ended. */
export function runPoolThread(): void {
  const setup = workerData as PoolSetup;
  const election = assertOk(readElection(setup.election));
  const group = assertOk(openGroupWith(setup.engine)(election.groupName));
  const rules: BallotRules = { open: assertOk(openElection(election, group)), caps: setup.caps };
  const port = parentPort;
  assert(port !== null, 'a thread of a pool has a parent');
  port.on('message', (job: Job) => port.postMessage(answer(rules, job)));
}

function answer(rules: BallotRules, job: Job): BallotBatchReport | readonly Finding[] | MadeBallotText {
  switch (job.kind) {
    case 'check-ballots':
      return checkBallotBatch(rules, job.jobs);
    case 'check-credentials':
      return checkCredentialBatch(rules.open, job.publicKeys, job.first);
    case 'make-ballot':
      return makeBallot(rules, job.choices, job.secret);
  }
}

/** Choices come from a program that has checked them: choices that break a rule are its fault. */
function makeBallot({ open, caps }: BallotRules, choices: Choices, secret: bigint): MadeBallotText {
  const made = assertOk(encryptBallot(open, choices, secret, platformRandom));
  return {
    text: made.text,
    caps: capProofsJson(assertOk(proveCaps(open, caps, made, choices, platformRandom))),
  };
}

export interface PoolOptions {
  readonly threads: number;
  readonly engine: EngineName;
}

function startPool<A>(options: PoolOptions, caps: readonly CapRule[], electionText: string): Threads<Job, A> {
  const setup: PoolSetup = { kind: 'election-pool', election: electionText, caps, engine: options.engine };
  // The whole command line is bundled into one file, so this file's address is the program's.
  return startThreads<Job, A>(new URL(import.meta.url), options.threads, setup);
}

/** Checks on threads. @param electionText raw text of the election, already read by the caller */
export function createPoolChecker(
  options: PoolOptions,
  rules: BallotRules,
  electionText: string,
): BallotChecker {
  const threads = startPool<unknown>(options, rules.caps, electionText);
  return {
    // One batch on each thread and one waiting, so that no thread is ever idle.
    concurrency: threads.count * 2,
    checkBallots: async (jobs) => (await threads.ask({ kind: 'check-ballots', jobs })) as BallotBatchReport,
    checkCredentials: async (publicKeys, first) =>
      (await threads.ask({ kind: 'check-credentials', publicKeys, first })) as readonly Finding[],
    close: () => threads.close(),
  };
}

export interface BallotMaker {
  readonly concurrency: number;
  /** Encrypts and proves; the secret is the private credential's scalar. */
  make(choices: Choices, secret: bigint): Promise<MadeBallotText>;
  close(): Promise<void>;
}

/** Makes ballots on threads. */
export function createBallotMaker(
  options: PoolOptions,
  open: OpenElection,
  caps: readonly CapRule[],
  electionText: string,
): BallotMaker {
  assert(
    open.election.questions.every(({ kind }) => kind === 'homomorphic'),
    'ranked questions are not answered',
  );
  const threads = startPool<MadeBallotText>(options, caps, electionText);
  return {
    concurrency: threads.count * 2,
    make: (choices, secret) => threads.ask({ kind: 'make-ballot', choices, secret }),
    close: () => threads.close(),
  };
}
