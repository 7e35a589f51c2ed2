/** A sealed session as casting needs it: read once from its texts, which never change, and kept for the next ballots. */
import { capsOf, readElection, readRulePackText, readSetup, type Sheet, sheetOf } from '#tally';
import type { Sql } from '../db/sql.ts';
import { BODY_LIMITS, type BodyLimits } from '../http/input.ts';
import { ballotLimits } from './ballot-limits.ts';
import { type BoxRow, loadBox } from './box-store.ts';
import type { BallotRuleTexts } from './check-given.ts';

export interface SealedBox {
  readonly row: BoxRow;
  readonly sheet: Sheet;
  readonly rules: BallotRuleTexts;
  /** Of a request that casts. */
  readonly limits: BodyLimits;
}

export interface SealedBoxes {
  find(poll: string): Promise<SealedBox | null>;
}

const MOST_KNOWN = 64;

export function createSealedBoxes(sql: Sql): SealedBoxes {
  const known = new Map<string, SealedBox>();
  return {
    find: async (poll) => {
      const before = known.get(poll);
      if (before !== undefined) return before;
      const row = await loadBox(sql, poll);
      if (row === null) return null;
      const box = openSealed(row);
      const [oldest] = known.keys();
      if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
      known.set(poll, box);
      return box;
    },
  };
}

function openSealed(row: BoxRow): SealedBox {
  const pack = readRulePackText(row.rulePack);
  const setup = readSetup(row.setup, 'setup');
  if (!pack.ok || !setup.ok) throw new Error('broken promise: sealed texts can be read');
  const sheet = sheetOf(setup.value, pack.value);
  const caps = capsOf(sheet);
  const rules = { key: row.fingerprint, election: row.election, caps };
  if (row.isRecorded) return { row, sheet, rules, limits: BODY_LIMITS };
  const election = readElection(row.election);
  if (!election.ok) throw new Error('broken promise: a sealed election can be read');
  return { row, sheet, rules, limits: ballotLimits(election.value, caps) };
}
