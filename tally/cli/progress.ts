/** A progress line on standard error: drawn in place for a person, and a line every ten seconds for a log. */
import type { Terminal } from './command.ts';

export interface Progress {
  update(done: number, total: number): void;
  /** Clears the line. */
  end(): void;
}

const WIDTH = 30;
const DRAW_EVERY_MS = 100;
const LOG_EVERY_MS = 10_000;

export function startProgress(label: string, terminal: Terminal): Progress {
  const startedAt = performance.now();
  let drawnAt = startedAt;
  let isDrawn = false;
  return {
    update(done, total) {
      const now = performance.now();
      if (now - drawnAt < (terminal.isInteractive ? DRAW_EVERY_MS : LOG_EVERY_MS)) return;
      drawnAt = now;
      const share = total === 0 ? 1 : done / total;
      const left = share > 0.01 ? ` about ${seconds(((now - startedAt) * (1 - share)) / share)} left` : '';
      const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
      if (!terminal.isInteractive) {
        terminal.err(`${label} ${percent}${left}`);
        return;
      }
      const filled = Math.round(share * WIDTH);
      process.stderr.write(
        `\r\x1b[K${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent}${left}`,
      );
      isDrawn = true;
    },
    end() {
      if (isDrawn) process.stderr.write('\r\x1b[K');
      isDrawn = false;
    },
  };
}

function seconds(ms: number): string {
  const whole = Math.ceil(ms / 1000);
  return whole < 90 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
