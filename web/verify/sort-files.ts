/** What a file is that somebody gives to the verifier: by its beginning, not by its name. */
export type FileKind = 'record' | 'archive' | 'receipt' | 'test' | 'policy' | 'unknown';

export interface SortedFile {
  readonly name: string;
  readonly kind: FileKind;
  readonly blob: Blob;
}

/** A small file is read as text only after its kind is known. */
const HEAD_BYTES = 1024;

export async function sortFile(name: string, blob: Blob): Promise<SortedFile> {
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  return { name, blob, kind: kindOf(head) };
}

function kindOf(head: Uint8Array): FileKind {
  if (head[0] === 0x50 && head[1] === 0x4b) return 'record';
  const text = new TextDecoder().decode(head);
  if (text.startsWith('BELENIOS')) return 'archive';
  // Canonical JSON: members in the order of their names.
  if (/^\s*\{"ballot":/.test(text)) return 'test';
  if (/^\s*\{"class":/.test(text)) return 'receipt';
  if (/^log /m.test(text)) return 'policy';
  return 'unknown';
}
