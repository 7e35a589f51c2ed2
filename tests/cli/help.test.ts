/** What every command has in common: complete help, strict arguments, exit codes. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ActionCommand } from '../../tally/cli/action.ts';
import { minyi } from '../support/cli.ts';

const FOLDER = fileURLToPath(new URL('../../tally/cli/commands/', import.meta.url));

const DOCUMENT = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

function isCommand(value: unknown): value is ActionCommand {
  return typeof value === 'object' && value !== null && 'actions' in value && 'help' in value;
}

const modules = await Promise.all(
  readdirSync(FOLDER).map((file) => {
    const name = file.replace('.ts', '');
    return import(`../../tally/cli/commands/${name}.ts`) as Promise<object>;
  }),
);
const commands = modules.flatMap((module) => Object.values(module).filter(isCommand));

test('there is a command for every task of the tally', () => {
  const names = commands.map(({ name }) => name).sort();
  for (const name of [
    'verify',
    'recount',
    'replay',
    'ballot',
    'keys',
    'threshold',
    'decrypt',
    'cards',
    'receipt',
    'witness',
  ]) {
    expect(names).toContain(name);
  }
  const { status, stdout, stderr } = minyi(['--help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});

describe.each(commands.map((command) => [command.name, command] as const))('minyi %s', (name, command) => {
  test('--help explains every step and option on standard output', () => {
    const { status, stdout, stderr } = minyi([name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`minyi ${name}`);
    expect(stdout).toMatch(/Exit code: 0/);
    expect(stdout).toMatch(/^Examples?$/m);
    for (const action of command.actions) {
      if (action.name !== '') expect(stdout).toMatch(new RegExp(`\\b${action.name}\\b`));
      for (const option of action.options) expect(stdout).toMatch(new RegExp(`--${option}(?![\\w-])`));
    }
  });

  test('docs/cli.md has a section on it that names every step', () => {
    const [, section = ''] = DOCUMENT.split(`\n## ${name}\n`);
    const own = section.split('\n## ')[0] ?? '';
    expect(own.length).toBeGreaterThan(50);
    for (const action of command.actions) expect(own).toContain(action.name);
  });

  test('help explains no option that no step accepts', () => {
    const accepted = new Set(command.actions.flatMap(({ options }) => options));
    const { stdout } = minyi([name, '-h']);
    // A line that begins with an option explains it; elsewhere other commands' options may be named.
    const explained = [...stdout.matchAll(/^ {2}--([\w.-]+)/gm)].map(([, option]) => option ?? '');
    expect(explained.filter((option) => !accepted.has(option))).toEqual([]);
    if (accepted.size > 0) expect(explained.length).toBeGreaterThan(0);
  });

  test('an unknown option ends with 2 and the help', () => {
    for (const action of command.actions) {
      const step = action.name === '' ? [] : [action.name];
      const { status, stdout, stderr } = minyi([name, ...step, '--no-such-option']);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain("'--no-such-option'");
      expect(stderr).toContain('Exit code');
    }
  });
});

test('no command, an unknown one, and an unknown step end with 2', () => {
  expect(minyi([]).status).toBe(2);
  expect(minyi(['tally']).status).toBe(2);
  expect(minyi(['keys', 'forge'])).toMatchObject({ status: 2, stdout: '' });
});
