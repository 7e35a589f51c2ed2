/**
 * The ledger's key on Node: given in LEDGER_KEY, or in the file DATA_DIR/ledger-key, which is made at the first start and
 * readable by its owner only. Whoever loses it cannot continue the log; whoever copies it can sign in its name.
 */
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hex, PLAIN_ED25519, readSigningKey, type SigningKey, writeSigningKey } from '#tally';
import { WrongSettings } from '../config.ts';

export interface KeySource {
  /** The text of LEDGER_KEY, or null. */
  readonly ledgerKey: string | null;
  readonly dataDir: string;
  readonly origins: readonly string[];
}

/** @throws WrongSettings when there is a key that cannot be used; none is then made in its place */
export function openLedgerKey(source: KeySource, random: (byteLength: number) => Uint8Array): SigningKey {
  if (source.ledgerKey !== null) return readKey(source.ledgerKey, 'LEDGER_KEY');
  const path = join(source.dataDir, 'ledger-key');
  mkdirSync(source.dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) {
    const host = new URL(source.origins[0] ?? 'http://localhost').host;
    makeKey(path, { name: `${host}/minyi-${hex(random(4))}`, type: PLAIN_ED25519, seed: random(32) });
  }
  return readKey(readFileSync(path, 'utf8').trimEnd(), path);
}

/** Of two processes that start at once one makes the file, whole, and both use it. */
function makeKey(path: string, key: SigningKey): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${writeSigningKey(key)}\n`, { flag: 'wx', mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function readKey(text: string, where: string): SigningKey {
  const read = readSigningKey(text, where);
  if (read.ok && read.value.type === PLAIN_ED25519) return read.value;
  throw new WrongSettings(
    `${where} is not a key of the ledger: expected PRIVATE+KEY+name+keyid+base64 of a plain Ed25519 key, as the server makes in DATA_DIR/ledger-key`,
  );
}
