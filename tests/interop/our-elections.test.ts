/**
 * Elections made by our code alone pass `belenios-tool election verify`, and at every step where the peer can compute
 * (encrypted tally, result) it computes the same texts. Skipped where belenios-tool is not installed.
 */
import { describe, expect, test } from 'vitest';
import type { HomomorphicQuestion } from '../../tally/belenios/election.ts';
import { writeResult } from '../../tally/belenios/result.ts';
import { proveCaps } from '../../tally/caps/cap-proof.ts';
import { QINGHE_PROJECTS } from '../../tally/cli/demo/qinghe.ts';
import { markNames } from '../../tally/count/poll.ts';
import {
  capsOf,
  choicesOf,
  electronicColumn,
  questionsOf,
  type Sheet,
} from '../../tally/record/questions.ts';
import { PRESETS, withSeats } from '../../tally/rules/presets.ts';
import type { RulePack } from '../../tally/rules/rule-pack.ts';
import {
  archiveOf,
  ballotEvents,
  type Choices,
  countElection,
  type PlayedElection,
  playElection,
  setUpElection,
  setupEvent,
  tallyBallots,
  verify,
  vote,
} from '../support/election.ts';
import { hasPeer } from '../support/peer.ts';
import { askPeer, peerVerdict } from '../support/peer-election.ts';

const PASSED = { isVerified: true, said: expect.stringContaining('all checks passed') };

/** Both verify the election, and the peer computes the tally and the result that ours published. */
async function expectAgreement({ events, bytes, election, result }: PlayedElection): Promise<void> {
  const { uuid } = election.open.election;
  const { findings, view } = await verify(bytes);
  expect(findings).toEqual([]);
  expect(view.result).toEqual(result);
  expect(peerVerdict(bytes, uuid)).toEqual(PASSED);
  const ended = events.findIndex(({ type }) => type === 'EndBallots') + 1;
  expect(askPeer(archiveOf(events.slice(0, ended)), uuid, ['compute-encrypted-tally'])).toEqual(
    events[ended]?.data,
  );
  expect(askPeer(archiveOf(events.slice(0, -1)), uuid, ['compute-result'])).toEqual([writeResult(result)]);
}

/** Of presets that ask the same of a ballot (committee, street and congress variants) one stands for all. */
const DISTINCT = PRESETS.filter((pack, i) => {
  const ballotOf = (each: RulePack) =>
    JSON.stringify([each.kind, each.ballot.method, markNames(each), capsAsked(each)]);
  return PRESETS.findIndex((earlier) => ballotOf(earlier) === ballotOf(pack)) === i;
});

function capsAsked(pack: RulePack): unknown {
  return pack.kind === 'evaluation' ? pack.evaluation.maxPerGrade : undefined;
}

const YES_NO: Choices[] = [[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]];

