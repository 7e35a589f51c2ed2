/**
 * Elections in the peer's hands: a folder of its own with one archive in it, as `belenios-tool election …` wants, and the
 * peer's verdict on it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer, peerOutput } from './peer.ts';

/** Runs `use` in a fresh folder that is removed after. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'minyi-peer-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface PeerVerdict {
  readonly isVerified: boolean;
  /** What the peer says, for a failing test to show. */
  readonly said: string;
}

export function peerVerdict(bytes: Uint8Array, uuid: string): PeerVerdict {
  return inFolder((cwd) => {
    writeFileSync(join(cwd, `${uuid}.bel`), bytes);
    const { status, stdout, stderr } = peer(['election', 'verify'], { cwd });
    return {
      isVerified: status === 0 && stderr.includes('all checks passed'),
      said: (stdout + stderr).trim(),
    };
  });
}

/** The lines an `election` command of the peer prints about this archive. */
export function askPeer(
  bytes: Uint8Array,
  uuid: string,
  args: readonly string[],
  files: { readonly [name: string]: string } = {},
): readonly string[] {
  return inFolder((cwd) => {
    writeFileSync(join(cwd, `${uuid}.bel`), bytes);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    return peerOutput(['election', ...args], { cwd })
      .trimEnd()
      .split('\n');
  });
}
