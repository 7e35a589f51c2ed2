/**
 * `witness`: an auditor's memory of the ledger. Cosigns a head only if it extends the last one cosigned; the new state is
 * on the disk before the cosignature is printed, so that no crash lets it cosign two histories.
 */
import {
  COSIGNATURE_ED25519,
  isKeyName,
  readVerifierKey,
  type SigningKey,
  verifierKeyOf,
  writeSignatureLine,
  writeVerifierKey,
} from '../../ledger/note.ts';
import { readSigningKey, writeSigningKey } from '../../ledger/signing-key.ts';
import { addCheckpoint, type WitnessAnswer } from '../../ledger/witness.ts';
import { newWitnessState, readWitnessState, writeWitnessState } from '../../ledger/witness-state.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { action, commandOf, noPositionals, required } from '../action.ts';
import { type Terminal, unusable } from '../command.ts';
import { readTextFile } from '../files.ts';
import { keepMisconduct } from '../keep-misconduct.ts';
import { createFiles, replaceFile, whileLocked } from '../new-file.ts';
import { platformRandom } from '../random.ts';

const HELP = `
minyi witness init --origin ORIGIN --name NAME --state FILE --key FILE
minyi witness cosign --state FILE --key FILE --log-key KEY [--misconduct FILE] < REQUEST

A witness remembers the last head of the ledger it has cosigned and cosigns another only if it extends that one. It
speaks the add-checkpoint requests of c2sp.org/tlog-witness (docs/formats/witness.md), here on standard input.

  init     makes the witness's key, readable by you only, and an empty state; prints the public key for the policy
  cosign   answers one request: prints the cosignature line once the new state is safely stored

  --origin ORIGIN    name of the ledger, the first line of its checkpoints
  --name NAME        name of the witness, such as auditor.example/w
  --state FILE       the state; a lock file FILE.lock keeps two runs apart
  --key FILE         the witness's secret key
  --log-key KEY      the ledger's public key, as its policy has it: name+keyid+base64
  --misconduct FILE  where to write the proof if the ledger has signed two histories, default STATE.misconduct.json; a
                     proof already there is kept

Examples
  minyi witness init --origin qinghe.example/ledger --name auditor.example/w --state state.json --key witness.key
  minyi witness cosign --state state.json --key witness.key --log-key qinghe.example/ledger+b75ecf20+ATuT… < request

Exit code: 0 done, or cosigned; 1 not cosigned: another ledger, not signed by it, a stale request (the message gives the
size of the last head) or a head that does not extend the last one; 2 the request or a file cannot be used. When a proof
of misconduct was written, the message says so.`;

const SEED_BYTES = 32;
const MAX_STATE_BYTES = 1 << 20;

const init = action(
  'init',
  {
    origin: { type: 'string' },
    name: { type: 'string' },
    state: { type: 'string' },
    key: { type: 'string' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const origin = required(values.origin, 'origin');
    const name = required(values.name, 'name');
    if (!isKeyName(origin))
      return refuse('MALFORMED', '--origin', 'the name of a ledger has no space or plus sign');
    if (!isKeyName(name)) return refuse('MALFORMED', '--name', 'the name of a key has no space or plus sign');
    const key: SigningKey = { name, type: COSIGNATURE_ED25519, seed: platformRandom(SEED_BYTES) };
    const written = createFiles([
      { path: required(values.key, 'key'), content: `${writeSigningKey(key)}\n`, isSecret: true },
      { path: required(values.state, 'state'), content: writeWitnessState(newWitnessState(origin)) },
    ]);
    if (!written.ok) return written;
    terminal.out(writeVerifierKey(verifierKeyOf(key)));
    return ok(0);
  },
);

const cosign = action(
  'cosign',
  {
    state: { type: 'string' },
    key: { type: 'string' },
    'log-key': { type: 'string' },
    misconduct: { type: 'string' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const statePath = required(values.state, 'state');
    const log = readVerifierKey(required(values['log-key'], 'log-key'), '--log-key');
    if (!log.ok) return log;
    const witness = readKey(required(values.key, 'key'));
    if (!witness.ok) return witness;
    const request = await terminal.input();
    const answer = await whileLocked<WitnessAnswer>(statePath, async () => {
      const text = readTextFile(statePath, MAX_STATE_BYTES);
      if (!text.ok) return text;
      const state = readWitnessState(text.value, statePath);
      if (!state.ok) return state;
      const timeSeconds = Math.floor(Date.now() / 1000);
      const keys = { log: log.value, witness: witness.value };
      const given = addCheckpoint(state.value, request, keys, timeSeconds);
      if (given.status !== 200) return ok(given);
      const stored = replaceFile(statePath, writeWitnessState(given.state));
      return stored.ok ? ok(given) : stored;
    });
    if (!answer.ok) return answer;
    if (answer.value.status !== 200 && answer.value.misconduct !== undefined) {
      const path = values.misconduct ?? `${statePath}.misconduct.json`;
      const kept = keepMisconduct(answer.value.misconduct, path, terminal);
      if (!kept.ok) return kept;
    }
    return ok(tell(answer.value, terminal));
  },
);

function readKey(path: string): Result<SigningKey> {
  const text = readTextFile(path, MAX_STATE_BYTES);
  if (!text.ok) return text;
  const key = readSigningKey(text.value, path);
  if (!key.ok) return key;
  return key.value.type === COSIGNATURE_ED25519
    ? key
    : refuse('UNSUPPORTED', path, 'not a cosignature key (type 4)');
}

function tell(answer: WitnessAnswer, terminal: Terminal): 0 | 1 | 2 {
  switch (answer.status) {
    case 200:
      terminal.out(writeSignatureLine(answer.signature).trimEnd());
      return 0;
    case 409:
      terminal.err(`409: the last head cosigned has size ${answer.size}`);
      return 1;
    case 400:
      unusable(terminal, answer.refusal);
      return 2;
    default:
      unusable(terminal, answer.refusal);
      return 1;
  }
}

export const witnessCommand = commandOf(
  { name: 'witness', summary: 'cosign heads of the ledger, each only if it extends the last', help: HELP },
  [init, cosign],
);
