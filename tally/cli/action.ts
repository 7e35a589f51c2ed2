/**
 * Commands made of actions (`minyi keys new`, `minyi keys check`), or of a single one without a name. An action declares
 * its options, so that a test can hold them against the help; it ends with an exit code, or with a refusal, which is
 * printed with code, place and sentence and gives exit 2.
 */
import type { ParseArgsConfig } from 'node:util';
import type { Refusal, Result } from '../result.ts';
import { readArguments, readCount } from './arguments.ts';
import { type Command, type ExitCode, type Terminal, UsageError, unusable } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Given<O extends Options> = ReturnType<typeof readArguments<O>>;

export type Outcome = Result<ExitCode, Refusal | readonly Refusal[]>;

export interface Action {
  /** The word after the command; '' where the command has a single action. */
  readonly name: string;
  readonly options: readonly string[];
  run(args: readonly string[], terminal: Terminal): Promise<Outcome>;
}

export function action<const O extends Options>(
  name: string,
  options: O,
  run: (given: Given<O>, terminal: Terminal) => Promise<Outcome>,
): Action {
  return {
    name,
    options: Object.keys(options),
    run: (args, terminal) => run(readArguments(args, options), terminal),
  };
}

export interface ActionCommand extends Command {
  readonly actions: readonly Action[];
}

export function commandOf(
  { name, summary, help }: Pick<Command, 'name' | 'summary' | 'help'>,
  actions: readonly Action[],
): ActionCommand {
  return { name, summary, help, actions, run: (args, terminal) => runAction(actions, args, terminal) };
}

async function runAction(
  actions: readonly Action[],
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const [first] = actions;
  const isSingle = first?.name === '';
  const chosen = isSingle ? first : actions.find(({ name }) => name === args[0]);
  if (chosen === undefined) {
    throw new UsageError(`expected one of: ${actions.map(({ name }) => name).join(', ')}`);
  }
  const outcome = await chosen.run(isSingle ? args : args.slice(1), terminal);
  if (outcome.ok) return outcome.value;
  const refusals = 'code' in outcome.error ? [outcome.error] : outcome.error;
  for (const refusal of refusals) unusable(terminal, refusal);
  return 2;
}

/** The value of an option that must be given. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageError(`--${name} is needed`);
  return value;
}

/** The number in [min, max] of an option that must be given. */
export function requiredCount(text: string | undefined, name: string, min: number, max: number): number {
  return readCount(required(text, name), name, min, max) ?? min;
}

/** For actions without positional arguments. */
export function noPositionals(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new UsageError(`unexpected argument ${positionals[0]}`);
}

/** At least one positional argument. */
export function somePositionals(positionals: readonly string[], what: string): readonly string[] {
  if (positionals.length === 0) throw new UsageError(`expected ${what}`);
  return positionals;
}
