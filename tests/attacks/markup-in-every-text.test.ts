/**
 * R57, R58: people write markup into every text they can fill: body, member, person, meeting, subject, item, unit, description,
 * reasons, title of the rules. The meeting goes on to its results; then each page and answer that the public sees, in both
 * languages, is searched. What is found is escaped, and each page forbids scripts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64url, writeRulePack } from '#tally';
import { presetWith } from '../support/poll.ts';
import { routeTable } from '../support/route-table.ts';
import { must } from '../support/scrutineers.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { type AccountClient, type Client, openWorld, type World } from '../support/world.ts';

const TAIL = `"'><img src=x onerror=alert(1)></script>`;
const ESCAPED = '&quot;&#x27;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;';
/** A text that closes an attribute, a tag and a script; its name says which field it went through. */
const evil = (field: string) => `~${field}~${TAIL}`;
/** Labels of charts are cut, with a sign for it. */
function isEscaped(after: string): boolean {
  const cut = after.slice(0, ESCAPED.length + 1).indexOf('…');
  return after.startsWith(ESCAPED) || (cut >= 0 && ESCAPED.startsWith(after.slice(0, cut)));
}
const MARK = /~([a-z0-9-]+)~/g;
/** Fields that the public sees. */
const EXPECTED: readonly string[] = [
  'abandonment',
  'correction',
  'item-en',
  'item-zh',
  'meeting-en',
  'meeting-zh',
  'member',
  'name-chiefscrutineer',
  'name-clerk',
  'name-presidingchair',
  'name-presidium',
  'name-scrutineer',
  'name-teller',
  'organ-en',
  'organ-zh',
  'query',
  'region-en',
  'region-zh',
  'rules-en',
  'rules-zh',
  'ruling',
  'subject-en',
  'subject-zh',
  'unit',
];
const [FOR, AGAINST] = [0, 1];

