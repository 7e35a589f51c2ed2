/**
 * A server that skips its checks boxes what it should have refused: ballots under cards nobody may use, more approvals
 * than the cap, votes that weigh more than one. Scrutineers count what was published and officials sign what comes out, in
 * good faith; the ledger is the server's own. The record alone shows it.
 */
import { expect, test } from 'vitest';
import { encryptBallot } from '../../tally/belenios/encrypt-ballot.ts';
import { proveDisjunction } from '../../tally/belenios/proofs.ts';
import { proveCaps } from '../../tally/caps/cap-proof.ts';
import { capProofsJson } from '../../tally/caps/caps-file.ts';
import type { MadeBallotText } from '../../tally/cli/pool.ts';
import { capsOf, choicesOf } from '../../tally/record/questions.ts';
import { cardHash } from '../../tally/record/roll.ts';
import { assertOk } from '../../tally/result.ts';
import { withSeats } from '../../tally/rules/presets.ts';
import { preset } from '../support/poll.ts';
import {
  ABSTAIN,
  AGAINST,
  capsTextOf,
  FOR,
  playRecord,
  RECORD_PLAN,
  type RecordDraft,
  recompose,
  refutationsOf,
  seal,
  voteOf,
} from '../support/record.ts';
import { withText } from '../support/tamper.ts';

const record = await playRecord();
const { ballots, draft, session, random } = record;
const { open, sheet, cards } = session;
const { group } = open;
const rules = capsOf(sheet);
const refuted = async (changed: RecordDraft) => refutationsOf(await seal(changed, record.ledgerKey));
const cardOf = (number: number) => cardHash(cards[number]?.publicKey ?? '');
/** Cards 0…3 have voted, card 4 was handed out, card 5 was not, card 6 is spare. */
const [USED, UNUSED, UNISSUED, SPARE] = [0, 4, 5, 6] as const;

test('boxing an honest ballot more, counted and signed, verifies', async () => {
  expect(await refuted(recompose(record, [...ballots, voteOf(record, UNUSED, [FOR, AGAINST, FOR])]))).toEqual(
    [],
  );
});

test.each([
  ['of a member who never came', UNISSUED],
  ['kept as a spare', SPARE],
])('a ballot under a card %s is refuted', async (_, card) => {
  const stuffed = recompose(record, [...ballots, voteOf(record, card, [FOR, AGAINST, FOR])]);
  expect(await refuted(stuffed)).toEqual(['10.3']);
});

test('the roll can be bent to a stuffed ballot only by figures the members know', async () => {
  const stuffed = recompose(record, [...ballots, voteOf(record, UNISSUED, [FOR, AGAINST, FOR])]);
  const activated = withText(stuffed, 'roll.json', (roll) => {
    roll.activated = [...roll.activated, cardOf(UNISSUED)].sort();
  });
  expect(await refuted(activated)).toEqual(['08.3']);
  const issued = withText(activated, 'roll.json', (roll) => {
    roll.issued.electronic = 6;
  });
  expect(await refuted(issued)).toEqual(['08.3', '17.4']);
});

test('a ballot under a card that was voided is refuted, and voiding it leaves a card too few', async () => {
  const voided = withText(draft, 'roll.json', (roll) => {
    roll.voided = [{ serial: '0001', credential: cardOf(USED) }];
  });
  expect(await refuted(voided)).toEqual(['08.3', '10.3']);
});

test('a spare card takes the place of a lost one, and then a ballot under the lost one is refuted', async () => {
  const replaced = (changed: RecordDraft) =>
    withText(changed, 'roll.json', (roll) => {
      roll.voided = [{ serial: '0005', credential: cardOf(UNUSED) }];
      roll.activated = [...roll.activated, cardOf(SPARE)].sort();
    });
  const told = (changed: RecordDraft, second: string) =>
    withText(changed, 'ledger/actions.json', (actions) => {
      actions.splice(2, 0, { ...actions[0], did: 'card_voided', what: '0005', with: second });
    });
  const spare = replaced(recompose(record, [...ballots, voteOf(record, SPARE, [FOR, AGAINST, FOR])]));
  expect(await refuted(told(spare, '总监票人 1'))).toEqual([]);
  expect(await refuted(spare)).toEqual(['08.3']);
  // The clerk, who did it, is no second person.
  expect(await refuted(told(spare, '工作人员 1'))).toEqual(['08.3']);
  const lost = replaced(recompose(record, [...ballots, voteOf(record, UNUSED, [FOR, AGAINST, FOR])]));
  expect(await refuted(told(lost, '总监票人 1'))).toEqual(['10.3']);
});

