/** The samples of docs/formats for the ledger, receipts and the zip: page, name of the block, text as our writers give it. */
import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { concatBytes, hex, readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import { writeCheckpoint } from '../../tally/ledger/checkpoint.ts';
import { writeLeaf } from '../../tally/ledger/leaf.ts';
import { writeMisconduct } from '../../tally/ledger/misconduct.ts';
import { writePolicy } from '../../tally/ledger/policy.ts';
import { writeTlogProof } from '../../tally/ledger/proof.ts';
import { writeAddCheckpoint } from '../../tally/ledger/witness.ts';
import { writeWitnessState } from '../../tally/ledger/witness-state.ts';
import { writeReceipt } from '../../tally/record/receipt.ts';
import { shortCode, writeQrText } from '../../tally/record/receipt-code.ts';
import { planZip } from '../../tally/record/zip.ts';
import { assertOk } from '../../tally/result.ts';
import { eventLeaf, hashOf, headOf, policyOf, proofOf, treeOf } from './ledger.ts';
import { LEAVES, openReceipt, secretReceipt, TREE } from './receipts.ts';

export async function formatSamples(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const [entry] = secretReceipt().entries;
  if (entry === undefined) throw new Error('a receipt has an entry');
  const fork = treeOf(LEAVES.map((leaf, height) => (height === 2 ? eventLeaf(2, 'another ballot') : leaf)));
  const root = hex(TREE.root());
  const plan = assertOk(await planZip([{ name: 'a', content: bytesSource(utf8('b')) }], 'zip'));
  const chunks: Uint8Array[] = [];
  for await (const chunk of plan.chunks()) chunks.push(chunk);
  const zipLines = hex(concatBytes(...chunks)).match(/.{1,64}/g) ?? [];
  return {
    ledger: {
      leaf: readUtf8(writeLeaf(eventLeaf(2))) ?? '',
      'leaf-hash': `${hex(hashOf(eventLeaf(2)))}\n`,
      root: `${root}\n`,
    },
    checkpoint: {
      checkpoint: writeCheckpoint(headOf(TREE, 1)),
      proof: writeTlogProof(proofOf(TREE, 2, 1)),
      policy: writePolicy(policyOf(1)),
    },
    receipt: {
      secret: `${writeReceipt(secretReceipt())}\n`,
      open: `${writeReceipt(openReceipt())}\n`,
      code: `${shortCode(entry.tracker)}\n`,
      qr: `${writeQrText({ poll: entry.poll, tracker: entry.tracker, index: 2, rootPrefixHex: root.slice(0, 20) })}\n`,
    },
    witness: {
      request: writeAddCheckpoint({ oldSize: 3, proof: TREE.consistencyProof(3), signed: headOf(TREE) }),
      state: `${writeWitnessState({ origin: headOf(TREE).checkpoint.origin, size: 5, root: TREE.root(), last: headOf(TREE) })}\n`,
      misconduct: `${writeMisconduct({ kind: 'head', signed: headOf(TREE) }, { kind: 'head', signed: headOf(fork) })}\n`,
    },
    'record-zip': { zip: `${zipLines.join('\n')}\n` },
  };
}
