/**
 * Runs the voting page: performs what the voter asks for with worker and server, and tells the state machine what came of
 * it. One action at a time; an answer that comes after the voter went elsewhere is ignored by the machine.
 */
import { useEffect, useMemo, useReducer, useRef } from 'react';
import type { Result } from '#tally/booth';
import { asFailure } from '../api/client.ts';
import { marksToCast } from '../parts/marks.ts';
import type { SealedBallot } from '../voting/ballot-maker.ts';
import { startVotingWorker, type VotingWorker } from '../voting/voting-worker.ts';
import { type CastOutcome, keepCasting } from './keep-casting.ts';
import { nextState, type Problem, START, type VotingEvent, type VotingState } from './machine.ts';
import { type CardLogin, type CastReceipt, type PollForCard, server } from './server.ts';
import { dropUnsent, keepMeeting, keepReceipt, keepUnsent, keptMeeting, unsentBallot } from './storage.ts';

export interface Voting {
  readonly state: VotingState;
  readonly tell: (event: VotingEvent) => void;
  /** Logs in with a card; its secret goes to the worker and nowhere else. */
  readonly enter: (card: string, meeting: string) => void;
  /** Whether the login of an earlier visit still holds. */
  readonly resume: () => void;
  readonly refresh: () => void;
  readonly open: (poll: PollForCard) => void;
  readonly review: () => void;
  readonly cast: () => void;
  readonly test: () => void;
  readonly showReceipt: (poll: PollForCard) => void;
  /** Ends the login and forgets everything of this voter. */
  readonly forget: () => void;
}

export function useVoting(isShared: boolean): Voting {
  const [state, tell] = useReducer(nextState, START);
  const latest = useRef(state);
  latest.current = state;
  const actions = useMemo(() => createActions(() => latest.current, tell, isShared), [isShared]);
  useEffect(() => actions.stop, [actions]);
  return { state, tell, ...actions };
}

