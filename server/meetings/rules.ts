/** Decisions about a sitting that need no database: its quorums. */
import { assertOk, computeQuorum, findPreset, readRulePackText, type Share } from '#tally';
import type { OrganKind } from '../organs/shapes.ts';
import type { QuorumFigure } from './shapes.ts';

const USUAL_RULES: Readonly<Record<OrganKind, string>> = {
  congress: 'congress-default',
  standing_committee: 'standing-committee',
  street_assembly: 'street-strict',
};

/** The quorum of a kind of body where no session says otherwise. */
export function usualQuorum(kind: OrganKind): Share {
  const preset = findPreset(USUAL_RULES[kind]);
  if (preset === undefined) throw new Error('broken promise: a preset is missing');
  return preset.quorum;
}

export interface QuorumSource {
  readonly poll: string;
  readonly subjectZh: string;
  readonly subjectEn: string;
  readonly rulePack: string;
  /** As sealed; null before. */
  readonly inOffice: number | null;
}

/** The quorum of the body, and of each session whose rules or base differ from it. */
export function quorumFigures(
  kind: OrganKind,
  attendance: { readonly inOffice: number; readonly present: number },
  sessions: readonly QuorumSource[],
): readonly QuorumFigure[] {
  const usual = figureOf(null, attendance.inOffice, attendance.present, usualQuorum(kind));
  const others = sessions.map(({ rulePack, inOffice, poll, subjectZh, subjectEn }) => {
    const share = assertOk(readRulePackText(rulePack)).quorum;
    const of = { poll, subjectZh, subjectEn };
    return figureOf(of, inOffice ?? attendance.inOffice, attendance.present, share);
  });
  const differs = (figure: QuorumFigure) =>
    figure.needed !== usual.needed ||
    figure.op !== usual.op ||
    figure.num !== usual.num ||
    figure.den !== usual.den;
  return [usual, ...others.filter(differs)];
}

function figureOf(
  of: QuorumFigure['of'],
  inOffice: number,
  present: number,
  { num, den, op }: Share,
): QuorumFigure {
  const { needed, met } = computeQuorum(inOffice, present, { num, den, op });
  const isAtEdge = !met && op === 'gt' && inOffice > 0 && present * den === inOffice * num;
  return { of, num, den, op, needed, met, missing: Math.max(0, needed - present), isAtEdge };
}
