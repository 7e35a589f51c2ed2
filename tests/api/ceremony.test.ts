/** The key set-up of a meeting over HTTP: three scrutineers, two needed. Each test plays on the same meeting, in order. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  assertOk,
  bytesSource,
  completeKey,
  drawSeed,
  makeCertificate,
  makePolynomial,
  openGroup,
  readMemberInput,
  verifyArchive,
  writeMemberCertificate,
  writeMemberOutput,
  writePolynomial,
} from '#tally';
import { postgresUrl } from '../support/database.ts';
import { seededRandom } from '../support/random.ts';
import {
  bytesOf,
  ceremonyOf,
  decryptAs,
  exchangeKeys,
  group,
  type KeyHolder,
  must,
  partOf,
  rehearse,
  send,
  tallyInArchive,
} from '../support/scrutineers.ts';
import { type AccountClient, openWorld, type World } from '../support/world.ts';

const databases = ['embedded', 'postgres'] as const;

describe.each(databases)('the key set-up of a meeting (%s)', (kind) => {
  describe.skipIf(kind === 'postgres' && postgresUrl === undefined)('', () => {
    const random = seededRandom(`ceremony ${kind}`);
    let world: World;
    let organId: string;
    let clerk: AccountClient;
    let scrutineers: AccountClient[];

    beforeAll(async () => {
      world = await openWorld(kind);
      organId = await world.organ();
      clerk = await world.account('clerk', organId);
      scrutineers = [
        await world.account('chiefScrutineer', organId),
        await world.account('scrutineer', organId),
        await world.account('scrutineer', organId),
      ];
    });
    afterAll(() => world.close());

    async function meeting(): Promise<string> {
      const [row] = await world.sql<{ id: string }[]>`
        insert into meetings (organ_id, number, title_zh, title_en, held_on)
        values (${organId}, (select count(*) + 1 from meetings), '第五次会议', 'Fifth session', '2026-03-02') returning id`;
      return row?.id ?? '';
    }
    const keysOf = async (id: string) => must(await clerk.get(`/api/meetings/${id}/keys`));
    const begin = (id: string, given: object = {}) =>
      clerk.post(`/api/meetings/${id}/keys`, { afterAttempt: 0, ...given });

    test('begins with every scrutineer of the body, more than half of whom are needed', async () => {
      const id = await meeting();
      expect(await keysOf(id)).toMatchObject({ state: null, attempt: 0, threshold: 2 });
      expect(must(await begin(id), 201)).toMatchObject({
        state: 'certificates',
        attempt: 1,
        threshold: 2,
        members: [
          { position: 1, name: scrutineers[0]?.name },
          { position: 2, name: scrutineers[1]?.name },
          { position: 3, name: scrutineers[2]?.name },
        ],
      });
      const [logged] = await world.sql`select action from ledger.actions where poll = ${id}`;
      expect(JSON.parse(String(logged?.action))).toMatchObject({ did: 'keys_begun', what: '2/3, 1' });
    });

    test('is refused for one alone, for people who are no scrutineers, and for a threshold of one', async () => {
      const id = await meeting();
      const one = [scrutineers[0]?.accountId];
      expect((await begin(id, { accountIds: one })).body.code).toBe('INCONSISTENT');
      expect((await begin(id, { accountIds: [...one, clerk.accountId] })).body.code).toBe('INCONSISTENT');
      expect((await begin(id, { threshold: 1 })).body.code).toBe('INCONSISTENT');
      expect((await begin(id, { threshold: 4 })).body.code).toBe('INCONSISTENT');
      expect(await keysOf(id)).toMatchObject({ state: null });
    });

    test('R33: is complete only when every member has opened the rehearsal with what it kept', async () => {
      const id = await meeting();
      const holders = await exchangeKeys(clerk, id, scrutineers, random);
      expect(await keysOf(id)).toMatchObject({ state: 'rehearsal' });
      await rehearse(id, holders.slice(0, 2), random);
      expect(await keysOf(id)).toMatchObject({
        state: 'rehearsal',
        members: [{ isRehearsed: true }, { isRehearsed: true }, { isRehearsed: false }],
      });
      await rehearse(id, holders.slice(2), random);
      const complete = await keysOf(id);
      expect(complete).toMatchObject({ state: 'complete' });
      const [logged] = await world.sql`
        select action from ledger.actions where poll = ${id} order by index desc limit 1`;
      expect(JSON.parse(String(logged?.action))).toMatchObject({
        did: 'keys_made',
        what: complete.trusteesHash,
      });
    });

    test('R33: the rehearsal is a whole archive that our verifier accepts', async () => {
      const id = await meeting();
      await exchangeKeys(clerk, id, scrutineers, random);
      const first = scrutineers[0];
      if (first === undefined) throw new Error('three were made');
      const bytes = await bytesOf(first, `/api/meetings/${id}/keys/rehearsal.bel`);
      const { findings, view } = await verifyArchive(bytesSource(bytes), { openGroup });
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(view.ballots).toHaveLength(3);
    });

    test('R33: a decryption with another member’s key is refused, and its sender named by its login', async () => {
      const id = await meeting();
      const holders = await exchangeKeys(clerk, id, scrutineers, random);
      const [first, second] = holders as [KeyHolder, KeyHolder];
      const { fingerprint, tally } = tallyInArchive(
        await bytesOf(first.client, `/api/meetings/${id}/keys/rehearsal.bel`),
      );
      const wrong = await send(first.client, id, 'decryption', decryptAs(second, fingerprint, tally, random));
      expect(wrong).toMatchObject({ status: 422, body: { code: 'BAD_PROOF' } });
      expect((await keysOf(id)).members[0]).toMatchObject({ isRehearsed: false });
    });

    test('R35: a message at fault is refused the moment it comes in, so the others need not start again', async () => {
      const id = await meeting();
      must(await begin(id), 201);
      const [a, b, c] = scrutineers as [AccountClient, AccountClient, AccountClient];
      const seeds = [drawSeed(random), drawSeed(random), drawSeed(random)];
      const place = (index: number) => ({ index, size: 3, threshold: 2 });
      const certificate = (i: number, index = i + 1) =>
        writeMemberCertificate(makeCertificate(group, seeds[i] ?? '', place(index), random));
      // For another place; then with a signature of somebody else.
      expect((await send(a, id, 'certificate', certificate(0, 2))).body).toMatchObject({
        code: 'INCONSISTENT',
        where: 'certificate.message.context.index',
      });
      const forged = { ...JSON.parse(certificate(0)), signature: JSON.parse(certificate(1)).signature };
      expect((await send(a, id, 'certificate', JSON.stringify(forged))).body.code).toBe('BAD_SIGNATURE');
      for (const [i, client] of [a, b, c].entries())
        must(await send(client, id, 'certificate', certificate(i)));

      const ceremony = ceremonyOf(await partOf(a, id));
      const polynomials = seeds.map((seed) => {
        const made = makePolynomial(ceremony, seed, random);
        if (!made.ok) throw new Error('the seeds stand in the certificates');
        return made.value;
      });
      const [p, q] = polynomials;
      if (p === undefined || q === undefined) throw new Error('three were made');
      const mixed = { ...p, commitments: q.commitments };
      expect((await send(a, id, 'polynomial', writePolynomial(mixed))).body.code).toBe('BAD_SIGNATURE');
      const short = { ...p, secrets: p.secrets.slice(1) };
      expect((await send(a, id, 'polynomial', writePolynomial(short))).body).toMatchObject({
        where: 'polynomial.secrets',
      });
      // A share that does not fit: only its recipient can see that, and says so.
      const wrong = { ...p, secrets: [p.secrets[0] ?? '', p.secrets[0] ?? '', p.secrets[2] ?? ''] };
      must(await send(a, id, 'polynomial', writePolynomial(wrong)));
      must(await send(b, id, 'polynomial', writePolynomial(q)));
      must(await send(c, id, 'polynomial', writePolynomial(polynomials[2] ?? p)));
      const part = await partOf(b, id);
      const given = assertOk(readMemberInput(group, part.input, 'input'));
      const output = completeKey(ceremony, seeds[1] ?? '', given, random);
      expect(output).toMatchObject({ ok: false, error: [{ where: 'input.secrets[0]' }] });
      const told = must(await b.post(`/api/meetings/${id}/keys/fault`, { attempt: 1, culprit: 1 }));
      expect(told.faults).toEqual([{ reporter: 2, culprit: 1 }]);
      // Told twice, it is known once.
      expect(
        must(await b.post(`/api/meetings/${id}/keys/fault`, { attempt: 1, culprit: 1 })).faults,
      ).toHaveLength(1);

      // An output for another key set.
      const own = await partOf(c, id);
      const mine = completeKey(
        ceremony,
        seeds[2] ?? '',
        assertOk(readMemberInput(group, own.input, 'input')),
        random,
      );
      const stranger = completeKey(
        ceremony,
        seeds[0] ?? '',
        assertOk(readMemberInput(group, (await partOf(a, id)).input, 'input')),
        random,
      );
      if (!mine.ok || !stranger.ok) throw new Error('their shares fit');
      expect((await send(c, id, 'output', writeMemberOutput(group, stranger.value))).status).toBe(422);
      must(await send(c, id, 'output', writeMemberOutput(group, mine.value)));
    });

    test('begins again as a new attempt, and messages of the old one are refused', async () => {
      const id = await meeting();
      must(await begin(id), 201);
      const [first] = scrutineers as [AccountClient];
      const certificate = writeMemberCertificate(
        makeCertificate(group, drawSeed(random), { index: 1, size: 3, threshold: 2 }, random),
      );
      must(await send(first, id, 'certificate', certificate));
      expect((await begin(id)).body.code).toBe('STALE');
      expect(must(await begin(id, { afterAttempt: 1 }), 201)).toMatchObject({
        attempt: 2,
        members: [{ hasCertificate: false }, {}, {}],
      });
      expect((await send(first, id, 'certificate', certificate, 1)).body.code).toBe('STALE');
      must(await send(first, id, 'certificate', certificate, 2));
      // The same again is answered as the first time; another one is refused.
      must(await send(first, id, 'certificate', certificate, 2));
      const other = writeMemberCertificate(
        makeCertificate(group, drawSeed(random), { index: 1, size: 3, threshold: 2 }, random),
      );
      expect((await send(first, id, 'certificate', other, 2)).body.code).toBe('ALREADY_EXISTS');
    });

    test('is closed to those without a part in it', async () => {
      const id = await meeting();
      const some = scrutineers.slice(0, 2).map(({ accountId }) => accountId);
      must(await begin(id, { accountIds: some }), 201);
      const outsider = scrutineers[2];
      expect((await outsider?.get(`/api/meetings/${id}/keys/part`))?.status).toBe(403);
      expect((await clerk.get(`/api/meetings/${id}/keys/part`)).status).toBe(403);
      const teller = await world.account('teller', organId);
      expect((await teller.post(`/api/meetings/${id}/keys`, { afterAttempt: 1 })).status).toBe(403);
      const stranger = await world.account('clerk', await world.organ());
      expect((await stranger.get(`/api/meetings/${id}/keys`)).status).toBe(404);
    });
  });
});
