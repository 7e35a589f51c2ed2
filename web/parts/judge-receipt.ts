/** Whether a receipt is true under a ledger's policy, and the text of its QR code. Loaded when there is a receipt. */
import { checkReceipt, hex, readPolicy, readReceipt, readTlogProof, writeQrText } from '#tally/booth';

export interface ReceiptVerdict {
  /** What is wrong, in the verifier's words; empty when the ledger has signed for the ballot. */
  readonly findings: readonly string[];
  readonly qrText: string | undefined;
}

/** @param tracker of the ballot that was cast, hex */
export function judgeReceipt(text: string, tracker: string, policyText: string): ReceiptVerdict {
  const receipt = readReceipt(text, 'receipt');
  if (!receipt.ok) return { findings: [receipt.error.message], qrText: undefined };
  const policy = readPolicy(policyText, 'policy');
  if (!policy.ok) return { findings: [policy.error.message], qrText: undefined };
  const entry = receipt.value.entries.find((own) => own.tracker === tracker);
  if (entry === undefined) {
    return { findings: ['the receipt is for another ballot than was cast'], qrText: undefined };
  }
  // Cosignatures of witnesses follow within a minute: a receipt just given need not have them yet.
  const context = { policy: { ...policy.value, quorum: 0 }, strangers: 'warning' } as const;
  const findings = checkReceipt(receipt.value, context, 'receipt')
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  const proof = readTlogProof(entry.proof, 'proof');
  if (!proof.ok) return { findings, qrText: undefined };
  const { index, signed } = proof.value;
  const rootPrefixHex = hex(signed.checkpoint.root).slice(0, 20);
  return {
    findings,
    qrText: writeQrText({ poll: entry.poll, tracker: entry.tracker, index, rootPrefixHex }),
  };
}
