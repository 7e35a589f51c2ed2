/**
 * Whole records: changed as bytes; with the zip's checksums right; with a fitting manifest; in a ledger of the attacker's
 * own; and by a server that holds the ledger's true key. None may verify, but for the last of these: who holds the key may
 * restate what decides nothing (actions, unused cards), which an earlier record convicts (check 20).
 */

import { bytesSource } from '../../tally/encoding/byte-source.ts';
import { equalBytes } from '../../tally/encoding/bytes.ts';
import { canonicalJson } from '../../tally/encoding/canonical-json.ts';
import { signCheckpoint, writeCheckpoint } from '../../tally/ledger/checkpoint.ts';
import type { SigningKey } from '../../tally/ledger/note.ts';
import { openRecord, type SealedTexts } from '../../tally/record/record.ts';
import { verdictOf } from '../../tally/verify/summary.ts';
import { seal, type TestRecord, verifyBytes } from '../support/record.ts';
import { rezip, textOf, unzip, type ZipContents, zipOf } from '../support/record-zip.ts';
import { mutateEvents } from './archives.ts';
import type { Dice } from './dice.ts';
import { type Mutated, mutateBytes } from './mutate-bytes.ts';
import { mutateText } from './mutate-text.ts';
import { type FuzzCase, type Outcome, type Subject, UNCHANGED } from './subject.ts';

/** Texts that do not decide the result; all other bytes of a record that verifies must be the honest ones. */
const UNDECIDING: readonly string[] = ['roll.json', 'ledger/actions.json'];

export async function recordSubjects(record: TestRecord): Promise<readonly Subject[]> {
  const contents = await unzip(record.bytes);
  // The same texts, their leaves in the order in which `seal` writes them.
  const sealed = await seal(record.draft, record.ledgerKey);
  const names = [...contents.keys()];
  const strangerKey: SigningKey = { ...record.ledgerKey, seed: new Uint8Array(32).fill(9) };
  const caseOf = ({ mutation, value }: Mutated<Uint8Array>, isSealed = false): FuzzCase => ({
    mutation,
    input: value,
    run: () => (equalBytes(value, sealed) ? UNCHANGED : judge(record, contents, value, isSealed)),
  });
  const draft = (dice: Dice): Mutated<TestRecord['draft']> => {
    if (dice.oneIn(3)) {
      const { mutation, events } = mutateEvents(record.draft.events, dice);
      return { mutation: `archive, ${mutation}`, value: { ...record.draft, events } };
    }
    const { texts } = record.draft;
    const name = dice.pick(Object.keys(texts)) as keyof SealedTexts;
    const { mutation, value } = mutateText(texts[name], dice);
    const text = dice.oneIn(3) ? value : canonicalOr(value);
    return {
      mutation: `${name}, ${mutation}`,
      value: { ...record.draft, texts: { ...texts, [name]: text } },
    };
  };
  return [
    {
      kind: 'record, bytes',
      weight: 100,
      draw: (dice) => caseOf(mutateBytes(record.bytes, dice)),
    },
    {
      kind: 'record, zip structures',
      weight: 60,
      draw: (dice) => caseOf(mutateStructure(record.bytes, contents, dice)),
    },
    {
      kind: 'record, files moved about',
      weight: 4,
      draw: async (dice) => caseOf(await moveFiles(contents, dice)),
    },
    {
      kind: 'record, checksums right',
      weight: 8,
      draw: async (dice) => {
        const { name, mutation, value } = mutateFile(contents, names, dice);
        const bytes = await rezip(contents, { [name]: value }, dice.oneIn(2));
        return caseOf({ mutation: `${name.replace(/^.*\.bel/, 'archive')}, ${mutation}`, value: bytes });
      },
    },
    {
      kind: 'record, ledger of a stranger',
      weight: 4,
      draw: async (dice) => {
        const { mutation, value } = draft(dice);
        return caseOf({ mutation, value: await seal(value, strangerKey) });
      },
    },
    {
      kind: 'record, ledger with its own key',
      weight: 9,
      draw: async (dice) => {
        const { mutation, value } = draft(dice);
        return caseOf({ mutation, value: await seal(value, record.ledgerKey) }, true);
      },
    },
    {
      kind: 'record, head signed anew',
      weight: 2,
      draw: async (dice) => {
        const head = signCheckpoint(
          1 + dice.below(30),
          new Uint8Array(32).fill(dice.below(256)),
          record.ledgerKey,
        );
        const changed = { 'ledger/checkpoint': writeCheckpoint(head) };
        return caseOf({ mutation: 'another tree', value: await rezip(contents, changed, false) });
      },
    },
  ];
}

