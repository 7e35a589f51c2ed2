/**
 * Closing: one statement closes the box, writes EndBallots after the last ballot and freezes present, issued and roll (R31).
 * Then the encrypted tally is summed and appended. If a server stops between the two, whoever asks next appends it.
 */
import {
  emptyTally,
  mergeTallies,
  type Result,
  readEncryptedTally,
  sha256Hex,
  writeEncryptedTally,
  writeSizedTally,
} from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { type Refused, refused } from '../http/errors.ts';
import { actionText } from '../ledger/action-text.ts';
import { openRules } from './check-given.ts';
import { appendTally, closeBox, loadCountedBallots, loadLastEvent } from './close-store.ts';
import { createSealedBoxes } from './sealed-box.ts';

const PAGE = 50;

export interface ClosedSession {
  readonly state: 'closed';
  readonly returned: number;
}

export async function closeSession(
  deps: Deps,
  poll: string,
  actor: Pick<Actor, 'name'> & { readonly roleHere: string },
): Promise<Result<ClosedSession, Refused>> {
  const action = actionText(deps, {
    poll,
    role: actor.roleHere,
    who: actor.name,
    did: 'closed',
    what: poll,
  });
  const { outcome, ballots } = await closeBox(deps.sql, poll, action);
  if (outcome === 'NOT_FOUND') return refused('NOT_FOUND', 'poll', 'there is no such ballot session');
  if (outcome === 'WRONG_STATE') return refused('WRONG_STATE', 'poll', 'the box is not open');
  await completeTally(deps, poll);
  return { ok: true, value: { state: 'closed', returned: ballots ?? 0 } };
}

/** Sums the ballots of a closed box and appends the encrypted tally, unless the archive has it. */
export async function completeTally(deps: Pick<Deps, 'sql' | 'checkers'>, poll: string): Promise<void> {
  const last = await loadLastEvent(deps.sql, poll);
  if (last?.type !== 'EndBallots') return;
  const box = await createSealedBoxes(deps.sql).find(poll);
  if (box === null) return;
  const { open } = openRules(box.rules);
  const { group, election } = open;
  let tally = emptyTally(group, election.questions);
  let counted = 0;
  for (let after = 0; ; ) {
    const page = await loadCountedBallots(deps.sql, poll, after, PAGE);
    const end = page.at(-1);
    if (end === undefined) break;
    const texts = page.map(({ ballot }) => ballot);
    const sum = readEncryptedTally(group, await deps.checkers.sum(box.rules, texts), 'sum');
    if (!sum.ok) throw new Error('broken promise: a sum of ours can be read');
    tally = mergeTallies(group, election.questions, tally, sum.value);
    counted += page.length;
    after = end.height;
  }
  const text = writeEncryptedTally(group, tally);
  const sized = writeSizedTally({
    numTallied: counted,
    totalWeight: BigInt(counted),
    encryptedTally: sha256Hex(text),
  });
  await appendTally(deps.sql, poll, [text, sized]);
}