test('a card that weighs three votes, or none, is refuted although counted and signed as such', async () => {
  const tick = preset('congress-tick');
  if (tick.kind !== 'projects') throw new Error('a projects pack');
  const marks = [
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ];
  const plan = { ...RECORD_PLAN, pack: withSeats(tick, 2), ballots: marks };
  const ticked = await playRecord(plan, 'ticked');
  const weighing = (weight: bigint) =>
    seal(recompose(ticked, ticked.ballots, new Map([[0, weight]])), ticked.ledgerKey);
  expect(await refutationsOf(await weighing(1n))).toEqual([]);
  expect(await refutationsOf(await weighing(3n))).toEqual(['10.3']);
  expect(await refutationsOf(await weighing(0n))).toEqual(['10.3']);
});

/** Three approvals where two are the most: every question is answered honestly. */
function overVote(): { text: string; simulated: MadeBallotText['caps']; wider: MadeBallotText['caps'] } {
  const choices = choicesOf(sheet, [FOR, FOR, FOR]);
  const made = assertOk(encryptBallot(open, choices, cards[UNUSED]?.secret ?? 0n, random));
  const randomness = made.randomness.reduce((sum, row) => sum + (row[FOR] ?? 0n), 0n) % group.order;
  const branches = [0, 1, 2].map((value) => ({ ciphertext: { randomness, plaintext: 3n }, value }));
  const wider = rules.map((rule) => ({ ...rule, max: 3 }));
  return {
    text: made.text,
    simulated: capProofsJson([proveDisjunction(group, open.publicKey, 'anything', branches, -1, random)]),
    wider: capProofsJson(assertOk(proveCaps(open, wider, made, choices, random))),
  };
}

const over = overVote();

test.each([
  ['no cap proof', []],
  ['a simulated cap proof', over.simulated],
  ['a cap proof for three', over.wider],
  ['the cap proof for three cut to the length for two', over.wider.map((proof) => proof.slice(0, 3))],
  ['the cap proof of another ballot', ballots[0]?.caps ?? []],
])('an over-vote with %s is refuted', async (_, caps) => {
  const boxed = [...ballots, { text: over.text, caps: over.simulated }];
  const counted = recompose(record, boxed);
  const published = withText(counted, 'caps.json', (file) => {
    file.ballots[4].proofs = caps;
  });
  const checks = await refuted(published);
  // No proof at all is not even the format.
  expect(checks).toEqual(caps.length === 0 ? ['01.3'] : ['10.8']);
});

test('an over-vote cannot be left out of caps.json either', async () => {
  const counted = recompose(record, [...ballots, { text: over.text, caps: over.simulated }]);
  const texts = { ...counted.texts, 'caps.json': capsTextOf(record, ballots) };
  expect(await refuted({ ...counted, texts })).toEqual(['10.8']);
});

test.each<
  readonly [string, (file: { poll: string; ballots: { ballot: string; proofs: unknown[][] }[] }) => void]
>([
  ['is dropped', (file) => void file.ballots.pop()],
  ['is there twice', (file) => void file.ballots.push(...file.ballots.slice(-1))],
  [
    'stands under another ballot',
    ({ ballots: [a, b] }) => {
      if (a && b) [a.proofs, b.proofs] = [b.proofs, a.proofs];
    },
  ],
  ['stands in another place', (file) => void file.ballots.reverse()],
  [
    'is for a ballot nobody cast',
    ({ ballots: [a] }) => {
      if (a) a.ballot = 'f'.repeat(64);
    },
  ],
  ['has its branches in another order', ({ ballots: [a] }) => void a?.proofs[0]?.reverse()],
  ['has a branch fewer', ({ ballots: [a] }) => void a?.proofs[0]?.pop()],
  ['is doubled', ({ ballots: [a] }) => void a?.proofs.push(...a.proofs)],
  [
    'is of another session',
    (file) => {
      file.poll = 'QingheBa11otProjects26';
    },
  ],
])('a cap proof that %s is found', async (_, change) => {
  expect(await refuted(withText(draft, 'caps.json', change))).toEqual(['10.8']);
});

test('who may vote once cannot replace that vote', async () => {
  const again = recompose(record, [...ballots, voteOf(record, USED, [ABSTAIN, ABSTAIN, FOR])]);
  expect(await refuted(again)).toEqual(['13.1']);
});
