/** One secret receipt with everything that belongs to it: an archive view of three ballots, and the ledger they are in. */
import { hex } from '../../tally/encoding/bytes.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { writeTlogProof } from '../../tally/ledger/proof.ts';
import type { ReceiptArchive } from '../../tally/record/check-receipt.ts';
import type { RecordedVote, SecretEntry, SecretReceipt } from '../../tally/record/receipt.ts';
import { recordedVoteTracker } from '../../tally/record/receipt.ts';
import { shortCode } from '../../tally/record/receipt-code.ts';
import { eventLeaf, hashOf, POLL, proofOf, treeOf } from './ledger.ts';

/** Heights 0 (Setup), 1…3 (ballots; the third replaces the first), 4 (EndBallots); the ledger holds them at 0…4. */
export const LEAVES = Array.from({ length: 5 }, (_, height) => eventLeaf(height));
export const TREE = treeOf(LEAVES);
const TRACKERS = [1, 2, 3].map((height) => sha256Hex(`ballot ${height}`));
const [FIRST = '', SECOND = '', THIRD = ''] = TRACKERS;
const FINGERPRINT = 'XJwf352u1mTqIbFMTATA7UKVs672VAk/wAjb0mQQWrA';

export const ARCHIVE: ReceiptArchive = {
  poll: POLL,
  fingerprint: FINGERPRINT,
  events: LEAVES.map((_, height) => ({ hash: sha256Hex(`event ${height}`) })),
  ballots: [
    { height: 1, hash: FIRST, credential: '123', supersededBy: 3 },
    { height: 2, hash: SECOND, credential: '456' },
    { height: 3, hash: THIRD, credential: '123' },
  ],
};

function entryOf(height: number, seq: number, supersedes: string | null, witnesses: number): SecretEntry {
  const tracker = TRACKERS[height - 1] ?? '';
  return {
    poll: POLL,
    title: '2026年民生实事项目票决',
    fingerprint: FINGERPRINT,
    setup: sha256Hex('event 0'),
    credential: height === 2 ? '456' : '123',
    tracker,
    code: shortCode(tracker),
    seq,
    supersedes,
    leaf: hex(hashOf(eventLeaf(height))),
    proof: writeTlogProof(proofOf(TREE, height, witnesses)),
  };
}

const ENVELOPE = {
  v: 'receipt/1',
  meeting: '青禾区第三届人民代表大会第五次会议',
  verify: `https://qinghe.example/verify sha256:${sha256Hex('verifier')}`,
} as const;

export function secretReceipt(height = 2, witnesses = 1): SecretReceipt {
  const entry = height === 3 ? entryOf(3, 2, FIRST, witnesses) : entryOf(height, 1, null, witnesses);
  return { ...ENVELOPE, class: 'secret', says: 'inclusion only; does not show a choice', entries: [entry] };
}

export const VOTE: RecordedVote = {
  v: 'recorded-vote/1',
  poll: POLL,
  voter: '代表 017',
  weight: 1,
  represents: [],
  choices: [
    { item: '老旧小区加装电梯', mark: 'for' },
    { item: '社区食堂', mark: 'abstain' },
  ],
};
export const VOTE_TREE = treeOf([
  ...LEAVES,
  { kind: 'action', hashHex: recordedVoteTracker(VOTE) },
  { kind: 'action', hashHex: sha256Hex('another') },
]);

export function openReceipt() {
  const tracker = recordedVoteTracker(VOTE);
  return {
    ...ENVELOPE,
    class: 'open',
    says: 'inclusion of the recorded vote shown',
    entries: [
      {
        poll: POLL,
        title: '关于提请审议的决议草案',
        tracker,
        code: shortCode(tracker),
        seq: 1,
        supersedes: null,
        leaf: hex(hashOf({ kind: 'action', hashHex: tracker })),
        proof: writeTlogProof(proofOf(VOTE_TREE, 5, 1)),
        vote: VOTE,
      },
    ],
  } as const;
}
