/**
 * The command line of the tally: one program, one command a task. Also the script its own worker threads run, so that
 * the whole verifier is one file.
 */
import { type Command, type ExitCode, type Terminal, UsageError } from './command.ts';
import { ballotCommand } from './commands/ballot.ts';
import { cardsCommand } from './commands/cards.ts';
import { decryptCommand } from './commands/decrypt.ts';
import { demoCommand } from './commands/demo.ts';
import { electionCommand } from './commands/election.ts';
import { keysCommand } from './commands/keys.ts';
import { receiptCommand } from './commands/receipt.ts';
import { recountCommand } from './commands/recount.ts';
import { replayCommand } from './commands/replay.ts';
import { thresholdCommand } from './commands/threshold.ts';
import { verifyCommand } from './commands/verify.ts';
import { witnessCommand } from './commands/witness.ts';
import { isPoolThread, runPoolThread } from './pool.ts';

const COMMANDS: readonly Command[] = [
  demoCommand,
  verifyCommand,
  recountCommand,
  replayCommand,
  ballotCommand,
  decryptCommand,
  keysCommand,
  thresholdCommand,
  cardsCommand,
  electionCommand,
  receiptCommand,
  witnessCommand,
];

/** Titles and messages come from hostile files: nothing in them may drive the terminal or hide other text. */
function visible(line: string): string {
  return line.replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, '\ufffd');
}

const terminal: Terminal = {
  out: (line) => process.stdout.write(`${visible(line)}\n`),
  err: (line) => process.stderr.write(`${visible(line)}\n`),
  isInteractive: process.stderr.isTTY === true,
  async input() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString('utf8');
  },
};

function printCommands(): void {
  terminal.out('minyi COMMAND [ARGUMENTS]    (minyi COMMAND --help explains one)\n');
  for (const { name, summary } of COMMANDS) terminal.out(`  ${name.padEnd(10)} ${summary}`);
  terminal.out(
    '\nExit codes: 0 done, or verified; 1 refuted, or counts differ; 2 unusable input; 70 this program has failed.',
  );
}

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    printCommands();
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    terminal.err(`There is no command ${name}. minyi --help lists the commands.`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(command.help.trim());
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${error.message}\n\n${command.help.trim()}`);
    return 2;
  }
}

// Whoever reads our output may stop reading (`| head`): that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** Neither verified, refuted nor unusable: this program itself has failed (EX_SOFTWARE of sysexits). */
const EXIT_BROKEN = 70;

if (isPoolThread()) runPoolThread();
else {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    terminal.err(
      `This program has failed; please report it.\n${error instanceof Error ? error.stack : String(error)}`,
    );
    process.exitCode = EXIT_BROKEN;
  }
}
