/** The life of a ballot session on the server from the first draft to its opening, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runPlannedTransitions } from '../../server/ballots/planned.ts';
import { canonicalJson } from '../../tally/encoding/canonical-json.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { readSetup, setupHashOf } from '../../tally/record/setup.ts';
import { assertOk } from '../../tally/result.ts';
import { findPreset } from '../../tally/rules/presets.ts';
import { writeRulePack } from '../../tally/rules/rule-pack.ts';
import { bothDatabases } from '../support/database.ts';
import { draftOf, itemOf, openSitting, type Sitting } from '../support/sitting.ts';
import { openWorld, type World } from '../support/world.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

for (const { name, skipped } of bothDatabases) {
  describe.skipIf(skipped !== null)(`ballot sessions on ${name}`, () => {
    let world: World;
    let sitting: Sitting;
    const state = async (poll: string) =>
      (await world.sql<{ state: string }[]>`select state from ballot_sessions where id = ${poll}`)[0]?.state;

    beforeAll(async () => {
      world = await openWorld(name === 'PostgreSQL' ? 'postgres' : 'embedded');
      sitting = await openSitting(world, { sessions: 6 });
    });
    afterAll(() => world?.close());

    describe('a draft', () => {
      let fresh: Sitting;
      beforeAll(async () => {
        fresh = await openSitting(world, { sessions: 0, seed: 'draft' });
      });

      test('is created with its rules, items, warnings, and read back', async () => {
        const created = await fresh.create(draftOf(4, { rules: { preset: 'congress-default', seats: 4 } }));
        expect(created.status).toBe(201);
        const { body } = await fresh.clerk.get(`/api/ballot-sessions/${created.body.id}`);
        expect(body).toEqual(created.body);
        expect(body).toMatchObject({
          state: 'configured',
          kind: 'projects',
          isRecorded: false,
          version: 1,
          warnings: ['DIFFERENTIAL_LOW'],
          setupHash: null,
          round: { kind: 'first' },
        });
        expect(body.items.map(({ no }: { no: number }) => no)).toEqual([1, 2, 3, 4]);
        expect(JSON.parse(body.rulePack)).toMatchObject({
          id: 'congress-default',
          ballot: { seats: 4, cap: 4 },
        });
      });

      test('may be an evaluation, a resolution, a budget, a recorded vote', async () => {
        const drafts = [
          draftOf(2, { rules: { preset: 'eval-members-majority-congress' } }),
          draftOf(1, { rules: { preset: 'resolution-default' } }),
          draftOf(3, { rules: { preset: 'congress-budget', budgetFen: 300_000_000 } }),
          draftOf(1, { rules: { preset: 'resolution-default', secrecy: 'recorded' } }),
        ];
        const made = await Promise.all(drafts.map((draft) => fresh.create(draft)));
        expect(made.map(({ body }) => [body.kind, body.isRecorded])).toEqual([
          ['evaluation', false],
          ['resolution', false],
          ['projects', false],
          ['resolution', true],
        ]);
      });

      test('takes a rule pack of one’s own as its canonical text and no other spelling of it', async () => {
        const pack = { ...findPreset('resolution-default'), id: 'our-own-rules' };
        const text = canonicalJson(pack as never);
        const own = await fresh.create(draftOf(1, { rules: { text } }));
        expect([own.status, own.body.rulePack]).toEqual([201, text]);
        const spaced = await fresh.create(draftOf(1, { rules: { text: JSON.stringify(pack, null, 1) } }));
        expect([spaced.status, spaced.body.code]).toEqual([400, 'NON_CANONICAL']);
        const unknown = await fresh.create(draftOf(1, { rules: { text: text.replace('{', '{"a":1,') } }));
        expect([unknown.status, unknown.body.code]).toEqual([400, 'MALFORMED']);
      });

      test.each([
        [
          'places under rules without places',
          { rules: { preset: 'congress-each', seats: 2 } },
          'INCONSISTENT',
        ],
        [
          'a budget under rules without one',
          { rules: { preset: 'congress-tick', budgetFen: 5 } },
          'INCONSISTENT',
        ],
        ['a preset nobody knows', { rules: { preset: 'none' } }, 'NOT_FOUND'],
        ['a resolution on two items', { rules: { preset: 'resolution-default' } }, 'INCONSISTENT'],
        ['limits where the rules have a cap', { limits: { min: 0, max: 1 } }, 'INCONSISTENT'],
        [
          'a closing before the opening',
          { planned: { opensAt: '2026-03-02T03:00:00Z', closesAt: '2026-03-02T02:00:00Z' } },
          'INCONSISTENT',
        ],
        ['an unknown member', { more: 1 }, 'MALFORMED'],
      ])('is refused with %s', async (_what, changes, code) => {
        const made = await fresh.create(draftOf(2, changes));
        expect(made.body).toMatchObject({ code });
      });

      test.each([
        ['a bidirectional control', '项目\u202e甲', 'MALFORMED'],
        ['a zero-width space', '项\u200b目', 'MALFORMED'],
        ['a decomposed letter', 'e\u0301', 'MALFORMED'],
        ['a line break', '项\n目', 'MALFORMED'],
        ['the same title', '加装电梯', 'INCONSISTENT'],
        ['the same title with spaces', '加 装 电梯', 'INCONSISTENT'],
        ['the same title in full-width forms', '加装电梯（）', 'INCONSISTENT'],
      ])('R58: a second item with %s is refused', async (_what, titleZh, code) => {
        const made = await fresh.create(
          draftOf(2, {
            items: [itemOf(1), itemOf(2, { titleZh })],
            rules: { preset: 'congress-tick', seats: 1 },
          }),
        );
        expect(made.body).toMatchObject({ code });
      });

      test('R58: items of another script that look alike are refused in either language', async () => {
        const titles = ['Park A', 'Рark A'];
        const items = titles.map((titleEn, i) => itemOf(i + 1, { titleEn }));
        const made = await fresh.create(draftOf(2, { items, rules: { preset: 'congress-tick', seats: 1 } }));
        expect(made.body).toMatchObject({ code: 'INCONSISTENT', where: 'items.1.titleEn' });
      });

      test('changes only on top of what it was based on', async () => {
        const { body } = await fresh.create(draftOf(3));
        const path = `/api/ballot-sessions/${body.id}`;
        const first = await fresh.clerk.patch(path, { version: 1, ...draftOf(4) });
        expect([first.status, first.body.version, first.body.items.length]).toEqual([200, 2, 4]);
        const late = await fresh.clerk.patch(path, { version: 1, ...draftOf(2) });
        expect([late.status, late.body.code]).toEqual([409, 'STALE']);
      });

      test('can be thrown away, and its id is used again', async () => {
        const { body } = await fresh.create(draftOf(3));
        expect((await fresh.clerk.delete(`/api/ballot-sessions/${body.id}`)).status).toBe(200);
        expect((await fresh.clerk.get(`/api/ballot-sessions/${body.id}`)).status).toBe(404);
        expect((await fresh.create(draftOf(3))).body.id).toBe(body.id);
      });

      test('describes its items, with pictures believed by their first bytes only', async () => {
        const path = `/api/meetings/${fresh.meetingId}/pictures`;
        const uploaded = await fresh.clerk.upload(path, PNG);
        expect(uploaded).toMatchObject({ status: 201, body: { type: 'image/png', picture: sha256Hex(PNG) } });
        expect((await fresh.clerk.upload(path, PNG)).status).toBe(201);
        const svg = await fresh.clerk.upload(path, new TextEncoder().encode('<svg onload="alert(1)"/>'));
        expect([svg.status, svg.body.code]).toEqual([422, 'UNSUPPORTED']);
        const large = await fresh.clerk.upload(path, new Uint8Array((1 << 20) + 1));
        expect(large.status).toBe(413);
        const description = { textZh: '一楼到六楼', finishOn: '2026-12-01', picture: uploaded.body.picture };
        const made = await fresh.create(draftOf(2, { items: [itemOf(1, { description }), itemOf(2)] }));
        expect(made.body.descriptions).toEqual({ 1: description });
        const unknown = itemOf(1, { description: { picture: sha256Hex('nothing') } });
        expect((await fresh.create(draftOf(2, { items: [unknown, itemOf(2)] }))).body.code).toBe('NOT_FOUND');
        const shown = await world.browser().request(`/api/public/pictures/${uploaded.body.picture}`, {});
        expect([...new Uint8Array(await shown.arrayBuffer())]).toEqual([...PNG]);
        expect(shown.headers.get('content-type')).toBe('image/png');
        expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
        expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
      });
    });

    test('a session takes the lowest id the cards have a credential for, and none beyond the last', async () => {
      const small = await openSitting(world, { sessions: 1, seed: 'last-id' });
      const [id] = [...small.secrets.keys()];
      expect((await small.create(draftOf(2))).body.id).toBe(id);
      expect((await small.create(draftOf(2))).body).toMatchObject({ code: 'INCONSISTENT', where: 'meeting' });
      const recorded = draftOf(1, { rules: { preset: 'resolution-default', secrecy: 'recorded' } });
      expect((await small.create(recorded)).status).toBe(201);
    });

    test('what is missing for sealing is named, and sealing refuses', async () => {
      const bare = await openSitting(world, { sessions: 0, seed: 'bare' });
      await world.sql`delete from ceremonies where meeting_id = ${bare.meetingId}`;
      await world.sql`update accounts set signing_key = null where id = ${bare.presidium.accountId}`;
      const { body } = await bare.create(draftOf(2));
      const shown = await bare.presidium.get(`/api/ballot-sessions/${body.id}/seal`);
      expect(shown.body).toEqual({ missing: ['cards', 'keys', 'signers'], setupHash: null, texts: null });
      const sealed = await bare.presidium.post(`/api/ballot-sessions/${body.id}/seal`, {
        setupHash: '0'.repeat(64),
      });
      expect([sealed.status, sealed.body.code]).toEqual([422, 'INCONSISTENT']);
    });

    test('R22: sealing binds items, rules, cards, signers, ledger; the election names the set-up', async () => {
      const created = await sitting.create(draftOf(3));
      const poll: string = created.body.id;
      const sealed = await sitting.seal(poll);
      expect(sealed.status).toBe(200);
      const [row] = await world.sql<Record<string, string>[]>`
        select s.setup, s.form, s.rule_pack, s.election, s.credentials, s.state, p.state as box, p.height, p.head,
          p.revoting, (select count(*)::int from box.events e where e.poll = s.id) as events
        from ballot_sessions s join box.polls p on p.poll = s.id where s.id = ${poll}`;
      expect(row).toMatchObject({ state: 'sealed', box: 'sealed', height: 0, revoting: false, events: 1 });
      const setup = assertOk(readSetup(row?.setup ?? '', 'setup'));
      expect(setup).toMatchObject({
        subject: { uuid: poll },
        inOffice: 3,
        cards: { kind: 'named', listed: 4, spare: 1 },
        rulePack: sha256Hex(row?.rule_pack ?? ''),
        form: sha256Hex(row?.form ?? ''),
        ledger: world.deps.ledger.policyText,
        planned: null,
      });
      expect(setup.signers.map(({ role }) => role)).toEqual([
        'chiefScrutineer',
        'scrutineer',
        'teller',
        'teller',
        'presidium',
      ]);
      const election = JSON.parse(row?.election ?? '');
      expect(assertOk(setupHashOf(election.description))).toBe(sealed.body.setupHash);
      expect(JSON.parse(row?.credentials ?? '')).toHaveLength(4);
      const actions = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${poll}`;
      expect(actions.map(({ action }) => JSON.parse(action))).toMatchObject([
        { did: 'setup_sealed', what: sealed.body.setupHash, role: 'presidium', who: sitting.presidium.name },
      ]);
    });

    test('the presidium seals what it was shown, or nothing', async () => {
      const { body } = await sitting.create(draftOf(3));
      const path = `/api/ballot-sessions/${body.id}`;
      const shown = await sitting.presidium.get(`${path}/seal`);
      expect(sha256Hex(shown.body.texts.setup)).toBe(shown.body.setupHash);
      await sitting.clerk.patch(path, { version: 1, ...draftOf(2) });
      const late = await sitting.presidium.post(`${path}/seal`, { setupHash: shown.body.setupHash });
      expect([late.status, late.body.code]).toEqual([409, 'STALE']);
      expect(await state(body.id)).toBe('configured');
    });

    test('two presidium members who seal at once make one box and one leaf', async () => {
      const { body } = await sitting.create(draftOf(2));
      const shown = await sitting.presidium.get(`/api/ballot-sessions/${body.id}/seal`);
      const answers = await Promise.all(
        [0, 1].map(() =>
          sitting.presidium.post(`/api/ballot-sessions/${body.id}/seal`, { setupHash: shown.body.setupHash }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const leaves = await world.sql`select from ledger.actions where poll = ${body.id}`;
      expect(leaves).toHaveLength(1);
    });

    test('sealing needs the presidium and a fresh second factor', async () => {
      const { body } = await sitting.create(draftOf(2));
      const path = `/api/ballot-sessions/${body.id}/seal`;
      expect((await sitting.clerk.post(path, { setupHash: '0'.repeat(64) })).status).toBe(403);
      world.clock.advance(16 * 60_000);
      const late = await sitting.presidium.post(path, { setupHash: '0'.repeat(64) });
      expect([late.status, late.body.code]).toEqual([403, 'SECOND_FACTOR_NEEDED']);
      world.clock.advance(-16 * 60_000);
    });

    test('a recorded vote seals set-up and rules, with no cards, keys or election', async () => {
      const bare = await openSitting(world, { sessions: 0, seed: 'recorded' });
      await world.sql`delete from ceremonies where meeting_id = ${bare.meetingId}`;
      const poll = await bare.open(
        draftOf(1, { rules: { preset: 'resolution-default', secrecy: 'recorded' } }),
      );
      const [row] = await world.sql<{ setup: string }[]>`
        select s.setup, s.election, s.trustees, p.is_recorded, p.height, p.state as box
        from ballot_sessions s join box.polls p on p.poll = s.id where s.id = ${poll}`;
      expect(row).toMatchObject({
        election: null,
        trustees: null,
        is_recorded: true,
        height: -1,
        box: 'open',
      });
      expect(JSON.parse(row?.setup ?? '').cards).toEqual({ kind: 'named', listed: 0, spare: 0 });
    });

    describe('the roll and the opening', () => {
      test.each([
        ['S5: 133 of 200 is no quorum of two thirds', 'congress', 'congress-default', 200, 133, 134],
        ['S5: 40 of 60 is not more than two thirds', 'street_assembly', 'street-strict', 60, 40, 41],
      ] as const)('%s, one more is', async (_what, kind, preset, members, present, needed) => {
        const body = await openSitting(world, {
          kind,
          members,
          present,
          sessions: 1,
          spare: 0,
          seed: preset,
        });
        const { body: draft } = await body.create(draftOf(2, { rules: { preset, seats: 1 } }));
        await body.seal(draft.id);
        const path = `/api/ballot-sessions/${draft.id}/roll`;
        const few = await body.clerk.post(path);
        expect([few.status, few.body.code, few.body.where]).toEqual([
          422,
          'QUORUM_NOT_MET',
          'attendance.present',
        ]);
        expect(await state(draft.id)).toBe('sealed');
        await body.signIn(present + 1);
        const taken = await body.clerk.post(path);
        expect(taken.body).toEqual({ inOffice: members, present: present + 1, needed });
        expect(await state(draft.id)).toBe('issuing');
      });

      test('opening takes the cards that were handed out, by the clock of the database', async () => {
        const poll = await sitting.open(draftOf(2));
        const [row] = await world.sql<{ opened: boolean; usable: number }[]>`
          select p.opened_at between now() - interval '1 minute' and now() as opened, p.state,
            (select count(*)::int from box.usable u where u.poll = p.poll) as usable
          from box.polls p where p.poll = ${poll}`;
        expect(row).toMatchObject({ opened: true, state: 'open', usable: 3 });
        const dids = await world.sql<{ did: string }[]>`
          select action::jsonb ->> 'did' as did from ledger.actions where poll = ${poll} order by index`;
        expect(dids.map(({ did }) => did)).toEqual(['setup_sealed', 'roll_certified', 'opened']);
        const again = await sitting.chief.post(`/api/ballot-sessions/${poll}/opening`);
        expect([again.status, again.body.code]).toEqual([409, 'WRONG_STATE']);
      });

      test('steps out of order are refused and change nothing', async () => {
        const { body } = await sitting.create(
          draftOf(1, { rules: { preset: 'resolution-default', secrecy: 'recorded' } }),
        );
        const path = `/api/ballot-sessions/${body.id}`;
        expect((await sitting.clerk.post(`${path}/roll`)).status).toBe(409);
        expect((await sitting.chief.post(`${path}/opening`)).status).toBe(409);
        await sitting.seal(body.id);
        expect((await sitting.chief.post(`${path}/opening`)).status).toBe(409);
        expect(await state(body.id)).toBe('sealed');
      });
    });

    test('R32: a planned opening happens once, by whichever of several servers comes first, never early', async () => {
      const planned = await openSitting(world, { sessions: 0, seed: 'planned' });
      const recorded = { preset: 'resolution-default', secrecy: 'recorded' };
      const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);
      const { body } = await planned.create(
        draftOf(1, { rules: recorded, planned: { opensAt: `${at(5)}Z`, closesAt: `${at(60)}Z` } }),
      );
      await planned.seal(body.id);
      await planned.clerk.post(`/api/ballot-sessions/${body.id}/roll`);
      const early = await planned.chief.post(`/api/ballot-sessions/${body.id}/opening`);
      expect([early.status, early.body.where]).toEqual([409, 'planned']);
      await runPlannedTransitions(world.deps);
      expect(await state(body.id)).toBe('issuing');
      await world.sql`update ballot_sessions set planned_opens_at = now() - interval '1 second' where id = ${body.id}`;
      await Promise.all([1, 2, 3, 4].map(() => runPlannedTransitions(world.deps)));
      const opened = await world.sql<{ action: string }[]>`
        select action from ledger.actions where poll = ${body.id} and action::jsonb ->> 'did' = 'opened'`;
      expect(opened).toHaveLength(1);
      expect(await state(body.id)).toBe('open');
    });

    describe('giving up', () => {
      test('R36: two persons void a session, publicly; one person twice is refused', async () => {
        const { body } = await sitting.create(
          draftOf(1, { rules: { preset: 'resolution-default', secrecy: 'recorded' } }),
        );
        await sitting.seal(body.id);
        const path = `/api/ballot-sessions/${body.id}/abandonment`;
        expect((await sitting.presidium.post(path, { reason: '议程变更' })).status).toBe(201);
        const alone = await sitting.presidium.post(`${path}/confirmation`, { reason: '议程变更' });
        expect([alone.status, alone.body.code]).toEqual([422, 'SAME_PERSON']);
        const other = await sitting.chief.post(`${path}/confirmation`, { reason: '别的理由' });
        expect([other.status, other.body.code]).toEqual([409, 'STALE']);
        expect((await sitting.chief.post(`${path}/confirmation`, { reason: '议程变更' })).status).toBe(200);
        expect(await state(body.id)).toBe('voided');
        const [action] = await world.sql<{ action: string }[]>`
          select action from ledger.actions where poll = ${body.id} order by index desc limit 1`;
        expect(JSON.parse(action?.action ?? '')).toMatchObject({
          did: 'abandoned',
          who: sitting.presidium.name,
          with: sitting.chief.name,
          what: '议程变更',
        });
        expect((await sitting.clerk.post(`/api/ballot-sessions/${body.id}/roll`)).status).toBe(409);
      });

      test('a proposal can be dropped, and a draft is thrown away instead', async () => {
        const { body } = await sitting.create(
          draftOf(1, { rules: { preset: 'resolution-default', secrecy: 'recorded' } }),
        );
        const path = `/api/ballot-sessions/${body.id}/abandonment`;
        expect((await sitting.presidium.post(path, { reason: '议程变更' })).status).toBe(409);
        await sitting.seal(body.id);
        await sitting.clerk.post(path, { reason: '议程变更' });
        expect((await sitting.chief.delete(path)).status).toBe(200);
        expect((await sitting.chief.post(`${path}/confirmation`, { reason: '议程变更' })).status).toBe(404);
        expect(await state(body.id)).toBe('sealed');
      });
    });

    test('the list of a meeting shows every session and what it needs, never a count', async () => {
      const { body } = await sitting.clerk.get(`/api/meetings/${sitting.meetingId}/ballot-sessions`);
      expect(body.sessions.length).toBeGreaterThan(5);
      expect(Object.keys(body.sessions[0]).sort()).toEqual([
        'id',
        'isAbandoning',
        'isRecorded',
        'itemCount',
        'kind',
        'parentId',
        'plannedClosesAt',
        'plannedOpensAt',
        'round',
        'state',
        'subjectEn',
        'subjectZh',
      ]);
    });

    test('every preset can be configured and sealed as it is', async () => {
      const all = await openSitting(world, { sessions: 15, spare: 0, members: 2, seed: 'presets' });
      const { PRESETS } = await import('../../tally/rules/presets.ts');
      for (const pack of PRESETS) {
        const items = pack.kind === 'resolution' ? 1 : 2;
        const { body } = await all.create(draftOf(items, { rules: { preset: pack.id } }));
        expect(body.rulePack, pack.id).toBe(writeRulePack(pack));
        expect((await all.seal(body.id)).status, pack.id).toBe(200);
      }
    });
  });
}
