/** The canonical JSON of an action, as `ledger.append_action` logs it: who, in which role, did what, to what, when. */
import { type Action, canonicalJson } from '#tally';
import type { Deps } from '../deps.ts';

export function actionText(deps: Pick<Deps, 'now'>, action: Omit<Action, 'v' | 'at'>): string {
  const at = `${deps.now().toISOString().slice(0, 19)}Z`;
  return canonicalJson({ v: 'action/1', at, ...action });
}
