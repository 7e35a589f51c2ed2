/**
 * Checks 06.1, 07.3, 07.4, 08.3, 10–13 and 17 of the record of a vote by name (记名表决): everything that for a secret
 * session rests on its archive rests here on the list of votes, every one of which is a leaf of the ledger between the
 * actions that opened and closed the session.
 */
import { sha256Hex } from '../encoding/hash.ts';
import { actionHash } from '../record/actions.ts';
import { writeBallotForm } from '../record/ballot-form.ts';
import { recordedVoteTracker } from '../record/receipt.ts';
import { checkRecordedVote, type RecordedVotes, recordedColumn } from '../record/recorded-votes.ts';
import { checkRoll } from '../record/roll.ts';
import { sheetOf } from '../record/setup.ts';
import { errorFinding, expectTrue, type Finding } from './finding.ts';
import type { RecordParts } from './verify-record.ts';

const VOTES = 'votes.json';

/** Everything but ledger signatures, report and certificate, which are the same for every record. */
export function verifyRecorded(parts: RecordParts, votes: RecordedVotes): readonly Finding[] {
  return [
    ...checkSealed(parts),
    ...checkFigures(parts, votes),
    ...checkVotes(parts, votes),
    ...checkOrder(parts, votes),
  ];
}

/** The column the report must have been built from. */
export function columnOfVotes({ setup, pack }: RecordParts, { votes }: RecordedVotes) {
  return recordedColumn(sheetOf(setup, pack), votes);
}

/** 07.3, 07.4: the set-up is the one whose sealing was logged; form and rule pack are those it names. */
function checkSealed({ setup, pack, texts, actions, uuid }: RecordParts): readonly Finding[] {
  const sealed = actions.find(({ did }) => did === 'setup_sealed');
  const form = writeBallotForm(sheetOf(setup, pack));
  return [
    ...expectTrue(
      '07.3',
      sealed?.what === sha256Hex(texts['setup.json']),
      'setup.json',
      'no action seals the SHA-256 of setup.json',
    ),
    ...expectTrue(
      '07.3',
      setup.rulePack === sha256Hex(texts['rule-pack.json']),
      'rule-pack.json',
      'the rule pack is not the one sealed in setup.json',
    ),
    ...expectTrue(
      '07.3',
      setup.subject.uuid === uuid,
      'setup.json',
      `record and set-up do not bear one uuid, ${uuid}`,
    ),
    ...expectTrue(
      '07.3',
      pack.secrecy === 'recorded',
      'rule-pack.json',
      'the votes are by name, the rules ask for a secret ballot',
    ),
    ...expectTrue(
      '07.4',
      texts['form.json'] === form && setup.form === sha256Hex(form),
      'form.json',
      'the ballot form is not the one that rule pack and items ask for',
    ),
  ];
}

/** 08.3: a vote by name has no cards; its figures are those of the set-up, and possible. */
function checkFigures(
  { setup, roll, caps, uuid }: RecordParts,
  { votes }: RecordedVotes,
): readonly Finding[] {
  const { electronic, paper } = roll.issued;
  const isCardless =
    roll.activated.length + roll.voided.length + setup.cards.listed + caps.ballots.length === 0;
  const flaws = checkRoll({ ...roll, issued: { electronic: 0, paper: electronic + paper } }, new Set());
  return [
    ...flaws.map((message) => errorFinding('08.3', { where: 'roll.json', message })),
    ...expectTrue('08.3', roll.poll === uuid, 'roll.json', 'the roll is of another session'),
    ...expectTrue('08.3', isCardless, 'roll.json', 'a vote by name has no cards, credentials or cap proofs'),
    ...expectTrue(
      '08.3',
      roll.inOffice === setup.inOffice,
      'roll.json',
      `${roll.inOffice} in office, ${setup.inOffice} when sealed`,
    ),
    ...expectTrue(
      '08.3',
      votes.length <= electronic,
      VOTES,
      `${votes.length} votes of ${electronic} who could vote by name`,
    ),
  ];
}

/** 10.1, 10.2, 12, 13.1: every vote is one the rules allow, of this session, and one a voter. */
function checkVotes({ setup, pack, uuid }: RecordParts, { poll, votes }: RecordedVotes): readonly Finding[] {
  const sheet = sheetOf(setup, pack);
  const seen = new Set<string>();
  const findings = votes.flatMap((vote, i): readonly Finding[] => {
    const where = `${VOTES}[${i}]`;
    const allowed = checkRecordedVote(sheet, vote, where);
    const isRepeated = seen.has(vote.voter);
    seen.add(vote.voter);
    return [
      ...(allowed.ok ? [] : [errorFinding('10.1', allowed.error)]),
      ...expectTrue('10.2', vote.poll === uuid, where, `the vote is for the session ${vote.poll}`),
      ...expectTrue('13.1', !isRepeated, where, `${vote.voter} has voted before`),
    ];
  });
  return [...expectTrue('10.2', poll === uuid, VOTES, `the list is of the session ${poll}`), ...findings];
}

/** 06.1, 11.1: the votes are leaves of the ledger in their order, between opening and closing. */
function checkOrder({ leaves, actions }: RecordParts, { votes }: RecordedVotes): readonly Finding[] {
  const hashes = leaves.map(({ leaf }) => (leaf.kind === 'action' ? leaf.hashHex : ''));
  const trackers = votes.map(recordedVoteTracker);
  const own = new Set(trackers);
  const places = hashes.flatMap((hash, i) => (own.has(hash) ? [i] : []));
  const placeOf = (did: 'opened' | 'closed'): number => {
    const action = actions.find((one) => one.did === did);
    return action === undefined ? -1 : hashes.indexOf(actionHash(action));
  };
  const [first = 0, last = 0] = [places[0], places.at(-1)];
  const isBetween = votes.length === 0 || (placeOf('opened') < first && last < placeOf('closed'));
  return [
    ...expectTrue(
      '06.1',
      places.map((i) => hashes[i]).join() === trackers.join(),
      'ledger/proofs.json',
      `the ledger’s leaves are not the ${votes.length} votes in their order`,
    ),
    ...expectTrue('11.1', isBetween, VOTES, 'a vote was logged before the opening or after the closing'),
  ];
}
