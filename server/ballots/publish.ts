/**
 * Publishing a confirmed result (requirement R4: the clerk publishes what another person, the presidium, has confirmed), and
 * further versions of its record. A version is never changed: a correction is a new one with its reason, proposed by one
 * person and agreed to by another, in the ledger like the first.
 */
import { manifestOf, ok } from '#tally';
import type { Actor } from '../auth/guard.ts';
import type { Deps } from '../deps.ts';
import { actionText } from '../ledger/action-text.ts';
import { requireCounting } from './count.ts';
import { loadConfirmer } from './count-store.ts';
import { loadCorrection, saveCorrection, savePublication } from './publish-store.ts';
import { ballotsOf, sealedTexts } from './record.ts';
import { type Answer, refused } from './refused.ts';

export interface Published {
  readonly version: number;
}

/** Actions may be logged while the texts are made; then they are made again. */
const ATTEMPTS = 5;

export async function publishResult(deps: Deps, actor: Actor, poll: string): Promise<Answer<Published>> {
  if ((await loadConfirmer(deps, poll)) === actor.accountId) {
    return refused('SAME_PERSON', 'account', 'whoever confirmed the result does not publish it as well');
  }
  const published = await publish(deps, poll, { version: 1, reason: '' }, (what) =>
    actionText(deps, { poll, role: actor.roleHere, who: actor.name, did: 'published', what }),
  );
  return published;
}

/** Proposes a further version; anyone who may propose words it anew until it is agreed to. */
export async function proposeCorrection(
  deps: Deps,
  actor: Actor,
  poll: string,
  reason: string,
): Promise<Answer<Published>> {
  const version = await saveCorrection(deps, poll, actor.accountId, reason);
  return version === null
    ? refused('WRONG_STATE', 'session', 'only a published record has further versions')
    : ok({ version });
}

/** The second person agrees, and the version is published. @param given what this person was shown */
export async function agreeCorrection(
  deps: Deps,
  actor: Actor,
  poll: string,
  given: { readonly reason: string },
): Promise<Answer<Published>> {
  const proposal = await loadCorrection(deps, poll);
  if (proposal === null) return refused('NOT_FOUND', 'correction', 'no correction is proposed');
  const { version, reason, accountId, proposedBy } = proposal;
  if (accountId === actor.accountId) {
    return refused('SAME_PERSON', 'account', 'whoever proposed it cannot also agree');
  }
  if (reason !== given.reason) {
    return refused('STALE', 'json.reason', 'the reason has changed meanwhile; read it again');
  }
  return publish(deps, poll, { version, reason }, () =>
    actionText(deps, {
      poll,
      role: actor.roleHere,
      who: proposedBy,
      did: 'corrected',
      what: `${version}: ${reason}`,
      with: actor.name,
    }),
  );
}

async function publish(
  deps: Deps,
  poll: string,
  { version, reason }: { readonly version: number; readonly reason: string },
  actionOf: (what: string) => string,
): Promise<Answer<Published>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await requireCounting(deps, poll);
    if (!found.ok) return found;
    const session = found.value;
    const action = actionOf(`record ${poll}, version ${version}`);
    const sealed = await sealedTexts(deps, session, action);
    if (!sealed.ok) return sealed;
    const { texts, actionsBefore } = sealed.value;
    const manifest = await manifestOf(
      poll,
      await ballotsOf(deps, session),
      texts,
      session.isRecorded ? 'recorded' : 'secret',
    );
    const code = await savePublication(deps, poll, {
      version,
      texts,
      manifest,
      reason,
      actionsBefore,
      action,
    });
    // A version that is there already was published by this very request, sent once more, or by somebody else.
    if (code === 'saved' || code === 'exists') return ok({ version });
    if (code === 'wrong_state') {
      return refused('WRONG_STATE', 'session', 'a result is published once the presidium has confirmed it');
    }
  }
  return refused('BUSY', 'record', 'others are working on this session; try again');
}
