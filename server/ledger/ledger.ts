/**
 * The transparency log as this process sees it: the Merkle tree of all committed leaves in memory, whichever process
 * wrote them, and the key that signs heads. Before a new head is signed it is recorded outside the database
 * (head-store.ts), and only if the tree extends the last one there (requirement R24). If it does not, the database is not
 * the one that was signed: the installation is in an incident, nothing is signed or proved any more, casting refuses.
 */
import {
  base64,
  createMerkleTree,
  hex,
  type Policy,
  type Result,
  type SignedCheckpoint,
  type SigningKey,
  signCheckpoint,
  verifierKeyOf,
  verifyInclusion,
  writeCheckpoint,
  writePolicy,
  writeTlogProof,
} from '#tally';
import type { Sql } from '../db/sql.ts';
import type { HttpCode } from '../http/errors.ts';
import type { Log } from '../log.ts';
import type { Head, HeadStore } from './head-store.ts';
import { loadHashes, loadSize, saveHead } from './store.ts';

export interface LedgerRefusal {
  readonly code: HttpCode | 'NOT_FOUND';
  readonly where: string;
  readonly message: string;
}
type Answer<T> = Promise<Result<T, LedgerRefusal>>;

/** A leaf as its writer knows it; `hash` is its RFC 6962 hash. */
export interface KnownLeaf {
  readonly index: number;
  readonly hash: Uint8Array;
}

export interface Ledger {
  /** Name of the key and of the log. */
  readonly origin: string;
  readonly policy: Policy;
  /** `ledger/policy` of a record, as it is sealed in a set-up. */
  readonly policyText: string;
  /** Refuses with INCIDENT unless the database is still the one whose heads were signed. */
  check(): Answer<null>;
  /**
   * As far as one query tells: refuses where the database has fewer leaves than were signed. Ends the incident of missing
   * leaves once they are back, so that a running server goes on.
   */
  inspect(): Answer<null>;
  /** The signed head of exactly the first `size` leaves, of all there are without it. Always the same text for a size. */
  head(size?: number): Answer<SignedCheckpoint>;
  /** Siblings from each leaf up to the root of the first `size` leaves; NOT_FOUND outside the log. */
  proveLeaves(indexes: readonly number[], size: number): Answer<readonly (readonly Uint8Array[])[]>;
  /** c2sp.org/tlog-proof texts for leaves under the signed head of `size`, in the order given. */
  proveUnder(size: number, leaves: readonly KnownLeaf[]): Answer<readonly string[]>;
  /** Base64 lines of the consistency proof between two sizes. */
  consistency(from: number, to: number): Answer<readonly string[]>;
}

export interface LedgerParts {
  readonly sql: Sql;
  readonly signer: SigningKey;
  readonly heads: HeadStore;
  readonly log: Log;
}