function createActions(state: () => VotingState, tell: (event: VotingEvent) => void, isShared: boolean) {
  let worker: VotingWorker | undefined;
  /** Changes when the voter leaves: loops of the one before end. */
  let visit = 0;
  const booth = () => {
    worker ??= startVotingWorker();
    return worker;
  };

  const problemOf = (error: unknown): Problem => asFailure(error).code;

  /** The value of a worker's result; a refusal is thrown as the problem it is on this page. */
  async function worked<T>(result: Promise<Result<T>>, refused: Problem): Promise<T> {
    const answer = await result.catch(() => Promise.reject({ problem: 'TOO_OLD' satisfies Problem }));
    if (answer.ok) return answer.value;
    throw { problem: refused };
  }

  const saidOf = (error: unknown): Problem =>
    typeof error === 'object' && error !== null && 'problem' in error
      ? (error.problem as Problem)
      : problemOf(error);

  async function enter(card: string, meeting: string): Promise<void> {
    tell({ kind: 'entering' });
    try {
      const key = await worked(booth().ask({ kind: 'login', card, meeting }), 'CARD_MISTYPED');
      const login = await server.logIn(meeting, key);
      if (!isShared) keepMeeting(login.meeting.id);
      tell({ kind: 'entered', login, hasCard: true });
      castUnsent(login);
    } catch (error) {
      tell({ kind: 'notEntered', problem: saidOf(error) });
    }
  }

  async function resume(): Promise<void> {
    if (keptMeeting() === undefined) {
      tell({ kind: 'notEntered', problem: null });
      return;
    }
    try {
      const login = await server.currentLogin();
      tell({ kind: 'entered', login, hasCard: false });
      castUnsent(login);
    } catch (error) {
      const problem = problemOf(error);
      tell({ kind: 'notEntered', problem: problem === 'UNAUTHENTICATED' ? null : problem });
    }
  }

  /** A ballot that was on its way when the page was reloaded goes on, if it is of this card. */
  function castUnsent(login: CardLogin): void {
    const unsent = unsentBallot();
    const poll = login.polls.find(
      ({ id, credential }) => id === unsent?.poll && credential === unsent.credential,
    );
    if (unsent === undefined || poll === undefined) return;
    tell({ kind: 'casting', poll, code: unsent.code });
    void castSealed(unsent, poll);
  }

  async function refresh(): Promise<void> {
    try {
      tell({ kind: 'refreshed', login: await server.currentLogin() });
    } catch {
      // The list shown stays; the next refresh, or opening a ballot, will say what is wrong.
    }
  }

  async function open(poll: PollForCard): Promise<void> {
    tell({ kind: 'opening', poll });
    try {
      const { descriptions, ...texts } = await server.booth(poll.id);
      const { setup, rulePack, form, election } = texts;
      const sealed = { setup, rulePack, form };
      const paper = await worked(
        poll.isRecorded
          ? booth().ask({ kind: 'openByName', poll: poll.id, texts: sealed, descriptions })
          : booth().ask({
              kind: 'open',
              poll: poll.id,
              texts: { ...sealed, election },
              descriptions,
              credential: poll.credential,
            }),
        'SEAL_BROKEN',
      );
      tell({ kind: 'opened', booth: { poll, paper, descriptions } });
    } catch (error) {
      tell({ kind: 'notOpened', problem: saidOf(error) });
    }
  }

  async function review(): Promise<void> {
    const { place } = state();
    if (place.at !== 'marking') return;
    const { booth: own, marks } = place;
    tell({ kind: 'reviewing' });
    if (own.poll.isRecorded) return;
    try {
      const cast = marksToCast(own.paper.sheet, marks);
      const task = { kind: 'prepare', poll: own.poll.id, marks: cast } as const;
      tell({ kind: 'sealed', sealed: await worked(booth().ask(task), 'INTERNAL') });
    } catch (error) {
      tell({ kind: 'notSealed', problem: saidOf(error) });
    }
  }

  function cast(): void {
    const { place } = state();
    if (place.at !== 'review') return;
    const { booth: own, sealed, marks } = place;
    if (own.poll.isRecorded) {
      tell({ kind: 'casting', poll: own.poll, code: null });
      const choices = marksToCast(own.paper.sheet, marks);
      void settle(own.poll, '', () => server.voteByName(own.poll.id, choices));
      return;
    }
    if (sealed === null) return;
    tell({ kind: 'casting', poll: own.poll, code: sealed.code });
    if (!isShared) keepUnsent(sealed);
    void castSealed(sealed, own.poll);
  }

  function castSealed(sealed: SealedBallot, poll: PollForCard): Promise<void> {
    return settle(poll, sealed.tracker, () => server.cast(sealed));
  }

  /** Sends until answered, and shows what came of it. */
  async function settle(poll: PollForCard, tracker: string, send: () => Promise<CastReceipt>): Promise<void> {
    const own = visit;
    const outcome = await keepCasting({
      tracker,
      cast: send,
      receipt: () => server.receipt(poll.id),
      pause: pauseOrOnline,
      onTrouble: (trouble) => tell({ kind: 'delayed', trouble }),
      isStopped: () => own !== visit,
    });
    if (outcome !== undefined && own === visit) conclude(outcome, poll);
  }

  function conclude(outcome: CastOutcome, poll: PollForCard): void {
    switch (outcome.kind) {
      case 'login':
        // The ballot stays where a reload finds it; reading the card again sends it.
        tell({ kind: 'notEntered', problem: 'UNAUTHENTICATED' });
        return;
      case 'refused':
        dropUnsent();
        tell({ kind: 'refused', code: outcome.code, poll });
        return;
      case 'receipt':
        dropUnsent();
        keep(outcome.receipt, poll);
        tell({ kind: 'cast', receipt: outcome.receipt, poll, how: outcome.isOther ? 'other' : 'now' });
    }
  }

  function keep({ receipt, code, tracker, position }: CastReceipt, poll: PollForCard): void {
    if (isShared) return;
    keepReceipt({ receipt, code, tracker, position, poll: poll.id, title: poll.subjectZh });
  }

  async function test(): Promise<void> {
    const { place } = state();
    if (place.at !== 'review' || place.sealed === null) return;
    const { booth: own, sealed } = place;
    tell({ kind: 'testing' });
    try {
      // First the server must know that this ballot can never be cast; only then is it opened.
      await server.test(own.poll.id, sealed.ballot);
      const challenge = await worked(booth().ask({ kind: 'challenge' }), 'INTERNAL');
      tell({ kind: 'tested', challenge });
    } catch (error) {
      tell({ kind: 'refused', code: saidOf(error), poll: own.poll });
    }
  }

  async function showReceipt(poll: PollForCard): Promise<void> {
    try {
      const receipt = await server.receipt(poll.id);
      keep(receipt, poll);
      tell({ kind: 'cast', receipt, poll, how: 'before' });
    } catch (error) {
      tell({ kind: 'refused', code: problemOf(error), poll });
    }
  }

  function stop(): void {
    visit += 1;
    worker?.forget();
    worker = undefined;
  }

  function forget(): void {
    stop();
    dropUnsent();
    keepMeeting(undefined);
    tell({ kind: 'forgotten' });
    server.logOut().catch(() => {
      // Without a connection the cookie stays; it ends by itself, and without the card nothing can be cast with it.
    });
  }

  return { enter, resume, refresh, open, review, cast, test, showReceipt, forget, stop };
}

/** Waits, or goes on at once when the browser finds a network again. */
function pauseOrOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });
}
