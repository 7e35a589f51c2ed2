/** What a command of the command line is: its words, its help, and what it does with a terminal. */
import type { Refusal } from '../result.ts';

/** 0: it went well or verified; 1: refuted, or counts differ; 2: unusable input. */
export type ExitCode = 0 | 1 | 2;

export interface Terminal {
  /** One line on standard output. */
  out(line: string): void;
  /** One line on standard error. */
  err(line: string): void;
  /** Everything on standard input, as text. */
  input(): Promise<string>;
  /** Whether a person watches, so that progress may be drawn. */
  readonly isInteractive: boolean;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Complete help, printed by `--help`. */
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** Prints why input cannot be used, and gives the exit code for it. */
export function unusable(terminal: Terminal, { code, where, message }: Refusal): ExitCode {
  terminal.err(`${where}: ${message} (${code})`);
  return 2;
}

/** Thrown by argument parsing; `main` prints it with the command's usage and exits with 2. */
export class UsageError extends Error {}
