/**
 * The identities every set of figures must keep (domain reference, section 3.2), as checks that collect all findings.
 * A count is not begun on figures that break one: they cannot come from one poll.
 */

import { capOf } from '../count/places.ts';
import { type Column, type ItemMarks, markNames, type Poll } from '../count/poll.ts';
import { sum } from '../count/reconcile.ts';
import type { Refusal } from '../result.ts';

function inconsistent(where: string, message: string): Refusal {
  return { code: 'INCONSISTENT', where, message };
}

/** present <= inOffice. That issued <= present is step 2's own stop, with its own code. */
export function checkAttendance({ attendance }: Poll): readonly Refusal[] {
  return attendance.present > attendance.inOffice
    ? [
        inconsistent(
          'attendance',
          `${attendance.present} are present of ${attendance.inOffice} in office; attendees who do not vote are not counted`,
        ),
      ]
    : [];
}

/** Which columns may stand together under these rules, and that no ballot is void or pending that cannot be. */
export function checkColumns({ pack, attendance, columns }: Poll): readonly Refusal[] {
  const findings: Refusal[] = [];
  const sources = columns.map((column) => column.source);
  if (new Set(sources).size !== sources.length) {
    findings.push(
      inconsistent('columns', 'one source has two columns; batches of one source are summed first'),
    );
  }
  for (const column of columns) {
    const where = `columns.${column.source}`;
    const voided = sum(column.voids.map((entry) => entry.count));
    if (new Set(column.voids.map((entry) => entry.reason)).size !== column.voids.length) {
      findings.push(inconsistent(where, 'a reason for void ballots is listed twice'));
    }
    if (voided + column.pending > column.returned) {
      findings.push(
        inconsistent(where, `${voided} void and ${column.pending} pending of ${column.returned}`),
      );
    }
    if (column.source !== 'paper' && (voided > 0 || column.pending > 0)) {
      findings.push(inconsistent(where, 'only paper ballots can be void or doubtful'));
    }
    const secrecy =
      column.source === 'electronic' ? 'secret' : column.source === 'recorded' ? 'recorded' : pack.secrecy;
    if (secrecy !== pack.secrecy) {
      findings.push(inconsistent(where, `${column.source} votes do not belong to a ${pack.secrecy} session`));
    }
    if (column.source === 'keypad') findings.push(...checkKeypad(column, { pack, attendance, columns }));
  }
  return findings;
}

function checkKeypad(
  column: Column,
  { pack, attendance, columns }: Pick<Poll, 'pack' | 'attendance' | 'columns'>,
): readonly Refusal[] {
  const where = 'columns.keypad';
  const findings: Refusal[] = [];
  if (columns.length > 1) findings.push(inconsistent(where, 'a keypad poll has no other column'));
  if (pack.ballot.method !== 'ternary_each') {
    findings.push(inconsistent(where, `keypads vote item by item, not by ${pack.ballot.method}`));
  }
  if (column.returned !== attendance.present || attendance.issued !== attendance.present) {
    findings.push(inconsistent(where, 'with keypads everyone present has one: issued = returned = present'));
  }
  return findings;
}

/**
 * Every column names every item once, in order, and each item's marks fit its valid ballots:
 * one mark of several makes for + against + abstain (+ notPressed) + itemVoid = valid, and so for grades;
 * ticks alone make for + itemVoid <= valid, and all ticks together <= cap × valid.
 */
export function checkMarks(poll: Poll): readonly Refusal[] {
  return poll.columns.flatMap((column) => checkColumnMarks(poll, column));
}

function checkColumnMarks(poll: Poll, column: Column): readonly Refusal[] {
  const where = `columns.${column.source}`;
  const numbers = poll.items.map(({ no }) => no);
  if (column.items.length !== numbers.length || column.items.some(({ no }, i) => no !== numbers[i])) {
    return [inconsistent(where, `expected counts of the items ${numbers.join(', ')} in this order`)];
  }
  const valid = column.returned - column.pending - sum(column.voids.map((entry) => entry.count));
  const width = markNames(poll.pack, column.source).length;
  const findings = column.items.flatMap((item) => checkItem(item, valid, width, where));
  const approvals = sum(column.items.map((item) => item.marks[0] ?? 0));
  const cap = capOf(poll);
  if (cap !== null && approvals > cap * valid) {
    findings.push(
      inconsistent(where, `${approvals} approvals exceed ${cap} on each of ${valid} valid ballots`),
    );
  }
  return findings;
}

function checkItem(item: ItemMarks, valid: number, width: number, where: string): Refusal[] {
  const place = `${where}.items.${item.no}`;
  if (item.marks.length !== width) return [inconsistent(place, `expected ${width} counts`)];
  const marked = sum(item.marks) + item.itemVoid;
  const fits = width === 1 ? marked <= valid : marked === valid;
  return fits ? [] : [inconsistent(place, `${marked} marks on ${valid} valid ballots`)];
}
