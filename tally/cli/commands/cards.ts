/**
 * `cards`: the credential authority's step, on a machine that is offline: a card secret for every voter and some spare
 * ones, and the list of public credentials. The secret file is for printing, and to be erased after it.
 */
import { join } from 'node:path';
import { deriveSecret, drawCredential, publicCredentialOf } from '../../belenios/credential.ts';
import {
  type AssignedCredential,
  type IssuedCredential,
  sortCredentials,
  writeAssignedCredentials,
  writePrivateCredentials,
  writePublicCredentials,
} from '../../belenios/credential-list.ts';
import { UUID } from '../../belenios/election.ts';
import { fingerprintOf } from '../../belenios/hash.ts';
import { readDecimal } from '../../encoding/decimal.ts';
import type { Group } from '../../groups/group.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { action, commandOf, noPositionals, required } from '../action.ts';
import { readCount } from '../arguments.ts';
import { UsageError } from '../command.ts';
import { groupOf, readLines } from '../given.ts';
import { createFiles } from '../new-file.ts';
import { startProgress } from '../progress.ts';
import { platformRandom } from '../random.ts';

const HELP = `
minyi cards --uuid UUID (--count N | --voters FILE) [OPTIONS]

Draws a card secret for every voter and writes two files, in the forms of belenios-tool 2.0:

  DIR/UUID.privcreds  a line "IDENTITY CARD-SECRET" each, readable by you only: print the cards from it, then erase it
  DIR/UUID.pubcreds   the public credentials in no order that tells whose they are, with the login of each

  --uuid UUID        of the election (minyi election uuid draws one)
  --count N          N voters, called 1, 2, …
  --voters FILE      a line each: address, or address,login, or address,login,weight
  --spares S         spare cards, called spare-1, …; default the larger of 5 and 5 % of the voters
  --group NAME       BELENIOS-2048 (default), RFC-3526-2048 or Ed25519
  --out DIR          folder of the two files, default the current one; nothing existing is overwritten

Examples
  minyi cards --uuid QingheBa11otProjects26 --count 200 --out cards
  minyi cards --uuid QingheBa11otProjects26 --voters voters.txt --spares 0

Exit code: 0 the cards were drawn, 2 the input cannot be used.`;

/** One voter of the list. */
interface Voter {
  /** What the private file says of the voter. */
  readonly identity: string;
  readonly login: string;
  readonly weight?: bigint;
}

const MAX_VOTERS = 200_000;

export const cardsCommand = commandOf(
  { name: 'cards', summary: 'draw card secrets and public credentials', help: HELP },
  [
    action(
      '',
      {
        uuid: { type: 'string' },
        count: { type: 'string' },
        voters: { type: 'string' },
        spares: { type: 'string' },
        group: { type: 'string' },
        out: { type: 'string', default: '.' },
      },
      async ({ values, positionals }, terminal) => {
        noPositionals(positionals);
        const uuid = required(values.uuid, 'uuid');
        if (!UUID.test(uuid)) return refuse('MALFORMED', '--uuid', 'not an election uuid');
        const group = groupOf(values.group);
        if (!group.ok) return group;
        const count = readCount(values.count, 'count', 1, MAX_VOTERS);
        if ((count === undefined) === (values.voters === undefined)) {
          throw new UsageError('give --count or --voters');
        }
        const voters = values.voters === undefined ? ok(numbered(count ?? 0)) : readVoters(values.voters);
        if (!voters.ok) return voters;
        const spares =
          readCount(values.spares, 'spares', 0, MAX_VOTERS) ??
          Math.max(5, Math.ceil(voters.value.length / 20));
        const roll = withSpares(voters.value, spares);
        if (!roll.ok) return roll;
        const progress = startProgress('drawing cards', terminal);
        const cards = roll.value.map((voter, i) => {
          progress.update(i, roll.value.length);
          return drawCard(group.value, uuid, voter);
        });
        progress.end();
        const list = sortCredentials(
          group.value,
          cards.map(({ assigned }) => assigned),
        );
        const path = join(values.out, uuid);
        const issued = cards.map((card) => card.issued);
        const written = createFiles([
          { path: `${path}.privcreds`, content: writePrivateCredentials(issued), isSecret: true },
          { path: `${path}.pubcreds`, content: `${writeAssignedCredentials(list)}\n` },
        ]);
        if (!written.ok) return written;
        terminal.out(`${voters.value.length} cards and ${spares} spare cards`);
        terminal.out(`secret  ${path}.privcreds`);
        terminal.out(`public  ${path}.pubcreds`);
        terminal.out(`fingerprint of public credentials ${fingerprintOf(writePublicCredentials(list))}`);
        terminal.err(
          'Print with a scrutineer present, keep the cards sealed, then erase the secret file and its copies.',
        );
        terminal.err(
          'Hand over the public file; compare its fingerprint with the one of the sealed election.',
        );
        return ok(0);
      },
    ),
  ],
);

function numbered(count: number): readonly Voter[] {
  return Array.from({ length: count }, (_, i) => ({ identity: String(i + 1), login: String(i + 1) }));
}

/** Lines `address`, `address,login` or `address,login,weight`; logins all different. */
function readVoters(path: string): Result<readonly Voter[]> {
  const voters = readLines(path, readVoter);
  if (!voters.ok) return voters;
  const logins = new Set<string>();
  for (const [i, { login }] of voters.value.entries()) {
    if (logins.has(login)) return refuse('INCONSISTENT', `${path}:${i + 1}`, 'this login occurs twice');
    logins.add(login);
  }
  return voters.value.length > MAX_VOTERS
    ? refuse('TOO_LARGE', path, `${voters.value.length} voters, at most ${MAX_VOTERS}`)
    : voters;
}

function readVoter(line: string, where: string): Result<Voter> {
  const [address = '', login = '', weightText, ...more] = line.split(',');
  if (address === '' || more.length > 0 || line.length > 500 || /\p{Cc}/u.test(line)) {
    return refuse('MALFORMED', where, 'expected address, or address,login, or address,login,weight');
  }
  const voter = { identity: line, login: login === '' ? address : login };
  if (weightText === undefined) return ok(voter);
  const weight = readDecimal(weightText, 18);
  return weight === undefined
    ? refuse('MALFORMED', where, 'expected a weight in decimal')
    : ok({ ...voter, weight });
}

/** Spare cards count 1 each, so there are none where voters have weights. */
function withSpares(voters: readonly Voter[], spares: number): Result<readonly Voter[]> {
  if (spares > 0 && voters.some(({ weight }) => weight !== undefined)) {
    return refuse(
      'INCONSISTENT',
      '--spares',
      'where voters have weights a spare card fits nobody; give --spares 0',
    );
  }
  const names = Array.from({ length: spares }, (_, i) => `spare-${i + 1}`);
  if (voters.some(({ login }) => names.includes(login))) {
    return refuse('INCONSISTENT', '--spares', 'a voter is called like a spare card');
  }
  return ok([...voters, ...names.map((name) => ({ identity: name, login: name }))]);
}

function drawCard(
  group: Group,
  uuid: string,
  { identity, login, weight }: Voter,
): { readonly issued: IssuedCredential; readonly assigned: AssignedCredential } {
  const credential = drawCredential(platformRandom);
  const publicKey = group.text(publicCredentialOf(group, deriveSecret(group, uuid, credential)));
  return {
    issued: { identity, credential },
    assigned: { publicKey, ...(weight === undefined ? {} : { weight }), login },
  };
}
