/** Says what a played session is doing: a line a stage, a bar while ballots are made. */
import type { Terminal } from './command.ts';
import { startProgress } from './progress.ts';
import type { SessionStage } from './session/play-session.ts';

const STAGES = {
  keys: 'cards are drawn, three scrutineers make their keys (any two can open the count), the session is sealed',
  voting: 'ballots are encrypted, proved well-formed, signed and boxed',
  count: 'the box is closed; two scrutineers open the sum, and no single ballot',
  record: 'the rules decide, three people sign, the presidium confirms, the record is published',
} as const;

export function showStages(terminal: Terminal): SessionStage {
  const progress = startProgress('ballots', terminal);
  return {
    onStage(stage) {
      progress.end();
      terminal.out(`· ${STAGES[stage]}`);
    },
    onBallot: (cast, total) => progress.update(cast, total),
  };
}
