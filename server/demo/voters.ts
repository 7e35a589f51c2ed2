/** The representatives of the story: each logs in with its card, fills in its ballot on a thread, and casts. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Marks } from '#tally';
import type { Browser } from './browser.ts';
import type { StoryCard } from './cards.ts';
import type { FilledBallot, VoterJob } from './voter-thread.ts';

const THREAD = new URL('./voter-thread.mjs', import.meta.url);

export interface Casting {
  readonly meetingId: string;
  readonly poll: string;
  readonly cards: readonly StoryCard[];
  /** One a card, for as many cards as vote. */
  readonly marks: readonly Marks[];
  readonly openBrowser: () => Browser;
  /** Told after every ballot in the box. */
  readonly onCast: (count: number) => void;
}

export async function castAll({
  meetingId,
  poll,
  cards,
  marks,
  openBrowser,
  onCast,
}: Casting): Promise<void> {
  const left = marks.map((own, index) => ({ own, card: cards[index] }));
  let cast = 0;
  async function work(): Promise<void> {
    const thread = new Worker(THREAD);
    try {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const { own, card } = next;
        if (card === undefined) throw new Error('there are more ballots than cards');
        const browser = openBrowser();
        await browser.post('/api/card-logins', { meeting: meetingId, loginKey: card.loginKey });
        const { setup, rulePack, election } = await browser.get(`/api/booth/${poll}`);
        const job: VoterJob = { poll, texts: { setup, rulePack, election }, secret: card.secret, marks: own };
        const filled = await fill(thread, job);
        await browser.post(`/api/booth/${poll}/cast`, filled);
        cast += 1;
        onCast(cast);
      }
    } finally {
      await thread.terminate();
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

function fill(thread: Worker, job: VoterJob): Promise<FilledBallot> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (filled: FilledBallot) => {
      thread.off('error', reject);
      resolve(filled);
    });
    thread.postMessage(job);
  });
}
