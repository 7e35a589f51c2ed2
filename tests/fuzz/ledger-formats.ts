/** The formats of ledger, receipts and rules, and what is done with their values once read. */
import { readUtf8, utf8 } from '../../tally/encoding/bytes.ts';
import { readJson } from '../../tally/encoding/reader.ts';
import { readCheckpoint, writeCheckpoint } from '../../tally/ledger/checkpoint.ts';
import { readLeaf, writeLeaf } from '../../tally/ledger/leaf.ts';
import { convict, readMisconduct, writeMisconduct } from '../../tally/ledger/misconduct.ts';
import { readNote, readVerifierKey, writeNote, writeVerifierKey } from '../../tally/ledger/note.ts';
import {
  checkSignedCheckpoint,
  readCanonicalPolicy,
  readPolicy,
  writePolicy,
} from '../../tally/ledger/policy.ts';
import { readTlogProof, verifyTlogProof, writeTlogProof } from '../../tally/ledger/proof.ts';
import { readSigningKey, writeSigningKey } from '../../tally/ledger/signing-key.ts';
import { readAddCheckpoint, writeAddCheckpoint } from '../../tally/ledger/witness.ts';
import { readWitnessState, writeWitnessState } from '../../tally/ledger/witness-state.ts';
import { checkReceipt } from '../../tally/record/check-receipt.ts';
import { readReceipt, writeReceipt } from '../../tally/record/receipt.ts';
import { readQrText, writeQrText } from '../../tally/record/receipt-code.ts';
import { announce } from '../../tally/report/announcement.ts';
import { buildTallyReport } from '../../tally/report/build-report.ts';
import { checkCertificate, writeCertificateText } from '../../tally/report/certificate.ts';
import { readReportInput } from '../../tally/report/input.ts';
import { readCertificate } from '../../tally/report/read-certificate.ts';
import { readTallyReport } from '../../tally/report/read-report.ts';
import { writeTallyReport } from '../../tally/report/tally-report.ts';
import { ok, type Result } from '../../tally/result.ts';
import { PRESETS } from '../../tally/rules/presets.ts';
import { readRulePackText, writeRulePack } from '../../tally/rules/rule-pack.ts';
import { formatSamples } from '../support/format-samples.ts';
import { eventLeaf, hashOf, LOG_KEY, policyOf } from '../support/ledger.ts';
import { ARCHIVE } from '../support/receipts.ts';
import { qingheBallot, qingheEvaluation, report } from '../support/report.ts';
import { SAMPLE_CERTIFICATE, SAMPLE_INPUT, SAMPLE_SESSION, SAMPLE_SIGNERS } from '../support/rule-samples.ts';
import { type Format, rewritten } from './subject.ts';

