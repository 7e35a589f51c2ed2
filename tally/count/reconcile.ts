/**
 * Step 2: ballots issued, returned, valid and void (domain reference, section 5). More returned than issued makes the
 * poll invalid; fewer is in order, the difference is `unreturned`. Void ballots count in `returned` and in nothing else.
 */

import type { Attendance, Column, VoidReason } from './poll.ts';

export type Reconciliation = {
  readonly issued: number;
  readonly returned: number;
  /** issued − returned; negative exactly when the poll is invalid. */
  readonly unreturned: number;
  /** returned − void − pending. */
  readonly valid: number;
  readonly void: number;
  readonly voids: readonly { readonly reason: VoidReason; readonly count: number }[];
  readonly pending: number;
};

/** Sums the ballots of all columns; void ballots by reason, reasons without any left out. */
export function computeReconciliation(attendance: Attendance, columns: readonly Column[]): Reconciliation {
  const returned = sum(columns.map((column) => column.returned));
  const pending = sum(columns.map((column) => column.pending));
  const reasons: readonly VoidReason[] = ['OVERVOTE', 'ILLEGIBLE'];
  const voids = reasons
    .map((reason) => ({
      reason,
      count: sum(
        columns.flatMap(({ voids }) => voids.filter((v) => v.reason === reason).map((v) => v.count)),
      ),
    }))
    .filter(({ count }) => count > 0);
  const voided = sum(voids.map(({ count }) => count));
  return {
    issued: attendance.issued,
    returned,
    unreturned: attendance.issued - returned,
    valid: returned - voided - pending,
    void: voided,
    voids,
    pending,
  };
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
