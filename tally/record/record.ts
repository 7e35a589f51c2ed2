/**
 * The published record of a ballot session, `record-UUID.zip` (docs/formats/record.md): its files in their fixed order,
 * writing it, and reading it strictly into parts. Whether the parts are true is `verify/verify-record.ts`.
 */
import { readCapsFile } from '../caps/caps-file.ts';
import { type ByteSource, bytesSource, chunksOf, readAll } from '../encoding/byte-source.ts';
import { hex, readUtf8, utf8 } from '../encoding/bytes.ts';
import { createSha256, sha256Hex } from '../encoding/hash.ts';
import type { Group } from '../groups/group.ts';
import { readCheckpoint } from '../ledger/checkpoint.ts';
import { readCanonicalPolicy } from '../ledger/policy.ts';
import { readCertificate } from '../report/read-certificate.ts';
import { readTallyReport } from '../report/read-report.ts';
import { ok, type Refusal, type Result, refuse } from '../result.ts';
import { readRulePackText } from '../rules/rule-pack.ts';
import { readActions } from './actions.ts';
import { howToVerify } from './how-to-verify.ts';
import { readLedgerSlice } from './ledger-slice.ts';
import { readManifest, writeManifest } from './manifest.ts';
import { readPaper } from './paper.ts';
import { ballotsFileName, type RecordKind, readBallotsFileName } from './record-kind.ts';
import { readRoll } from './roll.ts';
import { readSetup } from './setup.ts';
import { planZip, readZip, type ZipFile, type ZipPlan } from './zip.ts';

/** Texts of a record, by their names in the zip; the archive comes beside them. */
export type RecordTexts = { readonly [name in TextName]: string };

/** Covered by the manifest, in the order of the zip, after the archive or, of a recorded session, the list of votes. */
const SEALED_NAMES = [
  'setup.json',
  'caps.json',
  'form.json',
  'rule-pack.json',
  'roll.json',
  'paper.json',
  'report.json',
  'certificate.json',
  'ledger/policy',
  'ledger/actions.json',
  'HOW-TO-VERIFY.txt',
] as const;

/** After the manifest, whose leaf they prove. */
const PROVING_NAMES = ['manifest.json', 'ledger/checkpoint', 'ledger/proofs.json'] as const;

type SealedName = (typeof SEALED_NAMES)[number];
type TextName = SealedName | (typeof PROVING_NAMES)[number];

/** What is published before it is sealed by the manifest: everything but the guide, which follows from the uuid. */
export type SealedTexts = { readonly [name in Exclude<SealedName, 'HOW-TO-VERIFY.txt'>]: string };

const MAX_TEXT_BYTES = 500_000_000;

export function recordFileName(uuid: string): string {
  return `record-${uuid}.zip`;
}

function withGuide(
  uuid: string,
  texts: SealedTexts,
  kind: RecordKind,
): { readonly [name in SealedName]: string } {
  return { ...texts, 'HOW-TO-VERIFY.txt': howToVerify(uuid, kind) };
}

/**
 * The manifest of a record about to be published: the text whose SHA-256 becomes a leaf of the ledger.
 *
 * @param ballots the archive, or of a recorded session the list of votes
 */
export async function manifestOf(
  uuid: string,
  ballots: ByteSource,
  texts: SealedTexts,
  kind: RecordKind = 'secret',
): Promise<string> {
  const all = withGuide(uuid, texts, kind);
  return writeManifest({
    v: 'manifest/1',
    poll: uuid,
    files: [
      { name: ballotsFileName(uuid, kind), sha256: await sha256OfSource(ballots) },
      ...SEALED_NAMES.map((name) => ({ name, sha256: sha256Hex(all[name]) })),
    ],
  });
}

/** Plans the zip. `proving`: the manifest, and checkpoint and proofs of a ledger that holds its leaf. */
export function planRecord(
  uuid: string,
  ballots: ByteSource,
  texts: SealedTexts,
  proving: { readonly [name in (typeof PROVING_NAMES)[number]]: string },
  kind: RecordKind = 'secret',
): Promise<Result<ZipPlan>> {
  const all: RecordTexts = { ...withGuide(uuid, texts, kind), ...proving };
  const files = [...SEALED_NAMES, ...PROVING_NAMES].map((name) => ({
    name,
    content: bytesSource(utf8(all[name])),
  }));
  return planZip([{ name: ballotsFileName(uuid, kind), content: ballots }, ...files], recordFileName(uuid));
}

export interface OpenedRecord {
  readonly uuid: string;
  readonly kind: RecordKind;
  /** The archive; of a recorded session the list of votes. */
  readonly ballots: ByteSource;
  readonly texts: RecordTexts;
  /** Files that are not as the manifest says; empty where all agree. */
  readonly mismatches: readonly Refusal[];
}

