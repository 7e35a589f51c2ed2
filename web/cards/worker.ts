/** The worker that makes cards: their secrets are drawn here and handed to the page for printing, to nobody else. */
import { drawToken } from '#tally';
import { boothGroup, platformRandom, platformStretch } from '../voting/arithmetic.ts';
import { credentialOf, type DrawnCard, drawCards, uploadOf } from './card-maker.ts';
import type { CardAnswer, CardTask } from './worker-messages.ts';

interface WorkerScope {
  onmessage: ((event: { readonly data: CardTask }) => void) | null;
  postMessage(answer: CardAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const REPORT_EVERY = 5;

let cards: readonly DrawnCard[] = [];

async function perform(task: CardTask): Promise<CardAnswer> {
  if (task.kind === 'draw') {
    cards = drawCards(task.holders, task.spares, platformRandom);
    const uploads = [];
    for (const [at, card] of cards.entries()) {
      uploads.push(await uploadOf(card, task.meetingId, platformStretch));
      if (at % REPORT_EVERY === 0) scope.postMessage({ kind: 'progress', done: at, of: cards.length });
    }
    const reserves = Array.from({ length: task.reserves }, () => drawToken(platformRandom));
    return { kind: 'drawn', cards, uploads, reserves };
  }
  const group = boothGroup();
  const credentials = cards.map(({ serial, secret }, at) => {
    if (at % REPORT_EVERY === 0) scope.postMessage({ kind: 'progress', done: at, of: cards.length });
    return { serial, credential: credentialOf(group, task.poll, secret) };
  });
  return { kind: 'derived', poll: task.poll, credentials };
}

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await perform(data));
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
