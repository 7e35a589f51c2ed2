/** The scrutineers of the story: they make the key of the meeting together, rehearse it, and open the count, each step as their browsers do. */
import {
  assertOk,
  bytesSource,
  completeKey,
  decryptTally,
  drawSeed,
  type EventType,
  type Group,
  makeCertificate,
  makePolynomial,
  openCeremony,
  type Random,
  type Result,
  readArchive,
  readElection,
  readEncryptedTally,
  readMemberCertificate,
  readMemberInput,
  readMemberOutput,
  readThresholdKeys,
  restoreMember,
  sha256Hex,
  signKeyHolder,
  writeDecryption,
  writeMemberCertificate,
  writeMemberOutput,
  writePolynomial,
} from '#tally';
import { type Acting, keyBytes } from './people.ts';

/** A scrutineer with what the browser keeps: the seed, and the encrypted share. */
export interface KeyHolder {
  readonly person: Acting;
  readonly position: number;
  readonly seed: string;
  readonly kept: string;
  readonly threshold: string;
}

/** Steps 1 to 5 and the rehearsal. */
export async function makeKeys(
  group: Group,
  clerk: Acting,
  meetingId: string,
  scrutineers: readonly Acting[],
  random: Random,
): Promise<readonly KeyHolder[]> {
  await clerk.browser.post(`/api/meetings/${meetingId}/keys`, {
    afterAttempt: 0,
    accountIds: scrutineers.map(({ accountId }) => accountId),
  });
  const path = `/api/meetings/${meetingId}/keys`;
  const partOf = (person: Acting) => person.browser.get(`${path}/part`);
  const send = (person: Acting, step: string, message: string) =>
    person.browser.post(`${path}/messages`, { attempt: 1, step, message });
  const ceremonyOf = async (person: Acting) => {
    const part = await partOf(person);
    const certificates = part.certificates.map((text: string) =>
      assertOk(readMemberCertificate(group, text, 'certificate')),
    );
    return { part, ceremony: made(openCeremony(group, certificates, part.threshold, 'hardened')) };
  };
  const seeds: { person: Acting; seed: string; position: number }[] = [];
  for (const person of scrutineers) {
    const { position, size, threshold } = await partOf(person);
    const seed = drawSeed(random);
    const certificate = makeCertificate(group, seed, { index: position, size, threshold }, random);
    await send(person, 'certificate', writeMemberCertificate(certificate));
    seeds.push({ person, seed, position });
  }
  for (const { person, seed } of seeds) {
    const { ceremony } = await ceremonyOf(person);
    await send(person, 'polynomial', writePolynomial(made(makePolynomial(ceremony, seed, random))));
  }
  for (const { person, seed } of seeds) {
    const { part, ceremony } = await ceremonyOf(person);
    const given = assertOk(readMemberInput(group, part.input, 'input'));
    const output = made(completeKey(ceremony, seed, given, random));
    await send(person, 'output', writeMemberOutput(group, output));
  }
  const holders: KeyHolder[] = [];
  for (const { person, seed, position } of seeds) {
    const part = await partOf(person);
    const [[, keys]] = JSON.parse(part.trustees);
    const kept = assertOk(readMemberOutput(group, part.output, 'output')).decryptionKey;
    holders.push({ person, seed, position, kept, threshold: JSON.stringify(keys) });
  }
  for (const holder of holders) await rehearse(group, path, holder, random);
  return holders;
}

async function rehearse(group: Group, path: string, holder: KeyHolder, random: Random): Promise<void> {
  const { browser, name, signingKey } = holder.person;
  const part = await browser.get(`${path}/part`);
  const message = await decrypt(group, holder, await browser.bytes(`${path}/rehearsal.bel`), random);
  const { publicKey, signedAt, signature } = signKeyHolder(
    sha256Hex(part.trustees),
    { position: holder.position, name, publicKey: part.signingKey, signedAt: toSecond(new Date()) },
    keyBytes(signingKey),
  );
  await browser.post(`${path}/messages`, {
    attempt: part.attempt,
    step: 'decryption',
    message,
    holder: { publicKey, signedAt, signature },
  });
}

/** Opens one scrutineer's part of a count. */
export async function openPart(group: Group, poll: string, holder: KeyHolder, random: Random): Promise<void> {
  const { browser } = holder.person;
  const { head } = await browser.get(`/api/ballot-sessions/${poll}/count/evidence`);
  const archive = await browser.bytes(`/api/ballot-sessions/${poll}/count/archive.bel`);
  const decryption = await decrypt(group, holder, archive, random);
  await browser.post(`/api/ballot-sessions/${poll}/count/decryptions`, { head, decryption });
}

async function decrypt(
  group: Group,
  holder: KeyHolder,
  archive: Uint8Array,
  random: Random,
): Promise<string> {
  const first = new Map<EventType, string>();
  for await (const { event, data } of readArchive(bytesSource(archive))) {
    if (!first.has(event.type)) first.set(event.type, data[0]?.text ?? '');
  }
  const election = assertOk(readElection(first.get('Setup') ?? ''));
  const tally = assertOk(readEncryptedTally(group, first.get('EncryptedTally') ?? '', 'tally'));
  const keys = assertOk(readThresholdKeys(group, holder.threshold, 'threshold'));
  const { decryptionKey } = assertOk(restoreMember(group, holder.seed, holder.kept, keys, 'kept'));
  return writeDecryption(group, decryptTally(group, election.fingerprint, tally, decryptionKey, random));
}

/** The value of a step that cannot fail among honest members. */
function made<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export function toSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
