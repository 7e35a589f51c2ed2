/**
 * One election made by two programs: a mandatory trustee and a threshold member each, cards and a set-up by the peer,
 * ballots in turn, decryptions by either. Both must verify the archive and find the same tally and result.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawSeed } from '../../tally/belenios/channel.ts';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import { deriveSecret, readCredential } from '../../tally/belenios/credential.ts';
import {
  readAssignedCredentials,
  readPrivateCredentials,
  writePublicCredentials,
} from '../../tally/belenios/credential-list.ts';
import { checkDecryption, readDecryption } from '../../tally/belenios/decryption.ts';
import { openElection, readElection, readTemplate, writeElection } from '../../tally/belenios/election.ts';
import { writeResult } from '../../tally/belenios/result.ts';
import type { ThresholdKeys } from '../../tally/belenios/threshold.ts';
import {
  assembleThresholdKeys,
  distribute,
  makeCertificate,
  makePolynomial,
  openCeremony,
} from '../../tally/belenios/threshold-ceremony.ts';
import { restoreMember } from '../../tally/belenios/threshold-key.ts';
import {
  readCertificate,
  readMemberOutput,
  readPolynomial,
  writeCertificate,
  writeMemberInput,
} from '../../tally/belenios/threshold-messages.ts';
import { completeKey } from '../../tally/belenios/threshold-share.ts';
import { electionKeyOf, listMembers, type Trustee, writeTrustees } from '../../tally/belenios/trustee.ts';
import { drawTrustee, readTrusteeKey } from '../../tally/belenios/trustee-key.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { must } from '../support/ceremony.ts';
import {
  archiveOf,
  ballotEvents,
  type Choices,
  decryptBy,
  decryptionEvent,
  eventsOf,
  type PlainEvent,
  playElection,
  setupEvent,
  type TestElection,
  tallyBallots,
  tallyEvent,
  verify,
  vote,
} from '../support/election.ts';
import { hasPeer, peerOutput } from '../support/peer.ts';
import { askPeer, peerVerdict } from '../support/peer-election.ts';
import { seededRandom } from '../support/random.ts';

const group = assertOk(openGroup('BELENIOS-2048'));
const random = seededRandom('mixed');
const TEMPLATE = {
  description: '两套程序，一次选举',
  name: '混合',
  questions: [
    { answers: ['甲', '乙', '丙'], blank: true, min: 1, max: 2, question: '第一题' },
    { answers: ['赞成', '反对', '弃权'], min: 1, max: 1, question: '第二题' },
  ],
};

describe.skipIf(!hasPeer)('with belenios-tool as the other half', () => {
  let cwd = '';
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'minyi-mixed-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8').trimEnd();
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), `${text}\n`);
  const find = (ending: string) => readdirSync(cwd).find((name) => name.endsWith(ending)) ?? '';

  /** A key set of three members, two of whom suffice; the peer is the member at `position`. */
  function threshold(position: number): { keys: ThresholdKeys; secrets: readonly bigint[]; peerId: string } {
    const tool = (step: string, ...args: string[]) => [
      'setup',
      'generate-trustee-key-threshold',
      '--group',
      'BELENIOS-2048',
      '--step',
      step,
      ...args,
    ];
    peerOutput(tool('1'), { cwd });
    const peerId = find('.cert').replace('.cert', '');
    const seeds = [1, 2, 3].map((index) => (index === position ? undefined : drawSeed(random)));
    const certificates = seeds.map((seed, i) =>
      seed === undefined
        ? assertOk(readCertificate(group, read(`${peerId}.cert`), 'cert'))
        : makeCertificate(group, seed, { index: i + 1, size: 3, threshold: 2 }, random),
    );
    write('certs.jsons', certificates.map(writeCertificate).join('\n'));
    const ceremony = must(openCeremony(group, certificates, 2, 'any'));
    const own = ['--certs', 'certs.jsons', '--key', `${peerId}.key`];
    const polynomials = seeds.map((seed) =>
      seed === undefined
        ? assertOk(
            readPolynomial(group, peerOutput(tool('3', ...own, '--threshold', '2'), { cwd }).trimEnd(), 'p'),
          )
        : must(makePolynomial(ceremony, seed, random)),
    );
    const outputs = distribute(ceremony, polynomials).map((input, i) => {
      const seed = seeds[i];
      if (seed !== undefined) return must(completeKey(ceremony, seed, input, random));
      const text = peerOutput(tool('5', ...own), { cwd, input: `${writeMemberInput(input)}\n` });
      return assertOk(readMemberOutput(group, text.trimEnd(), 'voutput'));
    });
    const keys = must(assembleThresholdKeys(ceremony, polynomials, outputs));
    write(`${peerId}.dkey`, outputs[position - 1]?.decryptionKey ?? '');
    // The peer's secret is not ours to know: 0 stands for it and would decrypt nothing.
    const secrets = seeds.map((seed, i) =>
      seed === undefined
        ? 0n
        : assertOk(restoreMember(group, seed, outputs[i]?.decryptionKey ?? '', keys, 'dkey')).decryptionKey,
    );
    return { keys, secrets, peerId };
  }

  test.each([
    { position: 1, decryptedBy: [2, 1, 3, 4] },
    { position: 3, decryptedBy: [5, 4, 1, 2] },
    { position: 2, decryptedBy: [1, 2, 3, 4, 5] },
  ])(
    'the peer is trustee 1 and threshold member $position; decryptions by $decryptedBy',
    async ({ position, decryptedBy }) => {
      // Trustees: 1 the peer's, 2 ours, 3–5 the threshold set.
      peerOutput(['setup', 'generate-trustee-key', '--group', 'BELENIOS-2048'], { cwd });
      const peerKey = assertOk(readTrusteeKey(group, read(find('.pubkey')), 'pubkey'));
      const ours = drawTrustee(group, random);
      const { keys, secrets, peerId } = threshold(position);
      const trustees: Trustee[] = [
        { kind: 'Single', key: peerKey },
        { kind: 'Single', key: ours.key },
        { kind: 'Pedersen', keys },
      ];
      write('trustees.json', writeTrustees(group, trustees));

      // Cards by the peer; the set-up by the peer, which is the one we would have written.
      const uuid = peerOutput(['setup', 'generate-token'], { cwd }).trim();
      const shared = ['--uuid', uuid, '--group', 'BELENIOS-2048'];
      write('voters.txt', ['a@x.org,甲,1', 'b@x.org,乙,3', 'c@x.org,丙,0', 'd@x.org,丁,5'].join('\n'));
      peerOutput(['setup', 'generate-credentials', ...shared, '--file', 'voters.txt'], { cwd });
      const assigned = assertOk(readAssignedCredentials(group, read(find('.pubcreds')), 'pubcreds'));
      const cards = assertOk(readPrivateCredentials(`${read(find('.privcreds'))}\n`, 'privcreds'));
      write('public_creds.json', read(find('.pubcreds')));
      write('template.json', JSON.stringify(TEMPLATE));
      peerOutput(['setup', 'make-election', ...shared, '--template', 'template.json'], { cwd });
      const election = read('election.json');
      const publicKey = electionKeyOf(group, trustees);
      const template = assertOk(readTemplate(JSON.stringify(TEMPLATE)));
      expect(writeElection(template, { uuid, group, publicKey })).toBe(election);

      const voters = cards.map(({ identity, credential }) => {
        const secret = deriveSecret(group, uuid, assertOk(readCredential(credential, 'card')));
        const text = group.text(group.power(group.generator, secret));
        const entry = assigned.find((each) => each.publicKey === text);
        expect(identity).toContain(entry?.login);
        return { credential, secret, publicKey: text, weight: entry?.weight ?? 1n };
      });
      expect(voters.map(({ weight }) => weight)).toEqual([1n, 3n, 0n, 5n]);
      const mixed: TestElection = {
        open: assertOk(openElection(assertOk(readElection(election)), group)),
        random,
        trustees,
        trusteeSecrets: [0n, ours.secret, ...secrets],
        voters,
        texts: {
          election,
          trustees: read('trustees.json'),
          credentials: writePublicCredentials(
            assigned.map(({ publicKey: key, weight }) => ({
              publicKey: key,
              ...(weight === undefined ? {} : { weight }),
            })),
          ),
        },
      };
      peerOutput(['archive', 'init'], { cwd });
      const opened = await eventsOf(readFileSync(join(cwd, `${uuid}.bel`)));
      const events: PlainEvent[] = [setupEvent(mixed)];
      expect(archiveOf(events, opened.timestamp)).toEqual(
        new Uint8Array(readFileSync(join(cwd, `${uuid}.bel`))),
      );
      const archive = () => archiveOf(events, opened.timestamp);

      // Ballots in turn; voter 2 votes by the peer and again by ours, voter 3 the other way round.
      const peerVotes = (voter: number, choices: Choices): string => {
        const files = {
          card: `${voters[voter]?.credential ?? ''}\n`,
          choices: `${JSON.stringify(choices)}\n`,
        };
        const [text = ''] = askPeer(
          archive(),
          uuid,
          ['generate-ballot', '--privcred', 'card', '--ballot', 'choices'],
          files,
        );
        expect(acceptBallot(mixed.open, text)).toMatchObject({ ok: true });
        return text;
      };
      const [blank, two, one]: Choices = [
        [1, 0, 0, 0],
        [0, 1, 0, 1],
        [0, 0, 1, 0],
      ];
      if (blank === undefined || two === undefined || one === undefined) throw new Error('three answers');
      const cast = [
        peerVotes(0, [two, [1, 0, 0]]),
        vote(mixed, 1, [blank, [0, 1, 0]]).text,
        peerVotes(2, [one, [1, 0, 0]]),
        vote(mixed, 3, [one, [0, 0, 1]]).text,
        vote(mixed, 2, [two, [0, 1, 0]]).text,
        peerVotes(3, [blank, [1, 0, 0]]),
      ];
      events.push(...ballotEvents(cast), { type: 'EndBallots', data: [] });

      // Weights 1, 3, 0 and 5: what the last ballots say.
      const tallied = tallyBallots(mixed, cast);
      const tally = tallyEvent(mixed, tallied);
      expect(askPeer(archive(), uuid, ['compute-encrypted-tally'])).toEqual(tally.data);
      events.push(tally);
      for (const owner of decryptedBy) {
        if (owner !== 1 && owner !== position + 2) {
          events.push(decryptionEvent(mixed, owner, decryptBy(mixed, owner, tallied.tally)));
          continue;
        }
        const files = {
          key: `${read(owner === 1 ? find('.privkey') : `${peerId}.key`)}\n`,
          dkey: `${read(find('.dkey'))}\n`,
        };
        const command =
          owner === 1
            ? ['decrypt', '--privkey', 'key']
            : ['decrypt-threshold', '--key', 'key', '--decryption-key', 'dkey'];
        const data = askPeer(archive(), uuid, [...command, '--trustee-id', `${owner}`], files);
        const decryption = assertOk(readDecryption(group, data[0] ?? '', 'decryption'));
        const member = listMembers(trustees).find((each) => each.owner === owner);
        const { fingerprint } = mixed.open.election;
        expect(
          checkDecryption(
            group,
            fingerprint,
            tallied.tally,
            member?.key.publicKey ?? group.identity,
            decryption,
            'd',
          ),
        ).toEqual([]);
        events.push({ type: 'PartialDecryption', data });
      }
      const result = askPeer(archive(), uuid, ['compute-result']);
      expect(result).toEqual(['{"result":[[8,1,0,1],[6,3,0]]}']);
      events.push({ type: 'Result', data: result });

      const { findings, view } = await verify(archive());
      expect(findings).toEqual([]);
      expect(view.result === undefined ? '' : writeResult(view.result)).toBe(result[0]);
      expect(view.decryptedBy).toEqual(decryptedBy);
      expect(peerVerdict(archive(), uuid)).toMatchObject({ isVerified: true });
    },
  );

  test('the peer decrypts with a trustee’s file of ours, to the factors we compute', () => {
    const played = playElection({ votes: [[0, [[1, 0, 0]]]] });
    const { uuid } = played.election.open.election;
    const upToTally = archiveOf(played.events.slice(0, 4));
    const files = { key: `${JSON.stringify(`${played.election.trusteeSecrets[0]}`)}\n` };
    const [text = ''] = askPeer(upToTally, uuid, ['decrypt', '--privkey', 'key', '--trustee-id', '1'], files);
    const theirs = assertOk(readDecryption(group, text, 'decryption'));
    expect(theirs.factors).toEqual(played.decryptions.get(1)?.factors);
  });
});