export async function ledgerFormats(): Promise<readonly Format[]> {
  const samples = await formatSamples();
  const sample = (page: string, name: string): string => samples[page]?.[name] ?? '';
  const policy = policyOf(1);
  return [
    {
      kind: 'leaf',
      samples: [sample('ledger', 'leaf')],
      read: (t) => rewritten(readLeaf(utf8(t), 'x'), (leaf) => readUtf8(writeLeaf(leaf)) ?? ''),
    },
    {
      kind: 'signed note',
      samples: [sample('checkpoint', 'checkpoint')],
      read: (t) => rewritten(readNote(t, 'x'), writeNote),
    },
    {
      kind: 'checkpoint',
      samples: [sample('checkpoint', 'checkpoint')],
      read: (t) => {
        const read = readCheckpoint(t, 'x');
        if (read.ok) checkSignedCheckpoint(read.value, policy, 'error', 'x');
        return rewritten(read, writeCheckpoint);
      },
    },
    {
      kind: 'tlog-proof',
      samples: [sample('checkpoint', 'proof')],
      read: (t) => {
        const read = readTlogProof(t, 'x');
        if (read.ok) verifyTlogProof(read.value, hashOf(eventLeaf(2)), 'x');
        return rewritten(read, writeTlogProof);
      },
    },
    {
      kind: 'ledger policy',
      samples: [sample('checkpoint', 'policy')],
      read: (t) => {
        readPolicy(t, 'x');
        return rewritten(readCanonicalPolicy(t, 'x'), writePolicy);
      },
    },
    {
      kind: 'verifier key',
      samples: [writeVerifierKey(policy.log)],
      read: (t) => rewritten(readVerifierKey(t, 'x'), writeVerifierKey),
    },
    {
      kind: 'signing key',
      samples: [writeSigningKey(LOG_KEY)],
      read: (t) => rewritten(readSigningKey(t, 'x'), writeSigningKey),
    },
    {
      kind: 'witness request',
      samples: [sample('witness', 'request')],
      read: (t) => rewritten(readAddCheckpoint(t, 'x'), writeAddCheckpoint),
    },
    {
      kind: 'witness state',
      samples: [sample('witness', 'state').trim()],
      read: (t) => rewritten(readWitnessState(t, 'x'), writeWitnessState),
    },
    {
      kind: 'misconduct file',
      samples: [sample('witness', 'misconduct').trim()],
      read: (t) => {
        const read = readMisconduct(t, 'x');
        if (read.ok) convict(...read.value, policy.log, 'x');
        return rewritten(read, ([a, b]) => writeMisconduct(a, b));
      },
    },
    {
      kind: 'receipt',
      samples: [sample('receipt', 'secret').trim(), sample('receipt', 'open').trim()],
      read: (t) => {
        const read = readReceipt(t, 'x');
        if (read.ok) checkReceipt(read.value, { policy, strangers: 'error', archive: ARCHIVE }, 'x');
        return rewritten(read, writeReceipt);
      },
    },
    {
      kind: 'receipt QR',
      samples: [sample('receipt', 'qr').trim()],
      read: (t) => rewritten(readQrText(t, 'x'), writeQrText),
    },
  ];
}

/** A rule pack, the counts under it, and what is made of them. */
export function ruleFormats(): readonly Format[] {
  const inputs = [SAMPLE_INPUT, qingheBallot(), qingheEvaluation()];
  return [
    {
      kind: 'rule pack',
      samples: PRESETS.map(writeRulePack),
      read: (t) => {
        const pack = readRulePackText(t);
        // Rules nobody tried before meet counts made under others.
        if (pack.ok) {
          for (const { poll, ...input } of inputs)
            buildTallyReport({ ...input, poll: { ...poll, pack: pack.value } });
        }
        return rewritten(pack, writeRulePack);
      },
    },
    { kind: 'report input', samples: inputs.map((input) => JSON.stringify(input)), read: buildAndReadBack },
    {
      kind: 'tally report',
      samples: inputs.map((input) => writeTallyReport(report(input))),
      read: (t) => rewritten(readTallyReport(t), writeTallyReport),
    },
    {
      kind: 'certificate',
      samples: [writeCertificateText(SAMPLE_CERTIFICATE)],
      read: (t) => {
        const read = readCertificate(t);
        if (!read.ok) return read;
        const flaws = checkCertificate(read.value, SAMPLE_SESSION, SAMPLE_SIGNERS);
        const isChanged = t !== writeCertificateText(SAMPLE_CERTIFICATE);
        return ok(flaws.length === 0 && isChanged ? 'a changed certificate is valid' : t);
      },
    },
  ];
}

/** Whatever counts are accepted, the report of them is one its own reader accepts, with texts to announce it. */
function buildAndReadBack(text: string): Result<undefined> {
  const value = readJson(text, 'input', 10_000_000);
  if (!value.ok) return value;
  const input = readReportInput(value.value);
  if (!input.ok) return input;
  const built = buildTallyReport(input.value);
  if (!built.ok) return built;
  const again = readTallyReport(writeTallyReport(built.value));
  if (!again.ok) throw new Error(`an unreadable report: ${again.error.message}`);
  announce(built.value, input.value.poll.pack);
  return ok(undefined);
}
