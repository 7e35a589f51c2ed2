/**
 * The ballots of one archive on their way through the verifier: checks 08.2, 10.3, 12 and 13 here, check 10 with the
 * `BallotChecker`. Batches are in flight while the file is read on; only their sums are kept. Ballots that a later one of
 * the same credential replaces are read once more at the end and taken out of the sum.
 */
import type { DataMember, EventStep } from '../belenios/archive/read-archive.ts';
import { readBallot } from '../belenios/ballot.ts';
import {
  type EncryptedTally,
  emptyTally,
  mergeTallies,
  sortTally,
  subtractTally,
  tallyOfBallot,
} from '../belenios/tally.ts';
import type { ByteSource } from '../encoding/byte-source.ts';
import { readUtf8, utf8 } from '../encoding/bytes.ts';
import { assert } from '../result.ts';
import type { BoxedBallot } from './archive-view.ts';
import { type BallotChecker, type BallotJob, tallyOfReport } from './ballot-batch.ts';
import type { CheckId } from './checks.ts';
import { errorFinding, type Finding } from './finding.ts';
import type { VerifyOptions } from './options.ts';
import type { Setup } from './verify-setup.ts';

const BATCH_BALLOTS = 8;
const BATCH_CREDENTIALS = 64;

export interface ClosedBox {
  readonly tally: EncryptedTally;
  readonly numTallied: number;
  readonly totalWeight: bigint;
}

/** Collects the ballots of an archive, in order, while the checker works on them. */
export interface BallotBox {
  readonly setup: Setup;
  checkCredentials(): Promise<readonly Finding[]>;
  add(step: EventStep): Promise<void>;
  close(): Promise<ClosedBox>;
  /** Everything found about the ballots, in their order, once all of them are checked. */
  findings(): Promise<readonly Finding[]>;
  end(): Promise<void>;
  ballots(): readonly BoxedBallot[];
  countedWeight(): bigint;
}

