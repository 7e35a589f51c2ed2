/**
 * The server holds the ledger's key and rewrites the past: a ballot dropped, an action changed, another head signed. Taken
 * alone such a record can be flawless; an auditor's policy (02.1), an earlier record (20) or any voter's receipt (19)
 * shows what was done.
 */
import { expect, test } from 'vitest';
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { hex } from '../../tally/encoding/bytes.ts';
import {
  addSignatures,
  readCheckpoint,
  signCheckpoint,
  writeCheckpoint,
} from '../../tally/ledger/checkpoint.ts';
import { cosign } from '../../tally/ledger/cosignature.ts';
import { writeLeaf } from '../../tally/ledger/leaf.ts';
import { leafHash } from '../../tally/ledger/merkle.ts';
import type { Evidence } from '../../tally/ledger/misconduct.ts';
import { verifierKeyOf } from '../../tally/ledger/note.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { writeTlogProof } from '../../tally/ledger/proof.ts';
import { checkReceipt } from '../../tally/record/check-receipt.ts';
import type { SecretReceipt } from '../../tally/record/receipt.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { assertOk } from '../../tally/result.ts';
import type { RecordParts } from '../../tally/verify/verify-record.ts';
import { verifyArchiveSince, verifyLedgerSince } from '../../tally/verify/verify-since.ts';
import { archiveOf } from '../support/election.ts';
import { WITNESS_KEYS } from '../support/ledger.ts';
import {
  playRecord,
  type RecordDraft,
  recompose,
  refutationsOf,
  type SealOptions,
  seal,
  verifyBytes,
} from '../support/record.ts';
import { rezip, textOf, unzip } from '../support/record-zip.ts';
import { withText } from '../support/tamper.ts';

const record = await playRecord();
const { draft, ballots, ledgerKey, policy } = record;
const strangerKey = { ...ledgerKey, seed: new Uint8Array(32).fill(9) };
const contents = await unzip(record.bytes);
const honest = await partsOf(record.bytes);

async function partsOf(bytes: Uint8Array): Promise<RecordParts> {
  const { parts } = await verifyBytes(bytes);
  if (parts === undefined) throw new Error('every file can be read');
  return parts;
}

/** Checks 20.1 and 20.2 of a record against the honest one published earlier. */
async function sinceHonest(changed: RecordDraft, options: SealOptions = {}): Promise<readonly string[]> {
  const { view, parts } = await verifyBytes(await seal(changed, ledgerKey, options));
  if (view === undefined || parts === undefined) throw new Error('every file can be read');
  const now = bytesSource(archiveOf(changed.events, changed.timestamp));
  const earlier = bytesSource(archiveOf(draft.events, draft.timestamp));
  const findings = [...(await verifyArchiveSince(now, view, earlier)), ...verifyLedgerSince(parts, honest)];
  return findings.map(({ check }) => check);
}

const dropped = recompose(record, ballots.slice(1));
const reordered = recompose(record, [...ballots].reverse());
const retold = withText(draft, 'ledger/actions.json', (actions) => {
  actions[1].at = '2026-11-23T03:00:00Z';
});
const untold = withText(draft, 'ledger/actions.json', (actions) => {
  actions.splice(1, 1);
});

test.each([
  ['a ballot dropped', dropped, ['20.1', '20.2']],
  ['the ballots in another order', reordered, ['20.1', '20.2']],
  ['an action retold', retold, ['20.2']],
  ['an action left out', untold, ['20.2']],
] as const)(
  '%s: the record verifies alone, and not beside the one published before',
  async (_, changed, checks) => {
    expect(await refutationsOf(await seal(changed, ledgerKey), policy)).toEqual([]);
    expect(await sinceHonest(changed)).toEqual(checks);
  },
);

test('the same record sealed again in a longer ledger contradicts nothing', async () => {
  const { leaves } = honest;
  const order: SealOptions = {
    leaves: () => [...leaves.map(({ leaf }) => leaf)],
  };
  expect(await sinceHonest(draft, order)).toEqual([]);
});

