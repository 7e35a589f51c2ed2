/**
 * Laws of encrypted elections: the result is the plain recount of the last choices, the order of voters changes nothing, and
 * what a writer writes a reader reads back. Small numbers, because encryption costs time; seeds make them repeatable.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_DATA, EVENT_TYPES, readEvent, writeEvent } from '../../tally/belenios/archive/event.ts';
import { readBallot, signBallotText, writeUnsignedBallot } from '../../tally/belenios/ballot.ts';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import { readPublicCredentials, writePublicCredentials } from '../../tally/belenios/credential-list.ts';
import { readDecryption, readOwned, writeDecryption, writeOwned } from '../../tally/belenios/decryption.ts';
import { readElection, writeElection } from '../../tally/belenios/election.ts';
import { readResult, writeResult } from '../../tally/belenios/result.ts';
import {
  readEncryptedTally,
  readSizedTally,
  writeEncryptedTally,
  writeSizedTally,
} from '../../tally/belenios/tally.ts';
import { readTrustees, writeTrustees } from '../../tally/belenios/trustee.ts';
import { assertOk } from '../../tally/result.ts';
import {
  archiveOf,
  ballotEvents,
  countElection,
  eventsOf,
  playElection,
  setUpElection,
  setupEvent,
  tallyBallots,
  verify,
  vote,
} from '../support/election.ts';
import { drawChoices, drawElection } from '../support/random-election.ts';

const seeds = fc.nat().map((seed) => `property ${seed}`);

test('the result of a random election is the plain recount of every voter’s last choices', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const plan = drawElection(seed);
      const { bytes, result } = playElection(plan);
      const last = new Map(plan.votes);
      const expected = (plan.questions ?? []).map((question, i) => {
        const rows = [...last].map(
          ([voter, choices]) => [plan.weights?.[voter] ?? 1n, choices[i] ?? []] as const,
        );
        const isBlank = question.kind === 'homomorphic' && question.blank === true;
        return Array.from({ length: question.answers.length + (isBlank ? 1 : 0) }, (_, k) =>
          rows.reduce((sum, [weight, row]) => sum + weight * BigInt(row[k] ?? 0), 0n),
        );
      });
      expect(result).toEqual(expected);
      const { findings, view } = await verify(bytes);
      expect(findings).toEqual([]);
      expect(view.result).toEqual(expected);
    }),
    { numRuns: 6 },
  );
});

test('the order in which voters cast their ballots changes nothing in the result', async () => {
  const plan = drawElection('order');
  const questions = (plan.questions ?? []).filter((question) => question.kind === 'homomorphic');
  const election = setUpElection({ questions, weights: [2n, undefined, 3n, 1n] });
  const cast = election.voters.map(
    (_, voter) =>
      vote(
        election,
        voter,
        questions.map((question) => drawChoices(question, election.random)),
      ).text,
  );
  const inOrder = countElection(election, tallyBallots(election, cast));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(cast, { minLength: cast.length }), async (shuffledCast) => {
      const count = countElection(election, tallyBallots(election, shuffledCast));
      expect(count.result).toEqual(inOrder.result);
      // The encrypted tally is the same text, so even the decryptions made for one order serve the other.
      const events = [setupEvent(election), ...ballotEvents(shuffledCast), ...inOrder.events];
      const { findings, view } = await verify(archiveOf(events));
      expect(findings).toEqual([]);
      expect(view.result).toEqual(inOrder.result);
    }),
    { numRuns: 4 },
  );
});

test('every text of a random election is what its writer gives for what its reader read', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const { bytes, events, election } = playElection(drawElection(seed));
      const { open } = election;
      const { group } = open;
      const read = await eventsOf(bytes);
      expect(read.events).toEqual(events);
      expect(Buffer.from(archiveOf(read.events, read.timestamp)).equals(bytes)).toBe(true);

      const [electionText = '', trusteesText = '', credentialsText = ''] = events[0]?.data ?? [];
      const { uuid, ...template } = assertOk(readElection(electionText));
      expect(writeElection(template, { uuid, group, publicKey: open.publicKey })).toBe(electionText);
      expect(writeTrustees(group, assertOk(readTrustees(group, trusteesText, 't')))).toBe(trusteesText);
      expect(writePublicCredentials(assertOk(readPublicCredentials(group, credentialsText, 'c')))).toBe(
        credentialsText,
      );
      for (const { type, data } of events) {
        const [content = '', last = ''] = data;
        switch (type) {
          case 'Ballot': {
            const ballot = assertOk(readBallot(content, open, 'b'));
            expect(assertOk(acceptBallot(open, content))).toEqual(ballot);
            expect(signBallotText(writeUnsignedBallot(group, ballot), ballot.signature.proof)).toBe(content);
            break;
          }
          case 'EncryptedTally':
            expect(writeEncryptedTally(group, assertOk(readEncryptedTally(group, content, 'e')))).toBe(
              content,
            );
            expect(writeSizedTally(assertOk(readSizedTally(last, 's')))).toBe(last);
            break;
          case 'PartialDecryption':
            expect(writeDecryption(group, assertOk(readDecryption(group, content, 'd')))).toBe(content);
            expect(writeOwned(assertOk(readOwned(last, 'o')))).toBe(last);
            break;
          case 'Result':
            expect(writeResult(assertOk(readResult(open.election.questions, content, 'r')))).toBe(content);
            break;
        }
      }
    }),
    { numRuns: 6 },
  );
});

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);

test('an event is read back as written, and exactly the events of the format are read', () => {
  const event = fc
    .record({
      parent: fc.option(hash, { nil: undefined }),
      height: fc.nat(),
      type: fc.constantFrom(...EVENT_TYPES),
      payload: fc.option(hash, { nil: undefined }),
    })
    .map(({ parent, payload, ...rest }) => ({
      ...rest,
      ...(parent === undefined ? {} : { parent }),
      ...(payload === undefined ? {} : { payload }),
    }));
  fc.assert(
    fc.property(event, (given) => {
      const read = readEvent(writeEvent(given), 'event');
      const hasData = EVENT_DATA[given.type].length > 0;
      expect(read).toEqual(
        'payload' in given === hasData
          ? { ok: true, value: given }
          : { ok: false, error: expect.objectContaining({ code: 'MALFORMED' }) },
      );
    }),
  );
});

test('a result of any counts is read back as written', () => {
  const question = { kind: 'homomorphic', answers: ['甲'], min: 0, max: 1, question: '?' } as const;
  const counts = fc.array(fc.bigInt({ min: 0n, max: 2n ** 70n }), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 4 }), (result) => {
      const text = writeResult(result);
      expect(
        readResult(
          result.map(() => question),
          text,
          'result',
        ),
      ).toEqual({ ok: true, value: result });
    }),
  );
});