export function createBallotBox(
  setup: Setup,
  checker: BallotChecker,
  source: ByteSource,
  { onBallot, caps }: Pick<VerifyOptions, 'onBallot' | 'caps'>,
): BallotBox {
  const { open, weights } = setup;
  const { group, election } = open;
  const hasRanked = election.questions.some(({ kind }) => kind === 'ranked');
  const boxed: BoxedBallot[] = [];
  // The list's own text of each credential: what is cut out of a ballot keeps the whole ballot in memory.
  const listed = new Map([...weights].map(([credential, weight]) => [credential, { credential, weight }]));
  const last = new Map<string, { index: number; member: DataMember }>();
  const superseded: { member: DataMember; weight: bigint }[] = [];
  const hashes = new Set<string>();
  const codes = new Map<string, string>();
  // Findings keep the order of the archive: one list a batch, and one of this thread between them.
  const lists: (readonly Finding[])[] = [];
  const running = new Set<Promise<void>>();
  let batch: BallotJob[] = [];
  let sum = emptyTally(group, election.questions);
  let unreadable = 0;

  function note(check: CheckId, where: string, message: string): void {
    lists.push([errorFinding(check, { where, message })]);
  }

  async function send(): Promise<void> {
    if (batch.length === 0) return;
    const jobs = batch;
    batch = [];
    const slot = lists.push([]) - 1;
    const work = checker.checkBallots(jobs).then((report) => {
      lists[slot] = report.findings;
      unreadable += report.unreadable;
      sum = mergeTallies(group, election.questions, sum, tallyOfReport(open, report));
      running.delete(work);
    });
    running.add(work);
    if (running.size >= checker.concurrency) await Promise.race(running);
  }

  async function finish(): Promise<void> {
    await send();
    await Promise.all(running);
  }

  return {
    setup,
    ballots: () => boxed,
    countedWeight: () => counted(last, boxed).totalWeight,
    end: () => checker.close(),

    async findings() {
      await finish();
      return lists.flat();
    },

    async checkCredentials() {
      const keys = [...weights.keys()];
      const starts = Array.from(
        { length: Math.ceil(keys.length / BATCH_CREDENTIALS) },
        (_, i) => i * BATCH_CREDENTIALS,
      );
      const reports = await Promise.all(
        starts.map((first) => checker.checkCredentials(keys.slice(first, first + BATCH_CREDENTIALS), first)),
      );
      return reports.flat();
    },

    async add({ event, data }) {
      const member = data.at(-1);
      if (member === undefined) return;
      const where = `ballot ${event.height}`;
      const claimed = credentialOf(member.text);
      const { credential, weight } = listed.get(claimed) ?? { credential: copyOf(claimed) };
      if (weight === undefined) note('10.3', where, 'the ballot’s credential is not on the list');
      else if (weight !== 1n && hasRanked) {
        note(
          '10.3',
          where,
          `the credential weighs ${weight}, but a ranked question counts every ballot once`,
        );
      }
      if (hashes.has(member.hash)) note('12.1', where, `ballot ${member.hash} occurs a second time`);
      else {
        const code = member.hash.slice(0, 15);
        const twin = codes.get(code);
        if (twin !== undefined)
          note('12.2', where, `ballots ${member.hash} and ${twin} have the same receipt code`);
        codes.set(code, member.hash);
      }
      hashes.add(member.hash);
      const before = last.get(credential);
      if (before !== undefined) {
        const old = boxed[before.index];
        assert(old !== undefined, 'a ballot remembered is in the box');
        boxed[before.index] = { ...old, supersededBy: event.height };
        superseded.push({ member: before.member, weight: old.weight });
      }
      const ballot: BoxedBallot = {
        height: event.height,
        hash: member.hash,
        credential,
        weight: weight ?? 0n,
      };
      last.set(credential, { index: boxed.push(ballot) - 1, member: { ...member, text: '' } });
      const more = onBallot?.(ballot, member.text, open) ?? [];
      if (more.length > 0) lists.push(more);
      batch.push({
        text: member.text,
        weight: (weight ?? 0n).toString(),
        where,
        ...(caps === undefined ? {} : { caps: caps.proofs.get(member.hash) }),
      });
      if (batch.length >= BATCH_BALLOTS) await send();
    },

    async close() {
      await finish();
      let removed = emptyTally(group, election.questions);
      for (const { member, weight } of superseded) {
        const text = readUtf8(await source.read(member.offset, member.size)) ?? '';
        const ballot = readBallot(text, open, member.hash);
        if (!ballot.ok) continue;
        const own = tallyOfBallot(group, ballot.value.answers, weight);
        removed = mergeTallies(group, election.questions, removed, own);
      }
      const rest = superseded.length === 0 ? sum : subtractTally(group, election.questions, sum, removed);
      if (unreadable > 0) {
        const message = `${unreadable} ballots could not be read, so the tally is recomputed without them`;
        lists.push([{ check: '14.2', severity: 'info', where: 'archive', message }]);
      }
      return { tally: sortTally(group, election.questions, rest), ...counted(last, boxed) };
    },
  };
}

/** The same text on its own in memory. */
function copyOf(text: string): string {
  return readUtf8(utf8(text)) ?? '';
}

function counted(last: ReadonlyMap<string, { index: number }>, boxed: readonly BoxedBallot[]) {
  const weights = [...last.values()].map(({ index }) => boxed[index]?.weight ?? 0n);
  return { numTallied: weights.length, totalWeight: weights.reduce((sum, weight) => sum + weight, 0n) };
}

/** The credential in a ballot's text: at its fixed place in canonical form; '' where the text is another. */
function credentialOf(text: string): string {
  return (
    /^\{"election_uuid":"[^"\\]{0,64}","election_hash":"[^"\\]{0,64}","credential":"([0-9a-f]{1,1000})"/.exec(
      text,
    )?.[1] ?? ''
  );
}
