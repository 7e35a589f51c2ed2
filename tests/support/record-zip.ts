/** Records taken apart into files and texts, changed, and zipped again as anyone can who has no key. */
import { bytesSource, readAll } from '../../tally/encoding/byte-source.ts';
import { concatBytes, utf8 } from '../../tally/encoding/bytes.ts';
import { sha256Hex } from '../../tally/encoding/hash.ts';
import { openRecord } from '../../tally/record/record.ts';
import { planZip, readZip, type ZipPlan } from '../../tally/record/zip.ts';
import { assertOk } from '../../tally/result.ts';
import { eventsOf } from './election.ts';
import type { RecordDraft } from './record.ts';

const MAX_BYTES = 1e9;

export async function draftOf(bytes: Uint8Array): Promise<RecordDraft> {
  const { uuid, ballots: archive, texts } = assertOk(await openRecord(bytesSource(bytes), 'record'));
  const { events, timestamp } = await eventsOf(assertOk(await readAll(archive, 'archive', MAX_BYTES)));
  return { uuid, timestamp, events, texts };
}

/** Files of a record's zip, by name, in order. */
export type ZipContents = ReadonlyMap<string, Uint8Array>;

export async function unzip(bytes: Uint8Array): Promise<ZipContents> {
  const files = assertOk(await readZip(bytesSource(bytes), 'zip'));
  const contents = new Map<string, Uint8Array>();
  for (const { name, content } of files) {
    contents.set(name, assertOk(await readAll(content, name, MAX_BYTES)).slice());
  }
  return contents;
}

/** A canonical zip of these files, with right checksums, whatever they hold. */
export async function zipOf(contents: ZipContents): Promise<Uint8Array> {
  const files = [...contents].map(([name, bytes]) => ({ name, content: bytesSource(bytes) }));
  return bytesOf(assertOk(await planZip(files, 'zip')));
}

/** The zip with some files changed; `withManifest` makes the manifest fit them. */
export async function rezip(
  contents: ZipContents,
  changes: { readonly [name: string]: string | Uint8Array },
  withManifest: boolean,
): Promise<Uint8Array> {
  const changed = new Map(contents);
  for (const [name, content] of Object.entries(changes)) {
    changed.set(name, typeof content === 'string' ? utf8(content) : content);
  }
  if (withManifest) changed.set('manifest.json', utf8(manifestFor(changed)));
  return zipOf(changed);
}

/** The manifest with the hashes these files have; as it is where it cannot be read. */
function manifestFor(contents: ZipContents): string {
  const text = textOf(contents, 'manifest.json');
  return text.replace(/"name":"([^"]+)","sha256":"[0-9a-f]{64}"/g, (_, name: string) => {
    return `"name":"${name}","sha256":"${sha256Hex(contents.get(name) ?? new Uint8Array())}"`;
  });
}

export function textOf(contents: ZipContents, name: string): string {
  return Buffer.from(contents.get(name) ?? []).toString();
}

export async function bytesOf(plan: ZipPlan): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of plan.chunks()) chunks.push(chunk);
  return concatBytes(...chunks);
}
