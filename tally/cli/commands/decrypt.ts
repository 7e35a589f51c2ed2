/**
 * `decrypt`: a trustee's part of the count. Verifies the archive first and decrypts the tally it recomputed itself from
 * the ballots: never a ciphertext somebody hands over, which might be a single ballot.
 */
import { join } from 'node:path';
import { decryptTally, writeDecryption, writeOwned } from '../../belenios/decryption.ts';
import { decryptionKeyOf } from '../../belenios/threshold-key.ts';
import { listMembers, type Member } from '../../belenios/trustee.ts';
import { readTrusteeSecret } from '../../belenios/trustee-key.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import type { Group } from '../../groups/group.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { CheckId } from '../../verify/checks.ts';
import type { Setup } from '../../verify/verify-setup.ts';
import { action, commandOf, noPositionals, required } from '../action.ts';
import { readCount } from '../arguments.ts';
import { readSeedFile } from '../ceremony-files.ts';
import { checkArchive } from '../check-archive.ts';
import { openFile, readTextFile } from '../files.ts';
import { createFiles } from '../new-file.ts';
import { platformRandom } from '../random.ts';

const HELP = `
minyi decrypt --archive UUID.bel --key FILE [--dkey FILE] [--head HASH] [--owner N] [--out DIR]

Verifies the archive, recomputes the encrypted tally from its ballots, and decrypts that tally, and nothing else, with
your key. Refuses when anything up to the published tally is refuted, or the published tally is another one. Findings
about other trustees' decryptions are printed, but do not keep you from yours. Writes two public files in the forms of
belenios-tool: DIR/partial_decryption-N.json and DIR/partial_decryption-N.owned.json, N being your trustee number.

An archive may be flawless and still not be the one voters look at: with all ballots but one left out, or with weights
that spell out single votes, its sum gives away what it should hide. So get the head of the published archive from a
place you trust (the board, the ledger, other trustees) and give it with --head.

  --archive FILE     the archive, with its EncryptedTally event
  --key FILE         your ID.privkey (mandatory trustee) or ID.key (member of a threshold key)
  --dkey FILE        your ID.dkey (member of a threshold key)
  --head HASH        hash of the EncryptedTally event as published; nothing is decrypted if the archive has another. Without
                     it, compare the hash printed before you hand your files over
  --owner N          your trustee number; it is found from the key, and must be this one if given
  --out DIR          folder for the two files, default the current one; nothing existing is overwritten

Examples
  minyi decrypt --archive u.bel --key mine/9CCCC5A0.privkey --head 9bd3d6ea8deef25a… --out decryptions
  minyi decrypt --archive u.bel --key mine/ID.key --dkey mine/ID.dkey --owner 3

Exit code: 0 decrypted; 1 nothing was decrypted, because the archive is refuted or is not the one published; 2 the input
cannot be used.`;

/** What concerns only what comes after the tally: others' decryptions and a result. */
const isAfterTally = (check: CheckId): boolean => ['16', '17'].includes(check.slice(0, 2));

export const decryptCommand = commandOf(
  { name: 'decrypt', summary: 'decrypt a tally with a trustee’s key', help: HELP },
  [
    action(
      '',
      {
        archive: { type: 'string' },
        key: { type: 'string' },
        dkey: { type: 'string' },
        head: { type: 'string' },
        owner: { type: 'string' },
        out: { type: 'string', default: '.' },
      },
      async ({ values, positionals }, terminal) => {
        noPositionals(positionals);
        const path = required(values.archive, 'archive');
        const keyPath = required(values.key, 'key');
        const owner = readCount(values.owner, 'owner', 1, 1000);
        const file = openFile(path);
        if (!file.ok) return file;
        const { view, counted, isSound } = await checkArchive(file.value, terminal, isAfterTally);
        file.value.close();
        if (!isSound) {
          terminal.err('The archive is refuted: nothing was decrypted.');
          return ok(1);
        }
        const published = view.events.find(({ type }) => type === 'EncryptedTally');
        if (counted === undefined || published === undefined) {
          return refuse('NOT_FOUND', path, 'the archive has no encrypted tally yet');
        }
        if (values.head !== undefined && values.head !== published.hash) {
          terminal.err(
            `This is not the archive published: its head is ${published.hash}. Nothing was decrypted.`,
          );
          return ok(1);
        }
        const { setup, tally } = counted;
        const { group, election } = setup.open;
        if (election.questions.some(({ kind }) => kind === 'ranked')) {
          return refuse(
            'UNSUPPORTED',
            path,
            'ranked questions are verified, but not decrypted, by this program',
          );
        }
        const secret = readSecret(group, keyPath, values.dkey);
        if (!secret.ok) return secret;
        const member = findMember(setup, secret.value, owner, keyPath);
        if (!member.ok) return member;
        const decryption = decryptTally(
          group,
          election.fingerprint,
          tally.tally,
          secret.value,
          platformRandom,
        );
        const text = writeDecryption(group, decryption);
        const name = join(values.out, `partial_decryption-${member.value.owner}`);
        const owned = writeOwned({ owner: member.value.owner, payload: sha256Hex(text) });
        const written = createFiles([
          { path: `${name}.json`, content: `${text}\n` },
          { path: `${name}.owned.json`, content: `${owned}\n` },
        ]);
        if (!written.ok) return written;
        terminal.out(`head    ${published.hash}`);
        if (values.head === undefined) {
          terminal.err('Compare the head with the one published before you hand over the files.');
        }
        terminal.out(`decrypted the sum of ${tally.numTallied} ballots as trustee ${member.value.owner}`);
        terminal.out(`public  ${name}.json`);
        terminal.out(`public  ${name}.owned.json`);
        return ok(0);
      },
    ),
  ],
);

/** The exponent kept in a `.privkey` file, or in a `.key` file and a `.dkey` file together. */
function readSecret(group: Group, keyPath: string, dkeyPath: string | undefined): Result<bigint> {
  if (dkeyPath !== undefined) {
    const seed = readSeedFile(keyPath);
    if (!seed.ok) return seed;
    const text = readTextFile(dkeyPath);
    return text.ok ? decryptionKeyOf(group, seed.value, text.value, dkeyPath) : text;
  }
  const text = readTextFile(keyPath);
  if (!text.ok) return text;
  const secret = readTrusteeSecret(group, text.value, keyPath);
  return secret.ok
    ? secret
    : refuse('MALFORMED', keyPath, 'not a .privkey file (a member of a threshold key gives --dkey as well)');
}

function findMember(
  { open: { group }, trustees }: Setup,
  secret: bigint,
  owner: number | undefined,
  where: string,
): Result<Member> {
  const publicKey = group.power(group.generator, secret);
  const own = listMembers(trustees).filter(({ key }) => group.equals(key.publicKey, publicKey));
  const member = owner === undefined ? own[0] : own.find((one) => one.owner === owner);
  if (member !== undefined) return ok(member);
  return own.length === 0
    ? refuse('NOT_FOUND', where, 'this key belongs to no trustee of the election')
    : refuse(
        'INCONSISTENT',
        '--owner',
        `this is the key of trustee ${own[0]?.owner}, not of trustee ${owner}`,
      );
}
