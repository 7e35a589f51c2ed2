/** Every multiplication back end this machine can run, so that a golden test demands the same verdicts of each. */

import { openGroup } from '../../tally/groups/index.ts';
import type { OpenGroup } from '../../tally/verify/verify-setup.ts';

export interface BackEnd {
  readonly name: string;
  readonly openGroup: OpenGroup;
}

export const backEnds: readonly BackEnd[] = [{ name: 'BigInt', openGroup: (name) => openGroup(name) }];
