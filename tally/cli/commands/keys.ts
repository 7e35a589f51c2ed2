/** `keys`: the key of a mandatory trustee, in the file forms of belenios-tool. */
import { join } from 'node:path';
import {
  checkTrusteeKey,
  drawTrustee,
  readTrusteeKey,
  readTrusteeSecret,
  writeTrusteeKey,
  writeTrusteeSecret,
} from '../../belenios/trustee-key.ts';
import { sha256Hex } from '../../encoding/hash.ts';
import { err, ok } from '../../result.ts';
import { action, commandOf, noPositionals } from '../action.ts';
import { onlyPositional } from '../arguments.ts';
import { readTextFile } from '../files.ts';
import { groupOf } from '../given.ts';
import { createFiles } from '../new-file.ts';
import { platformRandom } from '../random.ts';

const HELP = `
minyi keys new [--group NAME] [--out DIR]
minyi keys check FILE.pubkey [--private FILE.privkey] [--group NAME]

The key of a mandatory trustee: without it nothing can be decrypted. (Scrutineers any t of whom can decrypt hold their
ceremony with minyi threshold.) Files have the forms of belenios-tool.

  new     draws a key: ID.privkey, readable by you only, to keep and back up; ID.pubkey, to hand over
  check   whether a public key is well-formed, lies in the group and its owner knows the secret; with --private also
          whether the secret kept belongs to it

  --group NAME       BELENIOS-2048 (default), RFC-3526-2048 or Ed25519
  --out DIR          folder of the two files, default the current one; nothing existing is overwritten
  --private FILE     the secret key file to compare

Examples
  minyi keys new --out my-key
  minyi keys check my-key/9CCCC5A0.pubkey --private my-key/9CCCC5A0.privkey

Exit code: 0 done, or the key is good; 1 the key is bad; 2 the input cannot be used.`;

/** First 8 hex digits, upper case, of the SHA-256 of the public key's text: names the files as the peer does. */
function keyId(publicKeyText: string): string {
  return sha256Hex(publicKeyText).slice(0, 8).toUpperCase();
}

const newKey = action(
  'new',
  { group: { type: 'string' }, out: { type: 'string', default: '.' } },
  async ({ values, positionals }, terminal) => {
    noPositionals(positionals);
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const { secret, key } = drawTrustee(group.value, platformRandom);
    const path = join(values.out, keyId(group.value.text(key.publicKey)));
    const written = createFiles([
      { path: `${path}.privkey`, content: `${writeTrusteeSecret(secret)}\n`, isSecret: true },
      { path: `${path}.pubkey`, content: `${writeTrusteeKey(group.value, key)}\n` },
    ]);
    if (!written.ok) return written;
    terminal.out(`secret  ${path}.privkey`);
    terminal.out(`public  ${path}.pubkey`);
    terminal.err('Keep a copy of the secret file: if it is lost, the election can never be counted.');
    return ok(0);
  },
);

const checkKey = action(
  'check',
  { group: { type: 'string' }, private: { type: 'string' } },
  async ({ values, positionals }, terminal) => {
    const path = onlyPositional(positionals, 'one FILE.pubkey');
    const group = groupOf(values.group);
    if (!group.ok) return group;
    const text = readTextFile(path);
    if (!text.ok) return text;
    const key = readTrusteeKey(group.value, text.value, path);
    if (!key.ok) return key;
    const findings = checkTrusteeKey(group.value, key.value, path);
    for (const { where, message } of findings) terminal.err(`${where}: ${message}`);
    if (findings.length > 0) return ok(1);
    if (values.private !== undefined) {
      const kept = readTextFile(values.private);
      if (!kept.ok) return kept;
      const secret = readTrusteeSecret(group.value, kept.value, values.private);
      if (!secret.ok) return err({ ...secret.error, message: 'this is not a secret key file' });
      const { generator } = group.value;
      if (!group.value.equals(group.value.power(generator, secret.value), key.value.publicKey)) {
        terminal.err(`${values.private}: the secret key does not belong to this public key`);
        return ok(1);
      }
      terminal.out('the secret key belongs to this public key');
    }
    terminal.out(`good: trustee ${keyId(group.value.text(key.value.publicKey))}`);
    return ok(0);
  },
);

export const keysCommand = commandOf(
  { name: 'keys', summary: 'make or check the key of a mandatory trustee', help: HELP },
  [newKey, checkKey],
);
