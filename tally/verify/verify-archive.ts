/**
 * Verifies a whole `.bel` archive of any Belenios version-1 election: checks 05 and 07–17 of docs/verification.md, in
 * one pass over the file, collecting every finding. Ballots go to the checker in batches, several at a time, and only
 * their sum comes back, so memory grows with the number of voters by a few hundred bytes each.
 */
import { type EventType, mayFollow } from '../belenios/archive/event.ts';
import { type DataMember, type EventStep, readArchive } from '../belenios/archive/read-archive.ts';
import type { ByteSource } from '../encoding/byte-source.ts';
import { sha256Hex } from '../encoding/hash.ts';
import type { Refusal } from '../result.ts';
import type { ArchiveView } from './archive-view.ts';
import { createLocalChecker } from './ballot-batch.ts';
import { type BallotBox, createBallotBox } from './ballot-box.ts';
import type { CheckId } from './checks.ts';
import { errorFinding, type Finding } from './finding.ts';
import type { VerifyOptions } from './options.ts';
import { type Setup, verifySetup } from './verify-setup.ts';
import { createTallyVerifier, type TallyVerifier } from './verify-tally.ts';

export interface ArchiveVerdict {
  readonly findings: readonly Finding[];
  readonly view: ArchiveView;
}

export async function verifyArchive(source: ByteSource, options: VerifyOptions): Promise<ArchiveVerdict> {
  const findings: Finding[] = [];
  // One by one: there may be more of them than a call takes arguments.
  const add = (more: readonly Finding[]): void => {
    for (const finding of more) findings.push(finding);
  };
  const events: { hash: string; type: EventType; end: number }[] = [];
  let previous: EventType | undefined;
  let box: BallotBox | undefined;
  let tallyVerifier: TallyVerifier | undefined;
  let timestamp = 0;
  let trusteesHash: string | undefined;
  let view: Pick<ArchiveView, 'election' | 'voters'> = { voters: 0 };

  const steps = readArchive(source);
  try {
    for (;;) {
      const next = await steps.next();
      if (next.done === true) {
        add(formFindings(next.value.findings));
        timestamp = next.value.timestamp;
        break;
      }
      const step = next.value;
      const { type } = step.event;
      // A second Setup, for one, is a finding of the grammar; the first stays in force.
      add([...formFindings(step.findings), ...grammarFindings(step, previous, box?.setup)]);
      events.push({ hash: step.hash, type, end: step.end });
      if (type === 'Setup' && previous === undefined) {
        const checked = verifySetup(options.openGroup, step.data);
        trusteesHash = sha256Hex(step.data[1]?.text ?? '');
        add(checked.findings);
        view = { ...checked.view };
        if (checked.setup !== undefined) {
          box = openBox(checked.setup, step.data, source, options);
          add(await box.checkCredentials());
        }
      } else if (box !== undefined) {
        if (type === 'Ballot') {
          await box.add(step);
        } else {
          tallyVerifier ??= await closeBox(box, options);
          add(verifyStep(tallyVerifier, step));
        }
      }
      previous = type;
      options.onProgress?.(step.end, source.size);
    }
    add((await box?.findings()) ?? []);
  } finally {
    await box?.end();
  }
  if (previous === undefined && findings.length === 0) {
    findings.push(errorFinding('05.4', { where: 'archive', message: 'the archive holds no event' }));
  }
  return {
    findings: findings.sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0)),
    view: {
      ...view,
      trustees: box?.setup.trustees ?? [],
      ...(trusteesHash === undefined ? {} : { trusteesHash }),
      events,
      ballots: box?.ballots() ?? [],
      credentials: [...(box?.setup.weights.keys() ?? [])],
      totalWeight: box?.countedWeight() ?? 0n,
      decryptedBy: tallyVerifier?.decryptedBy ?? [],
      ...(tallyVerifier?.published === undefined ? {} : { result: tallyVerifier.published }),
      timestamp,
    },
  };
}

function openBox(
  setup: Setup,
  [election]: readonly DataMember[],
  source: ByteSource,
  options: VerifyOptions,
): BallotBox {
  const rules = { open: setup.open, caps: options.caps?.rules ?? [] };
  const checker = options.createChecker?.(rules, election?.text ?? '') ?? createLocalChecker(rules);
  return createBallotBox(setup, checker, source, options);
}

async function closeBox(box: BallotBox, { onTally }: VerifyOptions): Promise<TallyVerifier> {
  const tally = await box.close();
  onTally?.(box.setup, tally);
  return createTallyVerifier(box.setup, tally);
}

function verifyStep(verifier: TallyVerifier, { event, data }: EventStep): readonly Finding[] {
  switch (event.type) {
    case 'EncryptedTally':
      return verifier.encryptedTally(data);
    case 'Shuffle':
      return verifier.shuffle(data);
    case 'PartialDecryption':
      return verifier.decryption(data);
    case 'Result':
      return verifier.result(data);
    default:
      return [];
  }
}

function formFindings(refusals: readonly Refusal[]): Finding[] {
  return refusals.map((refusal) => errorFinding(formCheck(refusal), refusal));
}

function formCheck({ code }: Refusal): CheckId {
  if (code === 'BROKEN_CHAIN') return '05.3';
  return code === 'INCONSISTENT' ? '05.2' : '05.1';
}

function grammarFindings(
  step: EventStep,
  previous: EventType | undefined,
  setup: Setup | undefined,
): Finding[] {
  const hasRanked = setup?.open.election.questions.some(({ kind }) => kind === 'ranked') ?? false;
  const { type, height } = step.event;
  if (mayFollow(previous, type, hasRanked)) return [];
  const where = `event ${height}`;
  const message = `a ${type} event cannot come ${previous === undefined ? 'first' : `after ${previous}`}`;
  const isLate = type === 'Ballot' && previous !== undefined && previous !== 'Setup';
  return [errorFinding(isLate ? '11.1' : '05.4', { where, message })];
}
