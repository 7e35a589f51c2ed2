/**
 * `manifest.json` (docs/formats/record.md): the SHA-256 of every file of a record but itself and the two that prove it:
 * the manifest's own hash is a leaf of the ledger, and `ledger/proofs.json` and `ledger/checkpoint` come after that leaf.
 */
import { canonicalJson } from '../encoding/canonical-json.ts';
import { array, hash256, object, oneOf, readCanonical, refine, string } from '../encoding/reader.ts';
import type { Result } from '../result.ts';

export type Manifest = {
  readonly v: 'manifest/1';
  readonly poll: string;
  /** In the order of the zip. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
};

const reader = refine(
  object({
    v: oneOf('manifest/1'),
    poll: string(64),
    files: array(object({ name: string(100), sha256: hash256 }), 64, 1),
  }),
  ({ files }) =>
    new Set(files.map(({ name }) => name)).size === files.length ? undefined : 'a file is listed twice',
);

export function writeManifest(manifest: Manifest): string {
  return canonicalJson(manifest);
}

export function readManifest(text: string, where: string): Result<Manifest> {
  return readCanonical(text, where, 20_000, reader);
}