/** Opens a record: canonical zip, exactly its files in their order, all as the manifest lists them. */
export async function openRecord(source: ByteSource, where: string): Promise<Result<OpenedRecord>> {
  const zip = await readZip(source, where);
  if (!zip.ok) return zip;
  const [ballots, ...others] = zip.value;
  const named = readBallotsFileName(ballots?.name ?? '');
  if (ballots === undefined || named === undefined) {
    const message = 'the first file of a record is the archive UUID.bel or the list UUID.votes.json';
    return refuse('MALFORMED', where, message);
  }
  const { uuid, kind } = named;
  const expected = [...SEALED_NAMES, ...PROVING_NAMES];
  const found = others.map(({ name }) => name);
  if (expected.join('\n') !== found.join('\n')) {
    return refuse(
      'MALFORMED',
      where,
      `a record holds, in this order, ${ballots.name}, ${expected.join(', ')}; found ${found.join(', ')}`,
    );
  }
  const texts: { [name: string]: string } = {};
  for (const file of others) {
    const text = await readText(file, `${where}/${file.name}`);
    if (!text.ok) return text;
    texts[file.name] = text.value;
  }
  const manifest = readManifest(texts['manifest.json'] ?? '', `${where}/manifest.json`);
  if (!manifest.ok) return manifest;
  const hashes = [
    { name: ballots.name, sha256: await sha256OfSource(ballots.content) },
    ...SEALED_NAMES.map((name) => ({ name, sha256: sha256Hex(texts[name] ?? '') })),
  ];
  return ok({
    uuid,
    kind,
    ballots: ballots.content,
    // Every name of the type was required above.
    texts: texts as RecordTexts,
    mismatches: compareManifest(manifest.value, uuid, hashes, where),
  });
}

function compareManifest(
  manifest: { readonly poll: string; readonly files: readonly { name: string; sha256: string }[] },
  uuid: string,
  found: readonly { name: string; sha256: string }[],
  where: string,
): Refusal[] {
  const place = `${where}/manifest.json`;
  const mismatch = (message: string): Refusal => ({ code: 'INCONSISTENT', where: place, message });
  const listed = manifest.files.map(({ name }) => name).join('\n');
  return [
    ...(manifest.poll === uuid ? [] : [mismatch(`the manifest is of session ${manifest.poll}`)]),
    ...(listed === found.map(({ name }) => name).join('\n')
      ? []
      : [mismatch('the manifest lists other files, or in another order')]),
    ...found
      .filter(({ name, sha256 }) =>
        manifest.files.some((file) => file.name === name && file.sha256 !== sha256),
      )
      .map(({ name, sha256 }) => mismatch(`${name} has the SHA-256 ${sha256}, the manifest says otherwise`)),
  ];
}

async function readText({ content }: ZipFile, where: string): Promise<Result<string>> {
  const bytes = await readAll(content, where, MAX_TEXT_BYTES);
  if (!bytes.ok) return bytes;
  const text = readUtf8(bytes.value);
  return text === undefined ? refuse('MALFORMED', where, 'the file is not UTF-8') : ok(text);
}

async function sha256OfSource(source: ByteSource): Promise<string> {
  const hash = createSha256();
  for await (const chunk of chunksOf(source)) hash.update(chunk);
  return hex(hash.digest());
}

/** Every text of a record decoded; the first problem of each file. */
export function decodeRecord({ uuid, kind, texts }: OpenedRecord, group: Group, where: string) {
  const place = (name: TextName) => `${where}/${name}`;
  const guide: Result<string> =
    texts['HOW-TO-VERIFY.txt'] === howToVerify(uuid, kind)
      ? ok(texts['HOW-TO-VERIFY.txt'])
      : refuse('NON_CANONICAL', place('HOW-TO-VERIFY.txt'), 'the guide is not the one every record carries');
  return {
    setup: readSetup(texts['setup.json'], place('setup.json')),
    caps: readCapsFile(group, texts['caps.json'], place('caps.json')),
    pack: readRulePackText(texts['rule-pack.json'], place('rule-pack.json')),
    roll: readRoll(texts['roll.json'], place('roll.json')),
    paper: readPaper(texts['paper.json'], place('paper.json')),
    report: readTallyReport(texts['report.json'], place('report.json')),
    certificate: readCertificate(texts['certificate.json'], place('certificate.json')),
    policy: readCanonicalPolicy(texts['ledger/policy'], place('ledger/policy')),
    actions: readActions(texts['ledger/actions.json'], place('ledger/actions.json')),
    checkpoint: readCheckpoint(texts['ledger/checkpoint'], place('ledger/checkpoint')),
    leaves: readLedgerSlice(texts['ledger/proofs.json'], place('ledger/proofs.json')),
    guide,
  };
}
