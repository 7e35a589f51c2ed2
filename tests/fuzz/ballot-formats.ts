/** The texts of a Belenios election, with threshold messages and cards, and what is done with them once read. */
import { readEvent, readSetupData, writeEvent, writeSetupData } from '../../tally/belenios/archive/event.ts';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import { checkResult } from '../../tally/belenios/check-result.ts';
import { checkTrustees } from '../../tally/belenios/check-trustees.ts';
import { readCredential } from '../../tally/belenios/credential.ts';
import {
  readAssignedCredentials,
  readPrivateCredentials,
  readPublicCredentials,
  writeAssignedCredentials,
  writePrivateCredentials,
  writePublicCredentials,
} from '../../tally/belenios/credential-list.ts';
import {
  checkDecryption,
  readDecryption,
  readOwned,
  writeDecryption,
  writeOwned,
} from '../../tally/belenios/decryption.ts';
import { openElection, readElection, readTemplate } from '../../tally/belenios/election.ts';
import { openTally, readResult, writeResult } from '../../tally/belenios/result.ts';
import {
  readEncryptedTally,
  readSizedTally,
  writeEncryptedTally,
  writeSizedTally,
} from '../../tally/belenios/tally.ts';
import { distribute, openCeremony } from '../../tally/belenios/threshold-ceremony.ts';
import {
  readCertificate,
  readMemberInput,
  readMemberOutput,
  readPolynomial,
  readThresholdKeys,
  writeCertificate,
  writeMemberInput,
  writeMemberOutput,
  writePolynomial,
  writeThresholdKeys,
} from '../../tally/belenios/threshold-messages.ts';
import { completeKey } from '../../tally/belenios/threshold-share.ts';
import { listMembers, readTrustees, writeTrustees } from '../../tally/belenios/trustee.ts';
import type { Group } from '../../tally/groups/group.ts';
import { ok } from '../../tally/result.ts';
import { playCeremony } from '../support/ceremony.ts';
import { eventHashesOf, type PlainEvent, type PlayedElection } from '../support/election.ts';
import { seededRandom } from '../support/random.ts';
import { type Format, rewritten } from './subject.ts';

const textIn = (events: readonly PlainEvent[], type: PlainEvent['type'], at = 0): string =>
  events.find((event) => event.type === type)?.data[at] ?? '';

/** Texts that stand in the archive of this election. */
export function electionFormats({
  election,
  events,
  ballots,
  tallied,
  result,
  bytes,
}: PlayedElection): readonly Format[] {
  const { open, trustees, texts } = election;
  const { group } = open;
  const { questions, fingerprint } = open.election;
  const { tally, totalWeight } = tallied;
  const template = JSON.stringify({
    description: '',
    name: '票决',
    questions: JSON.parse(texts.election).questions,
  });
  const payload = '0'.repeat(64);
  const setupEvent = { height: 0, type: 'Setup', payload } as const;
  const laterEvent = { parent: eventHashesOf(bytes)[0] ?? '', height: 1, type: 'Ballot', payload } as const;
  const [member] = listMembers(trustees);
  return [
    {
      kind: 'election',
      samples: [texts.election],
      read: (t) => {
        const read = readElection(t);
        return read.ok ? rewritten(openElection(read.value, group), () => t) : read;
      },
    },
    { kind: 'template', samples: [template], read: (t) => rewritten(readTemplate(t), () => t) },
    {
      kind: 'trustees',
      samples: [texts.trustees],
      read: (t) => {
        const read = readTrustees(group, t, 'x');
        if (read.ok) checkTrustees(group, read.value);
        return rewritten(read, (value) => writeTrustees(group, value));
      },
    },
    {
      kind: 'credential list',
      samples: [texts.credentials],
      read: (t) => rewritten(readPublicCredentials(group, t, 'x'), writePublicCredentials),
    },
    {
      kind: 'ballot',
      samples: ballots.map(({ text }) => text),
      read: (t) => {
        const read = acceptBallot(open, t, 'x');
        const isNew = ballots.every(({ text }) => text !== t);
        return read.ok && isNew ? ok('a changed ballot is accepted') : rewritten(read, () => t);
      },
    },
    {
      kind: 'encrypted tally',
      samples: [textIn(events, 'EncryptedTally')],
      read: (t) => rewritten(readEncryptedTally(group, t, 'x'), (value) => writeEncryptedTally(group, value)),
    },
    {
      kind: 'sized tally',
      samples: [textIn(events, 'EncryptedTally', 1)],
      read: (t) => rewritten(readSizedTally(t, 'x'), writeSizedTally),
    },
    {
      kind: 'partial decryption',
      samples: [textIn(events, 'PartialDecryption')],
      read: (t) => {
        const read = readDecryption(group, t, 'x');
        if (!read.ok || member === undefined) return rewritten(read, () => t);
        const { publicKey } = member.key;
        const flaws = checkDecryption(group, fingerprint, tally, publicKey, read.value, 'x');
        openTally(group, trustees, tally, new Map([[member.owner, read.value]]));
        return flaws.length === 0 && t !== textIn(events, 'PartialDecryption')
          ? ok('a changed decryption is accepted')
          : ok(writeDecryption(group, read.value));
      },
    },
    {
      kind: 'owner',
      samples: [textIn(events, 'PartialDecryption', 1)],
      read: (t) => rewritten(readOwned(t, 'x'), writeOwned),
    },
    {
      kind: 'result',
      samples: [writeResult(result)],
      read: (t) => {
        const read = readResult(questions, t, 'x');
        const opened = result.map((column) => column.map(() => group.generator));
        if (read.ok) checkResult(group, questions, opened, totalWeight, read.value, 'x');
        return rewritten(read, writeResult);
      },
    },
    {
      kind: 'event',
      samples: [writeEvent(setupEvent), writeEvent(laterEvent)],
      read: (t) => rewritten(readEvent(t, 'x'), writeEvent),
    },
    {
      kind: 'set-up data',
      samples: [textIn(events, 'Setup', 3)],
      read: (t) => rewritten(readSetupData(t, 'x'), writeSetupData),
    },
  ];
}