async function judge(
  record: TestRecord,
  contents: ZipContents,
  input: Uint8Array,
  isSealed: boolean,
): Promise<Outcome> {
  if (equalBytes(input, record.bytes)) return UNCHANGED;
  const verdict = await verifyBytes(input, record.policy);
  if (verdict.isForeign === true) return { verdict: 'unusable' };
  if (verdictOf(verdict.findings) === 'refuted') return { verdict: 'refuted' };
  const opened = await openRecord(bytesSource(input), 'record');
  const isUndeciding =
    isSealed &&
    opened.ok &&
    Object.entries(opened.value.texts).every(
      ([name, text]) => UNDECIDING.includes(name) || isProof(name) || text === textOf(contents, name),
    ) &&
    (await sameArchive(opened.value.ballots, contents));
  return isUndeciding
    ? { verdict: 'verified', because: 'the ledger’s own key restates what decides nothing' }
    : { verdict: 'verified', violation: 'a changed record verifies' };
}

/** Files that follow from the others when a record is sealed. */
function isProof(name: string): boolean {
  return name === 'manifest.json' || name === 'ledger/checkpoint' || name === 'ledger/proofs.json';
}

async function sameArchive(
  archive: { readonly size: number; read(at: number, length: number): Promise<Uint8Array> },
  contents: ZipContents,
): Promise<boolean> {
  const [first] = contents.values();
  return first !== undefined && equalBytes(await archive.read(0, archive.size), first);
}

/** Canonical JSON where the text is JSON that has one, so that the change reaches what comes after the reader. */
function canonicalOr(text: string): string {
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}

function mutateFile(contents: ZipContents, names: readonly string[], dice: Dice) {
  const name = dice.pick(names);
  const old = contents.get(name) ?? new Uint8Array();
  if (name.endsWith('.bel') || dice.oneIn(4)) return { name, ...mutateBytes(old, dice) };
  const { mutation, value } = mutateText(Buffer.from(old).toString(), dice);
  return { name, mutation, value: new Uint8Array(Buffer.from(dice.oneIn(2) ? value : canonicalOr(value))) };
}

/** Bytes changed in headers, directory and end record only. */
function mutateStructure(bytes: Uint8Array, contents: ZipContents, dice: Dice): Mutated<Uint8Array> {
  const places: number[] = [];
  let at = 0;
  for (const [name, content] of contents) {
    for (let i = 0; i < 30 + name.length; i++) places.push(at + i);
    at += 30 + name.length + content.length;
  }
  for (; at < bytes.length; at++) places.push(at);
  const changed = bytes.slice();
  const count = dice.oneIn(3) ? 1 + dice.below(4) : 1;
  for (let i = 0; i < count; i++) {
    const place = dice.pick(places);
    changed[place] = dice.oneIn(2)
      ? (changed[place] ?? 0) ^ (1 << dice.below(8))
      : dice.pick([0, 1, 8, 20, 255]);
  }
  return { mutation: 'headers', value: changed };
}

async function moveFiles(contents: ZipContents, dice: Dice): Promise<Mutated<Uint8Array>> {
  const files = [...contents];
  const [at, other] = [dice.below(files.length), dice.below(files.length)];
  const [own, twin] = [files[at], files[other]];
  if (own === undefined || twin === undefined) return { mutation: 'none', value: await zipOf(contents) };
  switch (dice.below(4)) {
    case 0:
      return { mutation: 'file removed', value: await zipOf(new Map(files.filter((_, i) => i !== at))) };
    case 1:
      return { mutation: 'file added', value: await zipOf(new Map([...files, ['extra.json', own[1]]])) };
    case 2: {
      const swapped = files.map((file, i) => (i === at ? twin : i === other ? own : file));
      return { mutation: 'files in another order', value: await zipOf(new Map(swapped)) };
    }
    default: {
      const swapped = files.map(([name, content], i): [string, Uint8Array] => [
        name,
        i === at ? twin[1] : i === other ? own[1] : content,
      ]);
      return { mutation: 'contents swapped', value: await zipOf(new Map(swapped)) };
    }
  }
}
