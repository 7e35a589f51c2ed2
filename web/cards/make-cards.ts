/**
 * Making the cards of a meeting from the page: the worker draws and derives, the page uploads public parts in pieces, first
 * serials and login hashes, then session by session the credentials. What comes back are the cards with their secrets,
 * for printing only.
 */
import type { CardsView } from '#server/api';
import { sendJson } from '../api/client.ts';
import type { DrawnCard, Holder } from './card-maker.ts';
import type { CardAnswer, CardTask } from './worker-messages.ts';

/** As many as the server takes at once. */
const CHUNK = 200;

export interface CardsPlan {
  readonly meetingId: string;
  readonly kind: 'named' | 'drawn';
  readonly holders: readonly Holder[];
  readonly spares: number;
  readonly reserves: number;
  readonly witnessId: string;
}

export interface CardsProgress {
  readonly stage: 'drawing' | 'deriving' | 'uploading';
  readonly done: number;
  readonly of: number;
}

/** @throws Failure of an upload, or Error when the worker fails: then everything drawn is lost, which is safe */
export async function makeCards(
  plan: CardsPlan,
  report: (progress: CardsProgress) => void,
): Promise<readonly DrawnCard[]> {
  const worker = startWorker();
  const base = `/api/meetings/${plan.meetingId}/cards`;
  try {
    const drawn = await worker.ask(
      {
        kind: 'draw',
        meetingId: plan.meetingId,
        holders: plan.kind === 'named' ? plan.holders : plan.holders.map(() => null),
        spares: plan.spares,
        reserves: plan.reserves,
      },
      ({ done, of }) => report({ stage: 'drawing', done, of }),
    );
    if (drawn.kind !== 'drawn') throw new Error('the worker answered something else');
    report({ stage: 'uploading', done: 0, of: 1 });
    const { polls } = await sendJson<CardsView>('POST', base, {
      kind: plan.kind,
      reserves: drawn.reserves,
      cards: drawn.uploads,
    });
    const of = polls.length * drawn.cards.length;
    for (const [index, { poll }] of polls.entries()) {
      const before = index * drawn.cards.length;
      const derived = await worker.ask({ kind: 'derive', poll }, ({ done }) =>
        report({ stage: 'deriving', done: before + done, of }),
      );
      if (derived.kind !== 'derived') throw new Error('the worker answered something else');
      for (let at = 0; at < derived.credentials.length; at += CHUNK) {
        const credentials = derived.credentials.slice(at, at + CHUNK);
        await sendJson('POST', `${base}/credentials`, { poll, credentials });
      }
    }
    await sendJson('POST', `${base}/finish`, { witnessId: plan.witnessId });
    return drawn.cards;
  } finally {
    worker.end();
  }
}

function startWorker() {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'cards' });
  return {
    ask: (task: CardTask, report: (progress: { done: number; of: number }) => void): Promise<CardAnswer> =>
      new Promise((resolve, reject) => {
        worker.onerror = () => reject(new Error('the worker of the cards failed'));
        worker.onmessage = ({ data }: MessageEvent<CardAnswer>) => {
          if (data.kind === 'progress') report(data);
          else if (data.kind === 'failed') reject(new Error(data.message));
          else resolve(data);
        };
        worker.postMessage(task);
      }),
    /** With it goes everything it knew. */
    end: () => worker.terminate(),
  };
}
