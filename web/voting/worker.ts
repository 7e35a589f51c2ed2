/** The worker of the voting page: the only place where a card's secret and a ballot's randomness live. */
import { boothGroup, platformRandom, platformStretch } from './arithmetic.ts';
import { createBallotMaker } from './ballot-maker.ts';
import type { TaskResults, WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.ts';

/** The few names of a worker's global scope that are used; the DOM's types describe a window. */
interface WorkerScope {
  onmessage: ((event: { readonly data: WorkerRequest }) => void) | null;
  postMessage(answer: WorkerAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const maker = createBallotMaker({ group: boothGroup, random: platformRandom, stretch: platformStretch });

async function perform(task: WorkerTask): Promise<TaskResults[keyof TaskResults]> {
  switch (task.kind) {
    case 'login':
      return await maker.login(task.card, task.meeting);
    case 'open':
      return maker.open(task.poll, task.texts, task.descriptions, task.credential);
    case 'openByName':
      return maker.openByName(task.poll, task.texts, task.descriptions);
    case 'prepare':
      return maker.prepare(task.poll, task.marks);
    case 'challenge':
      return maker.challenge();
  }
}

scope.onmessage = async ({ data: { id, task } }) => {
  scope.postMessage({ id, result: await perform(task) });
};
