/**
 * `election`: an election from start to end as files, without a server: what belenios-tool's `setup` and `archive`
 * commands do. The set-up is here, the archive's life in ../election-archive.ts.
 */
import { join } from 'node:path';
import { checkThresholdKeys, checkTrustees } from '../../belenios/check-trustees.ts';
import { readAssignedCredentials, writePublicCredentials } from '../../belenios/credential-list.ts';
import { readTemplate, UUID, writeElection } from '../../belenios/election.ts';
import { fingerprintOf } from '../../belenios/hash.ts';
import { readThresholdKeys } from '../../belenios/threshold-messages.ts';
import { drawToken } from '../../belenios/token.ts';
import { electionKeyOf, readTrustees, type Trustee, writeTrustees } from '../../belenios/trustee.ts';
import { readTrusteeKey } from '../../belenios/trustee-key.ts';
import { err, ok, refuse } from '../../result.ts';
import { action, commandOf, noPositionals, required } from '../action.ts';
import { UsageError } from '../command.ts';
import { addDecryption, castBallots, closeVoting, openArchive, publishResult } from '../election-archive.ts';
import { HELP } from '../election-help.ts';
import { readTextFile } from '../files.ts';
import { groupOf, readLines } from '../given.ts';
import { createFiles } from '../new-file.ts';
import { platformRandom } from '../random.ts';

const uuidAction = action('uuid', {}, async ({ positionals }, terminal) => {
  noPositionals(positionals);
  terminal.out(drawToken(platformRandom));
  return ok(0);
});

const trusteesAction = action(
  'trustees',
  {
    threshold: { type: 'string', multiple: true, default: [] },
    group: { type: 'string' },
    out: { type: 'string', default: 'trustees.json' },
  },
  async ({ values, positionals }, terminal) => {
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const trustees: Trustee[] = [];
    for (const path of positionals) {
      const keys = readLines(path, (line, where) => readTrusteeKey(group.value, line, where));
      if (!keys.ok) return keys;
      trustees.push(...keys.value.map((key): Trustee => ({ kind: 'Single', key })));
    }
    for (const path of values.threshold) {
      const text = readTextFile(path);
      if (!text.ok) return text;
      const keys = readThresholdKeys(group.value, text.value, path);
      if (!keys.ok) return keys;
      const flaws = checkThresholdKeys(group.value, keys.value, path);
      if (flaws.length > 0) return err(flaws);
      trustees.push({ kind: 'Pedersen', keys: keys.value });
    }
    if (trustees.length === 0) throw new UsageError('give public keys, or --threshold');
    const findings = checkTrustees(group.value, trustees);
    if (findings.length > 0) return err(findings);
    const content = `${writeTrustees(group.value, trustees)}\n`;
    const written = createFiles([{ path: values.out, content }]);
    if (!written.ok) return written;
    terminal.out(`public  ${values.out}`);
    return ok(0);
  },
);

const makeAction = action(
  'make',
  {
    template: { type: 'string' },
    trustees: { type: 'string' },
    uuid: { type: 'string' },
    group: { type: 'string' },
    out: { type: 'string', default: 'election.json' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const uuid = required(values.uuid, 'uuid');
    if (!UUID.test(uuid)) return refuse('MALFORMED', '--uuid', 'not an election uuid');
    const templatePath = required(values.template, 'template');
    const templateText = readTextFile(templatePath);
    if (!templateText.ok) return templateText;
    const template = readTemplate(templateText.value, templatePath);
    if (!template.ok) return template;
    const trusteesPath = required(values.trustees, 'trustees');
    const trusteesText = readTextFile(trusteesPath);
    if (!trusteesText.ok) return trusteesText;
    const trustees = readTrustees(group.value, trusteesText.value, trusteesPath);
    if (!trustees.ok) return trustees;
    const findings = checkTrustees(group.value, trustees.value, trusteesPath);
    if (findings.length > 0) return err(findings);
    if (template.value.questions.some(({ kind }) => kind === 'ranked')) {
      return refuse(
        'UNSUPPORTED',
        templatePath,
        'this program makes elections with homomorphic questions only',
      );
    }
    const publicKey = electionKeyOf(group.value, trustees.value);
    const text = writeElection(template.value, { uuid, group: group.value, publicKey });
    const written = createFiles([{ path: values.out, content: `${text}\n` }]);
    if (!written.ok) return written;
    terminal.out(`public  ${values.out}`);
    terminal.out(`fingerprint ${fingerprintOf(text)}`);
    return ok(0);
  },
);

const openAction = action(
  'open',
  {
    election: { type: 'string' },
    trustees: { type: 'string' },
    credentials: { type: 'string' },
    group: { type: 'string' },
    out: { type: 'string', default: '.' },
  },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const election = readTextFile(required(values.election, 'election'));
    if (!election.ok) return election;
    const trustees = readTextFile(required(values.trustees, 'trustees'));
    if (!trustees.ok) return trustees;
    const path = required(values.credentials, 'credentials');
    const text = readTextFile(path);
    if (!text.ok) return text;
    const list = readAssignedCredentials(group.value, text.value, path);
    if (!list.ok) return list;
    const credentials = writePublicCredentials(list.value);
    const opened = openArchive(election.value, trustees.value, credentials);
    if (!opened.ok) return opened;
    const { uuid, bytes } = opened.value;
    const archive = join(values.out, `${uuid}.bel`);
    const written = createFiles([{ path: archive, content: bytes }]);
    if (!written.ok) return written;
    terminal.out(`public  ${archive}`);
    return ok(0);
  },
);

export const electionCommand = commandOf(
  { name: 'election', summary: 'set up and run an election as files, without a server', help: HELP },
  [
    uuidAction,
    trusteesAction,
    makeAction,
    openAction,
    castBallots,
    closeVoting,
    addDecryption,
    publishResult,
  ],
);
