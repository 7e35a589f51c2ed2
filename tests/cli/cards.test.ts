/** `cards` and `ballot`: what is drawn for voters, and that every form of card gives a ballot. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArchive } from '../../tally/belenios/archive/read-archive.ts';
import { acceptBallot } from '../../tally/belenios/check-ballot.ts';
import {
  deriveSecret,
  deriveSecretOf24,
  publicCredentialOf,
  readCredential,
} from '../../tally/belenios/credential.ts';
import {
  checkCredentialMembership,
  readAssignedCredentials,
  readPrivateCredentials,
  sortCredentials,
} from '../../tally/belenios/credential-list.ts';
import { openElection, readElection } from '../../tally/belenios/election.ts';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { openGroup } from '../../tally/groups/index.ts';
import { assertOk } from '../../tally/result.ts';
import { archiveBytes } from '../support/belenios-fixtures.ts';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';

const cwd = temporaryFolder();
const UUID = 'QingheBa11otProjects26';
const write = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};
const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');

test.each(['BELENIOS-2048', 'Ed25519'])(
  'every card of the list gives its public credential in %s',
  (name) => {
    const group = assertOk(openGroup(name));
    const out = `cards-${name}`;
    const printed = minyiOutput(['cards', '--uuid', UUID, '--count', '12', '--group', name, '--out', out], {
      cwd,
    });
    expect(printed).toContain('12 cards and 5 spare cards');
    const cards = assertOk(readPrivateCredentials(read(`${out}/${UUID}.privcreds`), 'privcreds'));
    const list = assertOk(
      readAssignedCredentials(group, read(`${out}/${UUID}.pubcreds`).trimEnd(), 'pubcreds'),
    );
    expect(list).toHaveLength(17);
    expect(checkCredentialMembership(group, list, 'pubcreds')).toEqual([]);
    expect(list).toEqual(sortCredentials(group, list));
    for (const { identity, credential } of cards) {
      expect(assertOk(readCredential(credential, 'card'))).toBe(credential);
      const publicKey = group.text(publicCredentialOf(group, deriveSecret(group, UUID, credential)));
      expect(list).toContainEqual({ publicKey, login: identity });
    }
    // Nothing printed is a secret.
    for (const { credential } of cards) expect(printed).not.toContain(credential);
    expect(statSync(join(cwd, out, `${UUID}.privcreds`)).mode & 0o777).toBe(0o600);
  },
);

test('a list of voters brings logins and weights', () => {
  write('voters.txt', 'rep01@example.org\nrep02@example.org,二号\nrep03@example.org,login3,30\n');
  const args = ['cards', '--uuid', UUID, '--voters', 'voters.txt', '--out', 'voters'];
  const refused = minyi(args, { cwd });
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('--spares');
  minyiOutput([...args, '--spares', '0'], { cwd });
  const group = assertOk(openGroup('BELENIOS-2048'));
  const list = assertOk(
    readAssignedCredentials(group, read(`voters/${UUID}.pubcreds`).trimEnd(), 'pubcreds'),
  );
  const found = list.map(({ login, weight }) => [login, weight]);
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      ['rep01@example.org', undefined],
      ['二号', undefined],
      ['login3', 30n],
    ]),
  );
  expect(read(`voters/${UUID}.privcreds`)).toMatch(
    /^rep01@example\.org \S{19}\nrep02@example\.org,二号 \S{19}\n/,
  );
});

test.each([
  ['an empty list', ''],
  ['an empty line', 'a\n\nb\n'],
  ['a login twice', 'a,x\nb,x\n'],
  ['a weight with a sign', 'a,x,-1\n'],
  ['a fourth field', 'a,x,1,2\n'],
  ['a control character', 'a\u0007\n'],
])('%s is refused', (_, text) => {
  write('bad.txt', text);
  const { status, stdout } = minyi(
    ['cards', '--uuid', UUID, '--voters', 'bad.txt', '--spares', '0', '--out', 'bad'],
    { cwd },
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('an uuid of another alphabet, no voters, or both kinds are refused', () => {
  const refused = (...args: readonly string[]) => minyi(['cards', ...args, '--out', 'bad'], { cwd }).status;
  expect(refused('--uuid', '0OIl0OIl0OIl0O', '--count', '1')).toBe(2);
  expect(refused('--uuid', UUID)).toBe(2);
  expect(refused('--uuid', UUID, '--count', '0')).toBe(2);
  expect(refused('--uuid', UUID, '--count', '1', '--voters', 'voters.txt')).toBe(2);
});

test.each(['unicode-text', 'v3-ed25519-mixed'])(
  'a card of the newer form answers the election %s',
  async (name) => {
    const bytes = archiveBytes(name);
    const first = await readArchive(bytesSource(bytes)).next();
    if (first.done === true) throw new Error('an archive without events');
    const text = first.value.data[0]?.text ?? '';
    write('election.json', `${text}\n`);
    const election = assertOk(readElection(text));
    const group = assertOk(openGroup(election.groupName));
    const choices = election.questions.map((question) => {
      if (question.kind === 'ranked') throw new Error('a ranked question');
      const answers = question.answers.map((_, i) => (i < question.min ? 1 : 0));
      return question.blank === true ? [0, ...answers] : answers;
    });
    const card = 'abcde-fghijk-mnopq-rstuvw';
    write('card', `${card}\n`);
    const args = ['ballot', '--election', 'election.json', '--credential', 'card', '--choices', '-'];
    const { status, stdout, stderr } = minyi(args, { cwd, input: JSON.stringify(choices) });
    expect(status).toBe(0);
    const ballot = assertOk(acceptBallot(assertOk(openElection(election, group)), stdout.trimEnd()));
    expect(stderr).toBe(`tracker ${ballot.tracker}\n`);
    const secret = deriveSecretOf24(group, election.uuid, card);
    expect(group.text(ballot.credential)).toBe(group.text(publicCredentialOf(group, secret)));
    // Held against the archive, a stranger's card is refused before anything is encrypted.
    write('archive.bel', bytes);
    const held = ['ballot', '--election', 'archive.bel', '--credential', 'card', '--choices', '-'];
    const refused = minyi(held, { cwd, input: JSON.stringify(choices) });
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('not on the list of the election (NOT_FOUND)');
  },
);
