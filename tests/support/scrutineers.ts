/**
 * Scrutineers who make their key over HTTP, each step as their browser or command line does it, and keep what they need
 * for the count: seed and `.dkey` text.
 */
import {
  assertOk,
  type Ceremony,
  completeKey,
  decryptTally,
  drawSeed,
  type EncryptedTally,
  type Group,
  makeCertificate,
  makePolynomial,
  openCeremony,
  openElection,
  type Random,
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
import { electionGroup } from '../../server/ballots/engine.ts';
import type { AccountClient, Answer } from './world.ts';

export interface KeyHolder {
  readonly client: AccountClient;
  readonly position: number;
  readonly seed: string;
  /** The text of the `.dkey` file. */
  readonly kept: string;
  /** `threshold.json` as everybody has it. */
  readonly threshold: string;
}

export const group: Group = electionGroup();

export async function send(
  client: AccountClient,
  meetingId: string,
  step: string,
  message: string,
  attempt = 1,
): Promise<Answer> {
  return client.post(`/api/meetings/${meetingId}/keys/messages`, { attempt, step, message });
}

export async function partOf(client: AccountClient, meetingId: string): Promise<Answer['body']> {
  const { status, body } = await client.get(`/api/meetings/${meetingId}/keys/part`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

export function must(answer: Answer, status = 200): Answer['body'] {
  if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The ceremony as one member sees it in its own part. */
export function ceremonyOf(part: Answer['body']): Ceremony {
  const certificates = part.certificates.map((text: string) =>
    assertOk(readMemberCertificate(group, text, 'certificate')),
  );
  const opened = openCeremony(group, certificates, part.threshold, 'hardened');
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

function madeOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Steps 1 to 5 of everybody. @returns who holds what; the rehearsal is still to come */
export async function exchangeKeys(
  clerk: AccountClient,
  meetingId: string,
  scrutineers: readonly AccountClient[],
  random: Random,
  threshold?: number,
): Promise<readonly KeyHolder[]> {
  must(
    await clerk.post(`/api/meetings/${meetingId}/keys`, {
      afterAttempt: 0,
      accountIds: scrutineers.map(({ accountId }) => accountId),
      ...(threshold === undefined ? {} : { threshold }),
    }),
    201,
  );
  const seeds: { client: AccountClient; seed: string; position: number }[] = [];
  for (const client of scrutineers) {
    const { position, size, threshold: needed } = await partOf(client, meetingId);
    const seed = drawSeed(random);
    const certificate = makeCertificate(group, seed, { index: position, size, threshold: needed }, random);
    must(await send(client, meetingId, 'certificate', writeMemberCertificate(certificate)));
    seeds.push({ client, seed, position });
  }
  for (const { client, seed } of seeds) {
    const ceremony = ceremonyOf(await partOf(client, meetingId));
    const polynomial = madeOf(makePolynomial(ceremony, seed, random));
    must(await send(client, meetingId, 'polynomial', writePolynomial(polynomial)));
  }
  for (const { client, seed } of seeds) {
    const part = await partOf(client, meetingId);
    const given = assertOk(readMemberInput(group, part.input, 'input'));
    const output = madeOf(completeKey(ceremonyOf(part), seed, given, random));
    must(await send(client, meetingId, 'output', writeMemberOutput(group, output)));
  }
  const holders: KeyHolder[] = [];
  for (const { client, seed, position } of seeds) {
    const part = await partOf(client, meetingId);
    const [[, keys]] = JSON.parse(part.trustees);
    const kept = assertOk(readMemberOutput(group, part.output, 'output')).decryptionKey;
    holders.push({ client, seed, position, kept, threshold: JSON.stringify(keys) });
  }
  return holders;
}

/** One member's partial decryption of a tally, with what it kept. */
export function decryptAs(
  holder: KeyHolder,
  fingerprint: string,
  tally: EncryptedTally,
  random: Random,
): string {
  const keys = assertOk(readThresholdKeys(group, holder.threshold, 'threshold'));
  const { decryptionKey } = assertOk(restoreMember(group, holder.seed, holder.kept, keys, 'kept'));
  return writeDecryption(group, decryptTally(group, fingerprint, tally, decryptionKey, random));
}

/** Fingerprint and tally of a closed archive, read plainly: for tests that trust the server. */
export function tallyInArchive(bytes: Uint8Array): {
  readonly fingerprint: string;
  readonly tally: EncryptedTally;
} {
  const texts = membersOf(bytes);
  const election = assertOk(readElection(texts.find((text) => text.includes('"questions":')) ?? ''));
  const tally = texts.find((text) => text.startsWith('[[{"alpha"')) ?? '';
  assertOk(openElection(election, group));
  return { fingerprint: election.fingerprint, tally: assertOk(readEncryptedTally(group, tally, 'tally')) };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Contents of the members of an archive in order. */
function membersOf(bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Number.parseInt(textOf(bytes.subarray(at + 124, at + 135)), 8);
    texts.push(textOf(bytes.subarray(at + 512, at + 512 + size)));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return texts;
}

/** Everybody opens the rehearsal; the key set-up is complete then. @param secretKeys of those who sign, by account */
export async function rehearse(
  meetingId: string,
  holders: readonly KeyHolder[],
  random: Random,
  secretKeys: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  for (const holder of holders) {
    const archive = await bytesOf(holder.client, `/api/meetings/${meetingId}/keys/rehearsal.bel`);
    const { fingerprint, tally } = tallyInArchive(archive);
    const secret = secretKeys.get(holder.client.accountId);
    const part = await partOf(holder.client, meetingId);
    const signed =
      secret === undefined
        ? undefined
        : signKeyHolder(
            sha256Hex(part.trustees),
            {
              position: holder.position,
              name: holder.client.name,
              publicKey: part.signingKey,
              signedAt: '2026-03-02T00:59:00Z',
            },
            new Uint8Array(Buffer.from(secret, 'hex')),
          );
    must(
      await holder.client.post(`/api/meetings/${meetingId}/keys/messages`, {
        attempt: part.attempt,
        step: 'decryption',
        message: decryptAs(holder, fingerprint, tally, random),
        ...(signed === undefined
          ? {}
          : {
              holder: {
                publicKey: signed.publicKey,
                signedAt: signed.signedAt,
                signature: signed.signature,
              },
            }),
      }),
    );
  }
}

export async function bytesOf(client: AccountClient, path: string): Promise<Uint8Array> {
  const response = await client.request(path, {});
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The whole key set-up of a meeting. */
export async function makeKeys(
  clerk: AccountClient,
  meetingId: string,
  scrutineers: readonly AccountClient[],
  random: Random,
  secretKeys: ReadonlyMap<string, string> = new Map(),
): Promise<readonly KeyHolder[]> {
  const holders = await exchangeKeys(clerk, meetingId, scrutineers, random);
  await rehearse(meetingId, holders, random, secretKeys);
  return holders;
}