describe.skipIf(!hasPeer)('belenios-tool verifies', () => {
  test('an election with one mandatory trustee, a voter voting again', async () => {
    const played = playElection({
      votes: [
        [0, YES_NO[0] ?? []],
        [1, YES_NO[2] ?? []],
        [0, YES_NO[1] ?? []],
      ],
    });
    expect(played.result).toEqual([[0n, 1n, 1n]]);
    await expectAgreement(played);
  });

  test.each([
    { size: 3, threshold: 2, decryptedBy: [3, 1] },
    { size: 3, threshold: 2, decryptedBy: [1, 2, 3] },
    { size: 5, threshold: 3, decryptedBy: [5, 2, 4] },
  ])(
    'a threshold of $threshold of $size, decrypted by $decryptedBy',
    async ({ size, threshold, decryptedBy }) => {
      const votes = YES_NO.map((choices, i) => [i, choices] as const);
      const played = playElection({ trustees: [{ size, threshold }], votes, decryptedBy });
      expect(played.result).toEqual([[1n, 1n, 1n]]);
      await expectAgreement(played);
    },
  );

  test('mandatory trustees before and after a threshold set', async () => {
    const trustees = ['single', { size: 3, threshold: 2 }, 'single'] as const;
    await expectAgreement(playElection({ trustees, votes: [[2, [[0, 1, 0]]]], decryptedBy: [5, 4, 1, 2] }));
  });

  test('blank votes', async () => {
    const question: HomomorphicQuestion = {
      kind: 'homomorphic',
      answers: ['甲', '乙', '丙'],
      blank: true,
      min: 1,
      max: 2,
      question: '?',
    };
    const votes = [
      [1, 0, 0, 0],
      [0, 1, 0, 1],
      [0, 0, 1, 0],
      [1, 0, 0, 0],
    ].map((row, i) => [i, [row]] as const);
    const played = playElection({ questions: [question], voters: 4, votes });
    expect(played.result).toEqual([[2n, 1n, 1n, 1n]]);
    await expectAgreement(played);
  });

  test('weights, one of them 0, one above 2^30, one unstated', async () => {
    const weights = [3n, 0n, 2n ** 31n, undefined];
    const votes = [0, 1, 2, 3].map(
      (voter) => [voter, [[voter === 2 ? 1 : 0, voter === 2 ? 0 : 1, 0]]] as const,
    );
    const played = playElection({ weights, votes });
    expect(played.result).toEqual([[2n ** 31n, 4n, 0n]]);
    await expectAgreement(played);
  });

  test('nobody voted', async () => {
    const played = playElection({ votes: [] });
    expect(played.result).toEqual([[0n, 0n, 0n]]);
    await expectAgreement(played);
  });

  test('texts in Chinese and with everything JSON escapes', async () => {
    const played = playElection({
      name: '青禾区第一届人民代表大会第五次会议',
      description: '第一行\n第二行\t“引号” "quotes" \\ / \u2028 \u0001 🗳️ 𠮷',
      administrator: '区人大常委会办公室',
      credentialAuthority: '选举工作组',
      questions: [
        { kind: 'homomorphic', answers: ['赞成', '反对'], min: 0, max: 2, question: '“明厨亮灶”？' },
      ],
      votes: [[1, [[1, 1]]]],
    });
    await expectAgreement(played);
  });

  test('ten questions of four grades, exactly one each', async () => {
    const answers = ['满意', '基本满意', '不满意', '弃权'];
    const questions = Array.from({ length: 10 }, (_, i): HomomorphicQuestion => {
      return { kind: 'homomorphic', answers, min: 1, max: 1, question: `项目${i + 1}` };
    });
    const choices = (voter: number) =>
      questions.map((_, i) => answers.map((__, k) => ((i + voter) % 4 === k ? 1 : 0)));
    const votes = [0, 1, 2].map((voter) => [voter, choices(voter)] as const);
    await expectAgreement(playElection({ questions, votes }));
  });

  test.each(DISTINCT.map((pack) => [pack.id, pack] as const))(
    'ballots under the rule pack %s',
    async (_, preset) => {
      const isResolution = preset.kind === 'resolution';
      const items = QINGHE_PROJECTS.slice(0, isResolution ? 1 : 4);
      const hasPlaces = preset.kind === 'projects' && preset.selection.method === 'top_n';
      const pack = hasPlaces ? withSeats(preset, 2) : preset;
      const sheet: Sheet = { pack, items, round: { kind: 'first' } };
      const election = setUpElection({
        questions: questionsOf(sheet),
        trustees: [{ size: 3, threshold: 2 }],
      });
      const width = markNames(pack).length;
      const isTick = pack.kind !== 'evaluation' && pack.ballot.method === 'approve_up_to_n';
      const caps = capsOf(sheet);
      const marked = election.voters.map((__, voter) =>
        items.map((___, i) => (isTick ? i === voter || i === voter + 1 : (i + voter) % width)),
      );
      const made = marked.map((marks, voter) => {
        const choices = choicesOf(sheet, marks);
        const ballot = vote(election, voter, choices);
        expect(proveCaps(election.open, caps, ballot, choices, election.random)).toMatchObject({ ok: true });
        return ballot;
      });
      const texts = made.map(({ text }) => text);
      const count = countElection(election, tallyBallots(election, texts));
      const events = [setupEvent(election), ...ballotEvents(texts), ...count.events];
      await expectAgreement({ ...count, election, ballots: made, events, bytes: archiveOf(events) });
      // What comes back is what was marked.
      const column = electronicColumn(sheet, count.result, marked.length);
      column.items.forEach(({ marks }, i) => {
        const counted = marks.map((____, k) => marked.filter((row) => row[i] === (isTick ? true : k)).length);
        expect(marks).toEqual(counted);
      });
    },
  );
});
