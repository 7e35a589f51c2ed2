/** `ballot`: encrypts choices for a homomorphic election, for those who do not trust a page with them. */
import { acceptBallot } from '../../belenios/check-ballot.ts';
import {
  deriveSecret,
  deriveSecretOf24,
  publicCredentialOf,
  readCredential,
} from '../../belenios/credential.ts';
import { encryptBallot } from '../../belenios/encrypt-ballot.ts';
import { array, integer, readJson } from '../../encoding/reader.ts';
import type { Group } from '../../groups/group.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { action, commandOf, noPositionals, required } from '../action.ts';
import { UsageError } from '../command.ts';
import { readGivenElection } from '../election-input.ts';
import { readGiven } from '../given.ts';
import { createFiles } from '../new-file.ts';
import { platformRandom } from '../random.ts';

const HELP = `
minyi ballot --election FILE --credential FILE --choices FILE [OPTIONS]

Encrypts a ballot, proves it well-formed and signs it, for an election with homomorphic questions made by this program or
any Belenios version-1 tool. Prints the ballot on standard output and its tracker on standard error. Choices and
credential are secrets: they are read from files or standard input, never from the argument list.

  --election FILE    election.json, or the archive UUID.bel; of an archive the set-up is checked first, and that the
                     credential is on its list
  --credential FILE  file with the private credential of the card; - reads standard input
  --choices FILE     JSON: an array for each question, 0 or 1 for each answer, preceded by the blank flag where the
                     question allows a blank vote: [[1,0,0],[0,1]]; - reads standard input
  --out FILE         write the ballot to a new file instead of standard output
  --json             print {"ballot":…,"tracker":…} as one JSON object

Cap proofs (docs/formats/caps.md) are not made here: ballots of a session whose rules need them are cast in the booth.

Examples
  minyi ballot --election u.bel --credential card.txt --choices choices.json --out ballot.json
  echo '[[1,0,0]]' | minyi ballot --election election.json --credential card.txt --choices - > ballot.json

Exit code: 0 the ballot was made, 2 the input cannot be used.`;

export const ballotCommand = commandOf(
  { name: 'ballot', summary: 'encrypt choices for an election', help: HELP },
  [
    action(
      '',
      {
        election: { type: 'string' },
        credential: { type: 'string' },
        choices: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      async ({ values, positionals }, terminal) => {
        noPositionals(positionals);
        const [election, credential, choices] = [
          required(values.election, 'election'),
          required(values.credential, 'credential'),
          required(values.choices, 'choices'),
        ];
        if (credential === '-' && choices === '-') {
          throw new UsageError('only one of --credential and --choices can be standard input');
        }
        const given = await readGivenElection(election);
        if (!given.ok) return given;
        const { open, setup } = given.value;
        const typed = await readGiven(credential, terminal);
        if (!typed.ok) return typed;
        const secret = secretOf(open.group, open.election.uuid, typed.value);
        if (!secret.ok) return secret;
        const key = open.group.text(publicCredentialOf(open.group, secret.value));
        if (setup !== undefined && !setup.weights.has(key)) {
          return refuse('NOT_FOUND', 'credential', 'this credential is not on the list of the election');
        }
        const text = await readGiven(choices, terminal);
        if (!text.ok) return text;
        const chosen = readChoices(text.value);
        if (!chosen.ok) return chosen;
        const made = encryptBallot(open, chosen.value, secret.value, platformRandom);
        if (!made.ok) return made;
        // Arithmetic gone wrong must not reach the box, nor a half-wrong proof a stranger.
        const accepted = acceptBallot(open, made.value.text);
        if (!accepted.ok) return accepted;
        const { tracker } = made.value;
        const output = values.json ? JSON.stringify({ ballot: made.value.text, tracker }) : made.value.text;
        if (values.out === undefined) terminal.out(output);
        else {
          const written = createFiles([{ path: values.out, content: `${output}\n` }]);
          if (!written.ok) return written;
        }
        terminal.err(`tracker ${tracker}`);
        return ok(0);
      },
    ),
  ],
);

const CREDENTIAL_OF_24 =
  /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/;

/** The secret exponent of a card of either form. Refusals do not repeat what was typed. */
function secretOf(group: Group, uuid: string, typed: string): Result<bigint> {
  const trimmed = typed.trim();
  if (CREDENTIAL_OF_24.test(trimmed)) return ok(deriveSecretOf24(group, uuid, trimmed));
  const credential = readCredential(trimmed, 'credential');
  return credential.ok ? ok(deriveSecret(group, uuid, credential.value)) : credential;
}

const MAX_CHOICES = 1_000_000;

/** Shape only: whether the numbers suit the questions is found when they are encrypted. */
function readChoices(text: string): Result<readonly (readonly number[])[]> {
  const value = readJson(text, 'choices', MAX_CHOICES);
  return value.ok ? array(array(integer(0, 255), 1000), 1000)(value.value, 'choices') : value;
}