/** What members of a threshold key send each other, and lists of cards. */
export function ceremonyFormats(group: Group): readonly Format[] {
  const random = seededRandom('fuzz ceremony');
  const { seeds, ceremony, polynomials, outputs, keys } = playCeremony(group, 2, 2, random);
  const [input] = distribute(ceremony, polynomials);
  const [certificate] = ceremony.certificates;
  const [polynomial] = polynomials;
  const [output] = outputs;
  if (!input || !certificate || !polynomial || !output) throw new Error('a ceremony has members');
  const element = group.text(group.generator);
  const assigned = `["${element},,anna","${group.text(group.power(group.generator, 2n))},3,bert"]`;
  const cards = '代表 017 8Jk-2Pq-rT5-wXy-Z11\nanna b 8Jk-2Pq-rT5-wXy-Z12\n';
  return [
    {
      kind: 'threshold certificate',
      samples: [writeCertificate(certificate)],
      read: (t) => {
        const read = readCertificate(group, t, 'x');
        if (read.ok) openCeremony(group, [read.value, ...ceremony.certificates.slice(1)], 2, 'hardened');
        return rewritten(read, writeCertificate);
      },
    },
    {
      kind: 'polynomial',
      samples: [writePolynomial(polynomial)],
      read: (t) => rewritten(readPolynomial(group, t, 'x'), writePolynomial),
    },
    {
      kind: 'member input',
      samples: [writeMemberInput(input)],
      read: (t) => {
        const read = readMemberInput(group, t, 'x');
        if (read.ok) completeKey(ceremony, seeds[0] ?? '', read.value, seededRandom('complete'));
        return rewritten(read, writeMemberInput);
      },
    },
    {
      kind: 'member output',
      samples: [writeMemberOutput(group, output)],
      read: (t) => rewritten(readMemberOutput(group, t, 'x'), (value) => writeMemberOutput(group, value)),
    },
    {
      kind: 'threshold keys',
      samples: [writeThresholdKeys(group, keys)],
      read: (t) => {
        const read = readThresholdKeys(group, t, 'x');
        if (read.ok) checkTrustees(group, [{ kind: 'Pedersen', keys: read.value }]);
        return rewritten(read, (value) => writeThresholdKeys(group, value));
      },
    },
    {
      kind: 'assigned credentials',
      samples: [assigned],
      read: (t) => rewritten(readAssignedCredentials(group, t, 'x'), writeAssignedCredentials),
    },
    {
      kind: 'private credentials',
      samples: [cards],
      read: (t) => {
        const read = readPrivateCredentials(t, 'x');
        if (read.ok) for (const { credential } of read.value) readCredential(credential, 'x');
        return rewritten(read, writePrivateCredentials);
      },
    },
  ];
}
