/**
 * A dishonest server wants to know how one representative voted. It can make archives, sign heads of its ledger and log what it
 * likes; what it needs is that scrutineers decrypt something else than the sum of all ballots. Their program decrypts only what
 * it has recomputed from an archive that the ledger holds once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appendEvent,
  archiveStart,
  assertOk,
  bytesSource,
  type CountEvidence,
  createMerkleTree,
  type EventType,
  leafHash,
  openElection,
  readBallot,
  readElection,
  type SigningKey,
  sha256,
  sha256Hex,
  signCheckpoint,
  tallyOfBallot,
  utf8,
  writeCheckpoint,
  writeEncryptedTally,
  writeSizedTally,
} from '#tally';
import { openGroupWith } from '../../tally/cli/engine.ts';
import { PLAIN_ED25519 } from '../../tally/ledger/note.ts';
import { openCount, openRehearsal } from '../../web/counting/scrutineer.ts';
import { seededRandom } from '../support/random.ts';
import { bytesOf, group, type KeyHolder, must, partOf } from '../support/scrutineers.ts';
import { draftOf } from '../support/sitting.ts';
import { openSmallMeeting, type SmallMeeting } from '../support/small-meeting.ts';
import { openWorld, type World } from '../support/world.ts';

const [FOR, AGAINST] = [0, 1];
const random = seededRandom('one ballot');
type Event = { readonly type: EventType; readonly members: readonly string[] };

describe('decrypting a single ballot', () => {
  let world: World;
  let meeting: SmallMeeting;
  let poll: string;
  let honest: { readonly archive: Uint8Array; readonly evidence: CountEvidence };
  let events: readonly Event[];

  beforeAll(async () => {
    world = await openWorld();
    meeting = await openSmallMeeting(world, { seed: 'one ballot' });
    poll = await meeting.open(draftOf(2));
    must(await meeting.cast(poll, 0, [FOR, AGAINST]), 201);
    must(await meeting.cast(poll, 1, [AGAINST, FOR]), 201);
    must(await meeting.close(poll));
    must(await meeting.reconcile(poll));
    honest = await given();
    events = await world.sql<(Event & Record<string, unknown>)[]>`
      select type, members from box.events where poll = ${poll} order by height`;
  });
  afterAll(() => world.close());

  const holder = (): KeyHolder => {
    const [first] = meeting.holders;
    if (first === undefined) throw new Error('there are three');
    return first;
  };

  /** What the server gives to a scrutineer now. */
  async function given(): Promise<typeof honest> {
    const { client } = holder();
    const path = `/api/ballot-sessions/${poll}/count`;
    const { setup, checkpoint, size } = must(await client.get(`${path}/evidence`));
    const { leaves } = must(await client.get(`${path}/leaves?from=0`));
    return {
      archive: await bytesOf(client, `${path}/archive.bel`),
      evidence: { setup, checkpoint, leaves: leaves.slice(0, size) },
    };
  }

  async function open({ archive, evidence }: typeof honest): Promise<string> {
    const { client, seed } = holder();
    const { output } = await partOf(client, meeting.meetingId);
    const opened = await openCount(
      { seed, output },
      bytesSource(archive),
      evidence,
      openGroupWith('auto'),
      random,
      () => {},
    );
    return opened.ok ? 'opened' : [...new Set(opened.findings.map(({ check }) => check))].join();
  }

  /** The archive of these events, and the hashes of its events. */
  function archiveOf(list: readonly Event[]): {
    readonly archive: Uint8Array;
    readonly hashes: readonly string[];
  } {
    const timestamp = 1_772_413_200;
    const chunks: Uint8Array[] = [...archiveStart(timestamp)];
    const hashes: string[] = [];
    for (const [height, { type, members }] of list.entries()) {
      const parent = hashes.at(-1);
      const previous = parent === undefined ? undefined : { hash: parent, height: height - 1 };
      const { hash, bytes } = appendEvent(timestamp, previous, type, members);
      hashes.push(hash);
      chunks.push(...bytes);
    }
    return { archive: new Uint8Array(Buffer.concat(chunks)), hashes };
  }

  /** The closing events over these ballots alone. */
  function tallied(setup: Event, ballots: readonly Event[]): readonly Event[] {
    const [electionText = ''] = setup.members;
    const opened = assertOk(openElection(assertOk(readElection(electionText)), group));
    const [one] = ballots;
    const { answers } = assertOk(readBallot(one?.members[0] ?? '', opened, 'ballot'));
    const text = writeEncryptedTally(group, tallyOfBallot(group, answers, 1n));
    const sized = writeSizedTally({ numTallied: 1, totalWeight: 1n, encryptedTally: sha256Hex(text) });
    return [
      setup,
      ...ballots,
      { type: 'EndBallots', members: [] },
      { type: 'EncryptedTally', members: [text, sized] },
    ];
  }

  const withoutSecond = (): readonly Event[] => {
    const [setup, first] = events;
    if (setup === undefined || first === undefined) throw new Error('two ballots were cast');
    return tallied(setup, [first]);
  };

  test('the honest archive under the honest ledger is opened', async () => {
    expect(await open(honest)).toBe('opened');
  });

  test('the honest archive is also opened when others have opened it before', async () => {
    must(await meeting.decrypt(poll, 1), 201);
    expect(await open(await given())).toBe('opened');
  });

  test('R34: one voter’s ballot offered as the tally is refused', async () => {
    const one = withoutSecond().at(-1);
    if (one === undefined) throw new Error('it ends with the tally');
    const { archive } = archiveOf([...events.slice(0, -1), one]);
    expect(await open({ ...honest, archive })).toMatch(/14\.2/);
  });

  test('R34: a flawless archive with all ballots but one left out is refused, for the ledger holds others', async () => {
    const { archive } = archiveOf(withoutSecond());
    expect(await open({ ...honest, archive })).toBe('06.1');
  });

  test('R34: logging the other events as well does not help: the ledger then tells two histories', async () => {
    const { archive, hashes } = archiveOf(withoutSecond());
    for (const [height, hash] of hashes.entries()) {
      await world.sql`select ledger.append(array[box.leaf_text(${poll}, ${height}::int, ${hash})])`;
    }
    const now = await given();
    expect(await open({ ...now, archive })).toBe('06.1');
    // Nor is the honest archive opened any more: somebody has to explain the second history first.
    expect(await open(now)).toBe('06.1');
  });

  test('R34: leaves kept back do not fit the signed head', async () => {
    const { archive, hashes } = archiveOf(withoutSecond());
    const leaves = hashes.map((hash, height) => `ballot-event/1\n${poll}\n${height}\n${hash}\n`);
    expect(await open({ archive, evidence: { ...honest.evidence, leaves } })).toBe('06.1');
  });

  test('R34: a head over a ledger of one’s own is not signed by the key that was sealed', async () => {
    const { archive, hashes } = archiveOf(withoutSecond());
    const leaves = hashes.map((hash, height) => `ballot-event/1\n${poll}\n${height}\n${hash}\n`);
    const tree = createMerkleTree(leaves.map((leaf) => leafHash(utf8(leaf))));
    const key: SigningKey = {
      name: world.deps.ledger.origin,
      type: PLAIN_ED25519,
      seed: sha256('another ledger'),
    };
    const checkpoint = writeCheckpoint(signCheckpoint(tree.size, tree.root(), key));
    expect(await open({ archive, evidence: { ...honest.evidence, leaves, checkpoint } })).toMatch(/^03\./);
  });

  test('R34: a real ballot in a false rehearsal is refused, for its proofs name its own election', async () => {
    const { client, seed } = holder();
    const { output } = await partOf(client, meeting.meetingId);
    const [rehearsed] = await world.sql<{ rehearsal: { events: readonly Event[] } }[]>`
      select rehearsal from ceremonies where meeting_id = ${meeting.meetingId}`;
    const [setup] = rehearsed?.rehearsal.events ?? [];
    const [, stolen] = events;
    if (setup === undefined || stolen === undefined) throw new Error('both are there');
    const { archive } = archiveOf([setup, stolen, { type: 'EndBallots', members: [] }]);
    const opened = await openRehearsal(
      { seed, output },
      bytesSource(archive),
      openGroupWith('auto'),
      random,
      () => {},
    );
    expect(opened.ok).toBe(false);
  });
});
