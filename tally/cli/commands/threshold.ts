/**
 * `threshold`: the ceremony by which n scrutineers make a key that any t of them can use, as files that travel between
 * them in the open (all secrets in them are encrypted). The steps are those of belenios-tool, with hardened messages.
 */
import { join } from 'node:path';
import { drawSeed } from '../../belenios/channel.ts';
import {
  assembleThresholdKeys,
  distribute,
  makeCertificate,
  makePolynomial,
} from '../../belenios/threshold-ceremony.ts';
import { restoreMember } from '../../belenios/threshold-key.ts';
import {
  certificateId,
  readMemberInput,
  readMemberOutput,
  readPolynomial,
  readThresholdKeys,
  writeCertificate,
  writeMemberInput,
  writeMemberOutput,
  writePolynomial,
  writeThresholdKeys,
} from '../../belenios/threshold-messages.ts';
import { completeKey } from '../../belenios/threshold-share.ts';
import { ok } from '../../result.ts';
import { action, commandOf, noPositionals, required, requiredCount, somePositionals } from '../action.ts';
import { readCount } from '../arguments.ts';
import { idOfMember, readCeremony, readOfMembers, readSeedFile } from '../ceremony-files.ts';
import { UsageError, unusable } from '../command.ts';
import { readTextFile } from '../files.ts';
import { groupOf } from '../given.ts';
import { createFiles } from '../new-file.ts';
import { platformRandom } from '../random.ts';
import { HELP } from '../threshold-help.ts';

const MAX_MEMBERS = 100;
const MAX_BYTES = 20_000_000;

/** What every step but the first needs: the certificates, and what they must say. */
const ceremonyOptions = {
  certs: { type: 'string' },
  threshold: { type: 'string' },
  'allow-2.0': { type: 'boolean', default: false },
  group: { type: 'string' },
} as const;

interface CeremonyValues {
  readonly certs?: string | undefined;
  readonly threshold?: string | undefined;
  readonly 'allow-2.0': boolean;
  readonly group?: string | undefined;
}

function openGiven(values: CeremonyValues, paths?: readonly string[]) {
  const group = groupOf(values.group);
  if (!group.ok) return group;
  const threshold = readCount(values.threshold, 'threshold', 1, MAX_MEMBERS);
  const files = paths ?? [required(values.certs, 'certs')];
  return readCeremony(group.value, files, threshold, values['allow-2.0']);
}

const certificate = action(
  'certificate',
  {
    index: { type: 'string' },
    size: { type: 'string' },
    threshold: { type: 'string' },
    group: { type: 'string' },
    out: { type: 'string', default: '.' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const size = requiredCount(values.size, 'size', 1, MAX_MEMBERS);
    const threshold = requiredCount(values.threshold, 'threshold', 1, size);
    const index = requiredCount(values.index, 'index', 1, size);
    const seed = drawSeed(platformRandom);
    const made = makeCertificate(group.value, seed, { index, size, threshold }, platformRandom);
    const path = join(values.out, certificateId(made));
    const written = createFiles([
      { path: `${path}.key`, content: `${seed}\n`, isSecret: true },
      { path: `${path}.cert`, content: `${writeCertificate(made)}\n` },
    ]);
    if (!written.ok) return written;
    terminal.out(`secret  ${path}.key`);
    terminal.out(`public  ${path}.cert`);
    terminal.err('Keep a copy of the secret file; it is needed until the count.');
    return ok(0);
  },
);

const check = action(
  'check',
  { ...ceremonyOptions, out: { type: 'string' } },
  async ({ values, positionals }, terminal) => {
    if ((values.certs === undefined) === (positionals.length === 0)) {
      throw new UsageError('give the certificates as FILES or with --certs');
    }
    const ceremony = openGiven(
      values,
      values.certs === undefined ? somePositionals(positionals, 'FILES') : undefined,
    );
    if (!ceremony.ok) return ceremony;
    const { certificates, threshold, isHardened } = ceremony.value;
    if (values.out !== undefined) {
      const content = certificates.map((each) => `${writeCertificate(each)}\n`).join('');
      const written = createFiles([{ path: values.out, content }]);
      if (!written.ok) return written;
    }
    for (const [i, each] of certificates.entries()) terminal.out(`${i + 1}  ${certificateId(each)}`);
    terminal.out(`good: any ${threshold} of ${certificates.length} will decrypt`);
    if (!isHardened) terminal.err('A member uses belenios-tool 2.0: the messages lack the later signatures.');
    return ok(0);
  },
);

const polynomial = action(
  'polynomial',
  { ...ceremonyOptions, key: { type: 'string' }, out: { type: 'string', default: '.' } },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const ceremony = openGiven(values);
    if (!ceremony.ok) return ceremony;
    const seed = readSeedFile(required(values.key, 'key'));
    if (!seed.ok) return seed;
    const made = makePolynomial(ceremony.value, seed.value, platformRandom);
    if (!made.ok) return made;
    const path = `${join(values.out, idOfMember(ceremony.value, seed.value))}.polynomial`;
    const written = createFiles([{ path, content: `${writePolynomial(made.value)}\n` }]);
    if (!written.ok) return written;
    terminal.out(`public  ${path}`);
    return ok(0);
  },
);

