/**
 * Small elections drawn at random, made by our code: both programs verify them. Then one digit of one member is changed and
 * everything re-hashed: whatever the peer refuses we refuse. MINYI_RANDOM_ELECTIONS sets how many (5; the nightly run
 * takes 200), MINYI_RANDOM_SEED where they begin, so that a failure can be run again.
 */
import { expect, test } from 'vitest';
import { archiveOf, type PlainEvent, playElection, verify } from '../support/election.ts';
import { hasPeer } from '../support/peer.ts';
import { peerVerdict } from '../support/peer-election.ts';
import { drawBelow, seededRandom } from '../support/random.ts';
import { drawElection } from '../support/random-election.ts';

const count = Number(process.env.MINYI_RANDOM_ELECTIONS ?? 5);
const firstSeed = Number(process.env.MINYI_RANDOM_SEED ?? 1);
const seeds = Array.from({ length: count }, (_, i) => `${firstSeed + i}`);

test.skipIf(!hasPeer).each(seeds)(
  'R26: random election %s: both verdicts agree, honest and altered',
  async (seed) => {
    const played = playElection(drawElection(seed));
    const { uuid } = played.election.open.election;
    const ours = await verify(played.bytes);
    expect(ours.findings).toEqual([]);
    expect(ours.view.result).toEqual(played.result);
    const theirs = peerVerdict(played.bytes, uuid);
    expect(theirs.isVerified, theirs.said).toBe(true);

    const random = seededRandom(`alter ${seed}`);
    for (let i = 0; i < 3; i++) {
      const { events, what } = withOneDigitChanged(played.events, (bound) => drawBelow(bound, random));
      const altered = archiveOf(events);
      const { findings } = await verify(altered);
      const isVerified = findings.every(({ severity }) => severity !== 'error');
      const peer = peerVerdict(altered, uuid);
      // The peer is laxer in known places (published tally, bounds), never stricter.
      if (isVerified) expect(peer.isVerified, `${what}: ${peer.said}`).toBe(true);
    }
  },
);

/** One digit of one data member replaced by another, hashes and chain made anew around it. */
function withOneDigitChanged(
  events: readonly PlainEvent[],
  below: (bound: number) => number,
): { events: readonly PlainEvent[]; what: string } {
  const places = events.flatMap(({ data }, event) => data.map((_, member) => ({ event, member })));
  for (;;) {
    const { event, member } = places[below(places.length)] ?? { event: 0, member: 0 };
    const text = events[event]?.data[member] ?? '';
    const digits = [...text.matchAll(/[0-9]/g)].map(({ index }) => index);
    const at = digits[below(Math.max(1, digits.length))];
    if (at === undefined) continue;
    const digit = (Number(text[at]) + 1 + below(9)) % 10;
    const altered = `${text.slice(0, at)}${digit}${text.slice(at + 1)}`;
    const what = `event ${event}, member ${member}, character ${at}: ${text[at]} becomes ${digit}`;
    return {
      events: events.map(({ type, data }, i) =>
        i === event ? { type, data: data.map((old, k) => (k === member ? altered : old)) } : { type, data },
      ),
      what,
    };
  }
}