export function openLedger({ sql, signer, heads, log }: LedgerParts): Ledger {
  let tree = createMerkleTree();
  const policy: Policy = { log: verifierKeyOf(signer), witnesses: [], quorum: 0 };
  let incident: { readonly message: string; readonly isShort: boolean } | null = null;
  let isChecked = false;
  let reading: Promise<void> = Promise.resolve();
  let signing: Promise<unknown> = Promise.resolve();
  let last: Head | null = null;
  let signed: SignedCheckpoint | null = null;

  /** @param isShort whether only leaves are missing, which may be brought back */
  function declare(message: string, isShort = false): Awaited<Answer<never>> {
    if (incident === null) log.error('ledger incident', { reason: message });
    incident = { message, isShort };
    return { ok: false, error: { code: 'INCIDENT', where: 'ledger', message } };
  }

  function declareNotContinued(head: Head, isShort: boolean): Awaited<Answer<never>> {
    return declare(
      `the log of this database does not continue the signed head of ${head.size} leaves: was an older backup restored? Restore the newest data`,
      isShort,
    );
  }

  /** Reads leaves until the tree has `size`, or all there are. Calls share the reading under way. */
  async function grow(size: number): Promise<void> {
    if (tree.size >= size) return;
    const turn = reading.then(async () => {
      while (tree.size < size) {
        const hashes = await loadHashes(sql, tree.size);
        for (const hash of hashes) tree.append(hash);
        if (hashes.length === 0) return;
      }
    });
    reading = turn.catch(() => {});
    await turn;
  }

  /** Whether the tree continues the given head, growing it first. */
  async function extendsHead(head: Head): Promise<boolean> {
    await grow(head.size);
    return tree.size >= head.size && hex(tree.root(head.size)) === head.root;
  }

  async function record(size: number): Answer<null> {
    return incident === null ? recordHead(size) : declare(incident.message, incident.isShort);
  }

  async function recordHead(size: number): Answer<null> {
    for (;;) {
      // The head remembered here was found to be continued by this tree; another process may have signed since.
      if (isChecked && last !== null && size <= last.size) return { ok: true, value: null };
      last = await heads.read();
      if (last !== null && !(await extendsHead(last))) {
        return declareNotContinued(last, tree.size < last.size);
      }
      isChecked = true;
      if (last !== null && size <= last.size) return { ok: true, value: null };
      await grow(size);
      const next = { size, root: hex(tree.root(size)) };
      if (await heads.swap(last, next)) last = next;
    }
  }

  /** One after another, so that heads are recorded in rising order. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = signing.then(act);
    signing = turn.catch(() => {});
    return turn;
  }

  async function check(): Answer<null> {
    if (incident !== null) return inspect();
    return isChecked ? { ok: true, value: null } : inTurn(() => record(0));
  }

  async function inspect(): Answer<null> {
    // The head first: it is signed after its leaves are committed, so whatever the size then is holds them.
    const head = await heads.read();
    if (head !== null && (await loadSize(sql)) < head.size) return declareNotContinued(head, true);
    if (incident?.isShort === true) return inTurn(lookAgain);
    return incident === null ? { ok: true, value: null } : declare(incident.message);
  }

  /** Reads all leaves anew: what was read from the older database need not be in this one. */
  async function lookAgain(): Answer<null> {
    if (incident === null) return { ok: true, value: null };
    reading = reading.then(() => {
      tree = createMerkleTree();
    });
    await reading;
    signed = null;
    isChecked = false;
    const found = await recordHead(0);
    if (!found.ok) return found;
    incident = null;
    log.info('ledger incident ended');
    return found;
  }

  async function head(size?: number): Answer<SignedCheckpoint> {
    const sound = incident === null ? null : await inspect();
    if (sound?.ok === false) return sound;
    const wanted = size ?? (await loadSize(sql));
    await grow(wanted);
    if (tree.size < wanted) return absent(`the log has ${tree.size} leaves`);
    const recorded = await inTurn(() => record(wanted));
    if (!recorded.ok) return recorded;
    if (signed?.checkpoint.size === wanted) return { ok: true, value: signed };
    const checkpoint = signCheckpoint(wanted, tree.root(wanted), signer);
    if (signed === null || wanted > signed.checkpoint.size) {
      signed = checkpoint;
      // Not awaited: the head can be signed again at any time, and whoever asked holds it.
      saveHead(sql, wanted, writeCheckpoint(checkpoint)).catch((error: unknown) =>
        log.warn('head not kept', { error }),
      );
    }
    return { ok: true, value: checkpoint };
  }

  async function proveLeaves(
    indexes: readonly number[],
    size: number,
  ): Answer<readonly (readonly Uint8Array[])[]> {
    await grow(size);
    const outside = indexes.find((index) => index >= size);
    if (tree.size < size || outside !== undefined) return absent(`no such leaf among ${tree.size}`);
    return { ok: true, value: indexes.map((index) => tree.inclusionProof(index, size)) };
  }

  return {
    origin: signer.name,
    policy,
    policyText: writePolicy(policy),
    check,
    inspect,
    head,
    proveLeaves,
    proveUnder: async (size, leaves) => {
      const checkpoint = await head(size);
      if (!checkpoint.ok) return checkpoint;
      const { root } = checkpoint.value.checkpoint;
      const proofs: string[] = [];
      for (const { index, hash } of leaves) {
        if (index >= size) return absent(`no leaf ${index} among ${size}`);
        const hashes = tree.inclusionProof(index, size);
        // Another hash at this place means that the database was exchanged under this process.
        const proved = verifyInclusion({ leafHash: hash, index, size, root, proof: hashes }, 'ledger');
        if (!proved.ok) return declare(`leaf ${index} of this database is not the one that was signed`);
        proofs.push(writeTlogProof({ index, hashes, signed: checkpoint.value }));
      }
      return { ok: true, value: proofs };
    },
    consistency: async (from, to) => {
      await grow(to);
      if (from > to || tree.size < to) return absent(`no proof from ${from} to ${to} in ${tree.size} leaves`);
      return { ok: true, value: tree.consistencyProof(from, to).map(base64) };
    },
  };
}

function absent(message: string): Awaited<Answer<never>> {
  return { ok: false, error: { code: 'NOT_FOUND', where: 'ledger', message } };
}