const distribution = action(
  'distribute',
  { ...ceremonyOptions, polynomials: { type: 'string' }, out: { type: 'string', default: '.' } },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const ceremony = openGiven(values);
    if (!ceremony.ok) return ceremony;
    const { group } = ceremony.value;
    const path = required(values.polynomials, 'polynomials');
    const polynomials = readOfMembers(ceremony.value, path, 'polynomial', (text, where) =>
      readPolynomial(group, text, where),
    );
    if (!polynomials.ok) return polynomials;
    const ids = ceremony.value.certificates.map(certificateId);
    const files = distribute(ceremony.value, polynomials.value).map((input, i) => ({
      path: join(values.out, `${ids[i]}.vinput`),
      content: `${writeMemberInput(input)}\n`,
    }));
    const written = createFiles(files);
    if (!written.ok) return written;
    for (const file of files) terminal.out(`public  ${file.path}`);
    return ok(0);
  },
);

const complete = action(
  'complete',
  {
    ...ceremonyOptions,
    key: { type: 'string' },
    input: { type: 'string' },
    out: { type: 'string', default: '.' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const ceremony = openGiven(values);
    if (!ceremony.ok) return ceremony;
    const { group } = ceremony.value;
    const seed = readSeedFile(required(values.key, 'key'));
    if (!seed.ok) return seed;
    const inputPath = required(values.input, 'input');
    const text = readTextFile(inputPath, MAX_BYTES);
    if (!text.ok) return text;
    const input = readMemberInput(group, text.value, inputPath);
    if (!input.ok) return input;
    const output = completeKey(ceremony.value, seed.value, input.value, platformRandom);
    if (!output.ok) return output;
    const path = join(values.out, idOfMember(ceremony.value, seed.value));
    const written = createFiles([
      { path: `${path}.dkey`, content: `${output.value.decryptionKey}\n`, isSecret: true },
      { path: `${path}.voutput`, content: `${writeMemberOutput(group, output.value)}\n` },
    ]);
    if (!written.ok) return written;
    terminal.out(`secret  ${path}.dkey`);
    terminal.out(`public  ${path}.voutput`);
    terminal.err('Keep a copy of the .dkey file beside the .key file: the count needs both.');
    return ok(0);
  },
);

const assemble = action(
  'assemble',
  {
    ...ceremonyOptions,
    polynomials: { type: 'string' },
    outputs: { type: 'string' },
    out: { type: 'string', default: 'threshold.json' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const ceremony = openGiven(values);
    if (!ceremony.ok) return ceremony;
    const { group } = ceremony.value;
    const polynomials = readOfMembers(
      ceremony.value,
      required(values.polynomials, 'polynomials'),
      'polynomial',
      (text, where) => readPolynomial(group, text, where),
    );
    if (!polynomials.ok) return polynomials;
    const outputs = readOfMembers(
      ceremony.value,
      required(values.outputs, 'outputs'),
      'voutput',
      (text, where) => readMemberOutput(group, text, where),
    );
    if (!outputs.ok) return outputs;
    const keys = assembleThresholdKeys(ceremony.value, polynomials.value, outputs.value);
    if (!keys.ok) return keys;
    const written = createFiles([
      { path: values.out, content: `${writeThresholdKeys(group, keys.value)}\n` },
    ]);
    if (!written.ok) return written;
    terminal.out(`public  ${values.out}`);
    terminal.err('Now let every member run: minyi threshold restore-check');
    return ok(0);
  },
);

const restoreCheck = action(
  'restore-check',
  { keys: { type: 'string' }, key: { type: 'string' }, dkey: { type: 'string' }, group: { type: 'string' } },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const keysPath = required(values.keys, 'keys');
    const text = readTextFile(keysPath, MAX_BYTES);
    if (!text.ok) return text;
    const keys = readThresholdKeys(group.value, text.value, keysPath);
    if (!keys.ok) return keys;
    const seed = readSeedFile(required(values.key, 'key'));
    if (!seed.ok) return seed;
    const dkeyPath = required(values.dkey, 'dkey');
    const kept = readTextFile(dkeyPath, MAX_BYTES);
    if (!kept.ok) return kept;
    const member = restoreMember(group.value, seed.value, kept.value, keys.value, dkeyPath);
    if (!member.ok) {
      unusable(terminal, member.error);
      return ok(1);
    }
    terminal.out(`good: the files kept give the public key of member ${member.value.position}`);
    return ok(0);
  },
);

export const thresholdCommand = commandOf(
  { name: 'threshold', summary: 'the key ceremony of scrutineers any t of whom can decrypt', help: HELP },
  [certificate, check, polynomial, distribution, complete, assemble, restoreCheck],
);
