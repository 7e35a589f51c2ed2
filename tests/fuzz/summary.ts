/** What a fuzz run says at its end. */
import type { Score } from './run-cases.ts';

export function summaryLines(score: Score, seed: number, asked: number, seconds: number): readonly string[] {
  const { ms, number, kind, mutation } = score.slowest;
  const kinds = Object.entries(score.byKind).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = (verdicts: { [verdict: string]: number }) =>
    Object.values(verdicts).reduce((sum, n) => sum + n, 0);
  const mutations = Object.entries(score.byMutation).sort(([, a], [, b]) => b - a);
  return [
    `${score.cases} of ${asked} cases, seed ${seed}, ${Math.round(seconds)} s`,
    '',
    `${'kind'.padEnd(34)}${'cases'.padStart(7)}${'ms each'.padStart(9)}${'ms most'.padStart(9)}  verdicts`,
    ...kinds.map(([name, verdicts]) => {
      const count = total(verdicts);
      const each = ((score.msByKind[name] ?? 0) / count).toFixed(1);
      const list = Object.entries(verdicts).map(([verdict, n]) => `${verdict} ${n}`);
      const most = String(Math.round(score.maxMsByKind[name] ?? 0));
      return `${name.padEnd(34)}${String(count).padStart(7)}${each.padStart(9)}${most.padStart(9)}  ${list.sort().join(', ')}`;
    }),
    '',
    `mutations: ${mutations.map(([name, n]) => `${name} ${n}`).join(', ')}`,
    '',
    'changed inputs that verified, and may:',
    ...Object.entries(score.because).map(([reason, n]) => `  ${n} ${reason}`),
    '',
    `slowest case: ${Math.round(ms)} ms, number ${number} (${kind}; ${mutation})`,
    score.violations.length === 0
      ? 'every case kept the rules'
      : `${score.violations.length} CASES BROKE A RULE: ${score.violations.map((one) => one.number).join(', ')}`,
  ];
}