test('a receipt convicts the server that dropped its ballot', async () => {
  const { view } = await verifyBytes(record.bytes);
  const [first] = view?.ballots ?? [];
  const proven = honest.leaves.find(
    ({ leaf }) => leaf.kind === 'ballot-event' && leaf.height === first?.height,
  );
  if (view?.election === undefined || first === undefined || proven === undefined)
    throw new Error('it was cast');
  const { fingerprint, uuid } = view.election;
  const signed = honest.checkpoint;
  const receipt: SecretReceipt = {
    v: 'receipt/1',
    class: 'secret',
    says: 'inclusion only; does not show a choice',
    meeting: '青禾区第一届人民代表大会第五次会议',
    verify: `https://qinghe.example/verify sha256:${'0'.repeat(64)}`,
    entries: [
      {
        poll: uuid,
        title: '2026年度民生实事项目票决',
        fingerprint,
        setup: view.events[0]?.hash ?? '',
        credential: first.credential,
        tracker: first.hash,
        code: shortCode(first.hash),
        seq: 1,
        supersedes: null,
        leaf: hex(leafHash(writeLeaf(proven.leaf))),
        proof: writeTlogProof({ index: proven.index, hashes: proven.proof, signed }),
      },
    ],
  };
  const judge = async (bytes: Uint8Array) => {
    const verdict = await verifyBytes(bytes);
    const archive = {
      poll: uuid,
      fingerprint,
      events: verdict.view?.events ?? [],
      ballots: verdict.view?.ballots ?? [],
    };
    const evidence = (verdict.parts?.leaves ?? []).map(({ index, leaf, proof }): Evidence => {
      const head = verdict.parts?.checkpoint ?? signed;
      return {
        kind: 'leaf',
        leafHash: leafHash(writeLeaf(leaf)),
        proof: { index, hashes: proof, signed: head },
      };
    });
    return checkReceipt(receipt, { policy, strangers: 'error', archive, evidence }, 'receipt')
      .filter(({ severity }) => severity === 'error')
      .map(({ check }) => check);
  };
  expect(await judge(record.bytes)).toEqual([]);
  const convicted = await judge(await seal(dropped, ledgerKey));
  expect(new Set(convicted)).toEqual(new Set(['19.1']));
  expect(convicted.length).toBeGreaterThan(1);
});

test('a ledger of another key, its policy put in the record, is refuted by the set-up and by the auditor’s policy', async () => {
  const own = { log: verifierKeyOf(strangerKey), witnesses: [], quorum: 0 };
  const forged = { ...draft, texts: { ...draft.texts, 'ledger/policy': writePolicy(own) } };
  expect(await refutationsOf(await seal(forged, strangerKey))).toEqual(['02.1']);
  expect(await refutationsOf(await seal(forged, strangerKey), policy)).toEqual(['02.1', '03.1']);
  const resealed = withText(forged, 'setup.json', (setup) => {
    setup.ledger = writePolicy(own);
  });
  expect(await refutationsOf(await seal(resealed, strangerKey))).toEqual(['07.3', '07.4']);
});

const head = assertOk(readCheckpoint(textOf(contents, 'ledger/checkpoint'), 'head'));
const { size, root } = head.checkpoint;
const witness = WITNESS_KEYS[0] ?? strangerKey;

test.each([
  ['of another tree', signCheckpoint(size, new Uint8Array(32).fill(7), ledgerKey), ['06.1']],
  ['of a larger tree', signCheckpoint(size + 1, root, ledgerKey), ['06.1']],
  ['of a smaller tree', signCheckpoint(size - 1, root, ledgerKey), ['06.1']],
  ['of an empty tree', signCheckpoint(0, root, ledgerKey), ['03.1', '06.1']],
  ['signed by a stranger', signCheckpoint(size, root, strangerKey), ['03.1', '03.2']],
  [
    'of another log',
    signCheckpoint(size, root, { ...ledgerKey, name: 'other.example/ledger' }),
    ['03.1', '03.2'],
  ],
  [
    'with a cosignature the policy does not name',
    addSignatures(head, [cosign(head.note.text, witness, 1795406400)]),
    ['03.2'],
  ],
] as const)('a head %s is refuted', async (_, changed, checks) => {
  const bytes = await rezip(contents, { 'ledger/checkpoint': writeCheckpoint(changed) }, false);
  expect(await refutationsOf(bytes)).toEqual(checks);
});

test.each<readonly [string, readonly string[], NonNullable<SealOptions['leaves']>]>([
  ['without its first event', ['06.1'], (leaves) => leaves.slice(1)],
  ['without an action', ['06.2'], (leaves) => leaves.filter((_, i) => i !== draft.events.length)],
  ['without the manifest', ['06.2'], (leaves) => leaves.slice(0, -1)],
  ['with an event twice', ['06.1'], (leaves) => [...leaves.slice(0, 2), ...leaves.slice(1)]],
  [
    'with its events in another order',
    ['06.1'],
    (leaves) => [...leaves.slice(1, 2), ...leaves.slice(0, 1), ...leaves.slice(2)],
  ],
  [
    'with an action nobody published',
    ['06.2'],
    ([first, ...rest]) => [...(first ? [first] : []), { kind: 'action', hashHex: 'f'.repeat(64) }, ...rest],
  ],
  [
    'with a survey’s leaf among its own',
    ['06.2'],
    (leaves) => [{ kind: 'survey-commitment', hashHex: 'f'.repeat(64) }, ...leaves],
  ],
])('a ledger %s is refuted', async (_, checks, leaves) => {
  expect(await refutationsOf(await seal(draft, ledgerKey, { leaves }))).toEqual(checks);
});
