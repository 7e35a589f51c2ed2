/**
 * Somebody wants a certificate that fewer than three people have signed, or that they signed for something else: signatures made
 * with other keys, taken from other roles, sessions or times, given by one person twice, or in another order.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesSource, readCertificate, type Signature, sha256, signStatement, verifyRecord } from '#tally';
import { openRecordZip } from '../../server/ballots/record.ts';
import { openGroupWith } from '../../tally/cli/engine.ts';
import { must } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { type AccountClient, type Answer, openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST] = [0, 1];

describe('forged and reordered signatures', () => {
  let world: World;
  let meeting: SmallMeeting;
  let poll: string;
  let hash: string;
  let teller: AccountClient;
  let signers: readonly { role: Signature['role']; name: string; publicKey: string; isYou: boolean }[];

  beforeAll(async () => {
    world = await openWorld();
    meeting = await openSmallMeeting(world, { seed: 'forged', sessions: 2 });
    poll = await counted();
    ({ hash } = must(await meeting.clerk.get(`/api/ballot-sessions/${poll}/report`)));
    [teller] = meeting.tellers;
    ({ signers } = must(await teller.get(`/api/ballot-sessions/${poll}/count`)));
  });
  afterAll(() => world.close());

  async function counted(): Promise<string> {
    const id = await meeting.open(draftOf(2));
    for (const card of [0, 1, 2]) must(await meeting.cast(id, card, [FOR, AGAINST]), 201);
    must(await meeting.close(id));
    must(await meeting.reconcile(id));
    await meeting.openCount(id);
    return id;
  }

  const send = (by: AccountClient, signature: Signature, reportHash = hash): Promise<Answer> =>
    by.post(`/api/ballot-sessions/${poll}/signatures`, { reportHash, signature });
  const statement = (changes: object = {}) => {
    const own = signers.find(({ isYou, role }) => isYou && role === 'teller');
    if (own === undefined) throw new Error('the teller is sealed');
    const { role, name, publicKey } = own;
    const signedAt = '2026-03-02T01:00:00Z';
    return { role, name, publicKey, sessionUuid: poll, reportHash: hash, signedAt, ...changes };
  };
  const another = sha256('a key of somebody else');

  test('a signature by another key does not verify, and another key is not the one sealed', async () => {
    expect((await send(teller, signStatement(statement(), another))).body.code).toBe('BAD_SIGNATURE');
    const publicKey = signers.find(({ role }) => role === 'scrutineer')?.publicKey ?? '';
    expect((await send(teller, signStatement(statement({ publicKey }), another))).body.code).toBe(
      'FORBIDDEN',
    );
  });

  test('nobody signs in another’s name or role', async () => {
    const chief = signers.find(({ role }) => role === 'chiefScrutineer');
    const { name = '', publicKey = '' } = chief ?? {};
    const theirs = { role: 'chiefScrutineer', name, publicKey };
    expect((await send(teller, signStatement(statement(theirs), another))).body.code).toBe('FORBIDDEN');
    expect((await send(teller, signStatement(statement({ role: 'presidium' }), another))).body.code).toBe(
      'FORBIDDEN',
    );
  });

  test('a signature for another report, or of another day, is refused', async () => {
    const elsewhere = '0'.repeat(64);
    const wrong = signStatement(statement({ reportHash: elsewhere }), another);
    expect((await send(teller, wrong, elsewhere)).body.code).toBe('STALE');
    expect((await send(teller, wrong)).body.code).toBe('BAD_SIGNATURE');
    const old = signStatement(statement({ signedAt: '2026-03-01T01:00:00Z' }), another);
    expect((await send(teller, old)).body.code).toBe('INCONSISTENT');
  });

  test('one person does not sign twice, in whatever roles they hold', async () => {
    must(await meeting.sign(poll, 'teller', teller), 201);
    await world.sql`
      insert into role_grants (account_id, role, organ_id) values (${teller.accountId}, 'scrutineer', ${meeting.organId})`;
    // Granted after sealing, the role is not in the set-up.
    expect((await meeting.sign(poll, 'scrutineer', teller)).status).toBe(403);
    const [row] = await world.sql`
      select sign_report(${poll}, 'scrutineer', ${teller.accountId}, '{}', ${hash}, null, '{}') as code`;
    expect(row).toEqual({ code: 'same_signer' });
  });

  test('a signature of one session is none in another', async () => {
    const [kept] = await world.sql<{ signature: Signature }[]>`
      select signature from session_signatures where poll = ${poll} and role = 'teller'`;
    const other = await counted();
    const { hash: otherHash } = must(await teller.get(`/api/ballot-sessions/${other}/report`));
    expect(otherHash).not.toBe(hash);
    const replayed = await teller.post(`/api/ballot-sessions/${other}/signatures`, {
      reportHash: otherHash,
      signature: kept?.signature,
    });
    expect(replayed.body.code).toBe('BAD_SIGNATURE');
  });

  test('whatever the order of signing, the certificate has the order of roles, and the record verifies', async () => {
    must(await meeting.sign(poll, 'scrutineer'), 201);
    must(await meeting.sign(poll, 'chiefScrutineer'), 201);
    must(await meeting.chair.post(`/api/ballot-sessions/${poll}/announcement`));
    must(await meeting.sign(poll, 'presidium'), 201);
    must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
    const [row] = await world.sql<{ certificate: string }[]>`
      select certificate from ballot_sessions where id = ${poll}`;
    const certificate = readCertificate(row?.certificate ?? '');
    expect(certificate.ok && certificate.value.signatures.map(({ role }) => role)).toEqual([
      'chiefScrutineer',
      'scrutineer',
      'teller',
    ]);
    const opened = await openRecordZip(world.deps, poll);
    if (!opened.ok) throw new Error(opened.error.message);
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.value.plan.chunks()) chunks.push(chunk);
    const { findings } = await verifyRecord(bytesSource(new Uint8Array(Buffer.concat(chunks))), {
      openGroup: openGroupWith('auto'),
    });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