describe('markup in every text that a person can fill', () => {
  let world: World;
  let meeting: SmallMeeting;
  const polls: Record<'secret' | 'named' | 'abandoned', string> = { secret: '', named: '', abandoned: '' };
  const pages = new Map<string, { readonly html: string; readonly headers: Headers }>();

  /** The world, but for people and bodies that call themselves by markup. */
  const evilWorld = (): World => ({
    ...world,
    account: async (roles, organId) => {
      const made = await world.account(roles, organId);
      const role = typeof roles === 'string' ? roles : (roles[0] ?? '');
      const name = `${made.name}${evil(`name-${role.toLowerCase()}`)}`;
      await world.sql`update accounts set name = ${name} where id = ${made.accountId}`;
      return { ...made, name };
    },
    organ: async () => {
      const administrator = await world.account('administrator', null);
      const organ = {
        kind: 'congress',
        nameZh: evil('organ-zh'),
        nameEn: evil('organ-en'),
        regionZh: evil('region-zh'),
        regionEn: evil('region-en'),
        seatQuota: 3,
        termFrom: null,
        termUntil: null,
      };
      return must(await administrator.post('/api/organs', organ), 201).id;
    },
  });

  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      titleZh: `${i + 1}${evil('item-zh')}`,
      titleEn: `${i + 1}${evil('item-en')}`,
      leadUnit: evil('unit'),
      supportUnits: [evil('support')],
      description: { textZh: evil('description-zh'), textEn: evil('description-en') },
    }));
  const draft = (count: number, text: string) => ({
    year: 2026,
    subjectZh: evil('subject-zh'),
    subjectEn: evil('subject-en'),
    rules: { text },
    items: items(count),
  });
  const packText = (id: string, changes: object) =>
    writeRulePack(
      presetWith(id, { id: 'ours', titleZh: evil('rules-zh'), titleEn: evil('rules-en'), ...changes }),
    );

  async function renameMembers(clerk: Client, organId: string): Promise<void> {
    const { members } = must(await clerk.get(`/api/organs/${organId}/members`));
    for (const { id, number } of members) {
      const { rollHash } = must(await clerk.get(`/api/organs/${organId}/members`));
      const changed = {
        number,
        name: evil('member'),
        delegation: evil('delegation'),
        category: evil('c'),
        rollHash,
      };
      must(await clerk.patch(`/api/organs/${organId}/members/${id}`, changed));
    }
  }

  async function keyPaper(
    tellers: readonly AccountClient[],
    chief: AccountClient,
    poll: string,
  ): Promise<void> {
    const column = (marks: readonly number[]) => ({
      source: 'paper',
      returned: 1,
      voids: [],
      pending: 0,
      items: [
        { no: 1, marks, itemVoid: 0 },
        { no: 2, marks: [0, 1, 0], itemVoid: 0 },
      ],
    });
    const [right, wrong] = [column([1, 0, 0]), column([0, 0, 1])];
    for (const [i, teller] of tellers.entries()) {
      const keyed = { column: i === 0 ? right : wrong };
      must(await teller.put(`/api/ballot-sessions/${poll}/paper/1`, keyed));
    }
    const ruling = { column: right, reason: evil('ruling') };
    must(await chief.post(`/api/ballot-sessions/${poll}/paper/1/ruling`, ruling));
  }

  async function voteByName(card: number): Promise<void> {
    const browser = world.browser();
    const loginKey = base64url(meeting.cards[card]?.loginKey ?? new Uint8Array());
    must(await browser.post('/api/card-logins', { meeting: meeting.meetingId, loginKey }), 201);
    must(await browser.post(`/api/booth/${polls.named}/vote`, { choices: [FOR] }), 201);
  }

  async function publish(poll: string): Promise<void> {
    await meeting.certify(poll);
    must(await meeting.clerk.post(`/api/ballot-sessions/${poll}/publication`), 201);
  }

  async function readPages(): Promise<void> {
    const templates = routeTable(world.app)
      .filter(({ method, access, path }) => method === 'GET' && access === undefined && !path.includes('*'))
      .map(({ path }) => path)
      .filter((path) => !/zip|pdf/.test(path));
    const { code } = (await world.sql<{ code: string }[]>`select code from box.ballots limit 1`)[0] ?? {
      code: '',
    };
    for (const template of templates) {
      for (const poll of template.includes(':poll') ? Object.values(polls) : [polls.secret]) {
        const path = template
          .replace(':poll', poll)
          .replace(':meeting', meeting.meetingId)
          .replace(':given', code);
        for (const query of ['?lang=zh', '?lang=en', `?code=${encodeURIComponent(evil('query'))}`]) {
          const response = await world.browser().request(`${path}${query}`, {});
          pages.set(`${path}${query}`, { html: await response.text(), headers: response.headers });
        }
      }
    }
  }

  beforeAll(async () => {
    world = await openWorld();
    meeting = await openSmallMeeting(evilWorld(), {
      members: 4,
      onPaper: 1,
      scrutineers: 2,
      sessions: 3,
      seed: 'markup',
    });
    const { clerk, presidium, chief, organId, meetingId } = meeting;
    const titles = {
      number: 5,
      titleZh: evil('meeting-zh'),
      titleEn: evil('meeting-en'),
      heldOn: '2026-03-02',
    };
    must(await clerk.patch(`/api/meetings/${meetingId}`, titles));
    await renameMembers(clerk, organId);

    polls.secret = await meeting.open(
      draft(2, packText('congress-default', { 'ballot.seats': 1, 'ballot.cap': 1 })),
    );
    for (const card of [0, 1, 2]) must(await meeting.cast(polls.secret, card, [FOR, AGAINST]), 201);
    must(await meeting.close(polls.secret));
    await keyPaper(meeting.tellers, chief, polls.secret);
    must(await meeting.reconcile(polls.secret));
    await meeting.openCount(polls.secret);
    await publish(polls.secret);
    const reason = evil('correction');
    must(await clerk.post(`/api/ballot-sessions/${polls.secret}/correction`, { reason }), 201);
    must(await presidium.post(`/api/ballot-sessions/${polls.secret}/correction/agreement`, { reason }), 201);

    polls.named = await meeting.open(draft(1, packText('resolution-default', { secrecy: 'recorded' })));
    for (const card of [0, 1, 2]) await voteByName(card);
    must(await meeting.close(polls.named));
    must(await meeting.reconcile(polls.named));
    must(await chief.post(`/api/ballot-sessions/${polls.named}/count`));
    await publish(polls.named);

    polls.abandoned = await meeting.open(
      draft(2, packText('congress-default', { 'ballot.seats': 1, 'ballot.cap': 1 })),
    );
    const given = { reason: evil('abandonment') };
    must(await clerk.post(`/api/ballot-sessions/${polls.abandoned}/abandonment`, given), 201);
    must(await presidium.post(`/api/ballot-sessions/${polls.abandoned}/abandonment/confirmation`, given));
    world.clock.advance(5_000);
    await readPages();
  }, 300_000);
  afterAll(() => world?.close());

  const isPage = (headers: Headers) => headers.get('content-type')?.startsWith('text/html') === true;
  const shown = () => [...pages].filter(([, { headers }]) => isPage(headers));

  test('every page escapes what it shows, wherever it shows it', () => {
    const flaws = shown().flatMap(([path, { html }]) =>
      [...html.matchAll(MARK)]
        .filter((found) => !isEscaped(html.slice(found.index + found[0].length)))
        .map((found) => `${path}: ${html.slice(found.index, found.index + 80)}`),
    );
    expect(flaws).toEqual([]);
    expect(shown().filter(([, { html }]) => /<img src=x|onerror=alert\(1\)>/.test(html))).toEqual([]);
  });

  test('and the texts are really there', () => {
    const fields = new Set(
      shown().flatMap(([, { html }]) => [...html.matchAll(MARK)].map(([, field]) => field)),
    );
    expect([...fields].sort()).toEqual(EXPECTED);
  });

  test('no page runs a script of its own or of others', () => {
    for (const [path, { html, headers }] of shown()) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(`${path} ${policy}`).toMatch(/default-src 'none'/);
      expect(`${path} ${policy}`).not.toMatch(/unsafe-inline|unsafe-eval'|data:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(`${path} ${html.match(/<script(?![^>]*\ssrc="\/)[^>]*>/)?.[0]}`).toBe(`${path} undefined`);
      expect(html).not.toMatch(/<[a-z][^<>]*\s(on[a-z]+|style)=(?!alert)/i);
      expect(html).not.toMatch(/(?:href|src|action)="(?:javascript|data):/i);
    }
  });

  test('what is no page is never taken for one', () => {
    for (const [path, { html, headers }] of pages) {
      if (isPage(headers)) continue;
      expect(`${path} ${headers.get('content-type')}`).toMatch(/json|text\/plain|text\/csv|octet-stream/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      if (html.includes('<img')) expect(path).toMatch(/^\/api\//);
    }
  });
});
