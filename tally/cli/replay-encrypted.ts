/**
 * `replay --encrypted`: every voter of a public budget election casts a real encrypted ballot again, three scrutineers
 * (any two suffice) open the sum, the file's rule decides, and the record is published. Approval votes and `greedy` only.
 */
import type { Item } from '../count/poll.ts';
import { ONE } from '../import/amount.ts';
import type { PabulibElection, PabulibProject } from '../import/pabulib.ts';
import { ok, type Result, refuse } from '../result.ts';
import { findPreset } from '../rules/presets.ts';
import { type RulePack, readRulePack } from '../rules/rule-pack.ts';
import { MAX_ITEMS } from '../rules/shapes.ts';
import type { Terminal } from './command.ts';
import type { PoolOptions } from './pool.ts';
import { type PlayedSession, playSession } from './session/play-session.ts';
import type { SessionPlan } from './session/prepare.ts';
import { showStages } from './session-progress.ts';

export interface EncryptedReplay extends PlayedSession {
  /** Voters whose ballot approves more or fewer projects than the file allows: no encrypted ballot can. */
  readonly left: number;
}

/** @returns UNSUPPORTED for another vote type, TOO_LARGE or INCONSISTENT where the file does not fit a ballot session */
export async function replayEncrypted(
  election: PabulibElection,
  folder: string,
  options: PoolOptions,
  terminal: Terminal,
): Promise<Result<EncryptedReplay>> {
  const plan = planOf(election);
  if (!plan.ok) return plan;
  const played = await playSession(plan.value, folder, options, showStages(terminal));
  return played.ok
    ? ok({ ...played.value, left: election.ballots.length - plan.value.ballots.length })
    : played;
}

function planOf(election: PabulibElection): Result<SessionPlan> {
  const { projects, voteRules } = election;
  if (voteRules.voteType !== 'approval') {
    return refuse('UNSUPPORTED', 'META vote_type', 'only approval votes can be encrypted as one question');
  }
  if (projects.length > MAX_ITEMS) {
    return refuse(
      'TOO_LARGE',
      'PROJECTS',
      `${projects.length} projects, a ballot session has at most ${MAX_ITEMS}`,
    );
  }
  const limits = {
    min: voteRules.minLength ?? 0,
    max: Math.min(voteRules.maxLength ?? projects.length, projects.length),
  };
  if (limits.min > limits.max) return refuse('INCONSISTENT', 'META', 'min_length is above max_length');
  const pack = packOf(election);
  if (!pack.ok) return pack;
  const items: Item[] = [];
  for (const [i, project] of projects.entries()) {
    const costFen = fenOf(project.cost);
    if (costFen === undefined)
      return refuse('UNSUPPORTED', `project ${project.id}`, 'the cost has fractions of a cent');
    items.push({ no: i + 1, ...titlesOf(project), leadUnit: '–', costFen });
  }
  const able = election.ballots.filter(
    ({ choices }) => choices.length >= limits.min && choices.length <= limits.max,
  );
  const title = titleOf(election);
  return ok({
    organ: { kind: 'street_assembly', nameZh: title, nameEn: title, regionZh: title, regionEn: title },
    meeting: { titleZh: title, titleEn: title, number: 1 },
    subject: { year: yearOf(election), subjectZh: title, subjectEn: title },
    round: { kind: 'first' },
    pack: pack.value,
    items,
    limits,
    inOffice: able.length,
    present: able.length,
    issued: able.length,
    spare: 0,
    ballots: able.map(({ choices }) => {
      const chosen = new Set(choices);
      return projects.map((_, i) => chosen.has(i));
    }),
  });
}

/** The rule `greedy` as a rule pack: by votes, what no longer fits is skipped, no threshold but a vote. */
function packOf({ budget }: PabulibElection): Result<RulePack> {
  const budgetFen = fenOf(budget);
  if (budgetFen === undefined)
    return refuse('UNSUPPORTED', 'META budget', 'the budget has fractions of a cent');
  return readRulePack({
    ...findPreset('congress-budget'),
    id: 'pabulib-greedy',
    version: 1,
    titleZh: '按得票多少依次确定，超出余额的跳过',
    titleEn: 'Greedy by votes, skipping what no longer fits',
    quorum: { base: 'in_office', num: 0, den: 1, op: 'gt' },
    threshold: { base: 'valid', num: 0, den: 1, op: 'gt' },
    selection: { method: 'greedy_budget', order: ['for'], tie: 'revote_tied', budgetFen },
    effect: 'recommend',
  });
}

function fenOf(amount: bigint): number | undefined {
  const fen = amount * 100n;
  return fen % ONE === 0n && fen / ONE <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(fen / ONE) : undefined;
}

/** One line of visible text from whatever a file says; `fallback` if nothing is left. */
function visible(text: string, max: number, fallback: string): string {
  const cleaned = text
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  const cut = [...cleaned]
    .slice(0, max / 2)
    .join('')
    .trim();
  return cut === '' ? fallback : cut;
}

function titlesOf({ id, name }: PabulibProject): { titleZh: string; titleEn: string } {
  const title = visible(name === null ? id : `${name} (${id})`, 300, '–');
  return { titleZh: title, titleEn: title };
}

function titleOf({ meta }: PabulibElection): string {
  const parts = ['unit', 'subunit', 'instance']
    .map((key) => meta.get(key) ?? '')
    .filter((part) => part !== '');
  return visible(parts.join(', '), 100, 'Pabulib');
}

function yearOf({ meta }: PabulibElection): number {
  return Number(/\b(?:19|20)\d{2}\b/.exec(meta.get('instance') ?? '')?.[0] ?? 2000);
}
