/**
 * Pictures of candidate projects: uploaded by a clerk as bytes, believed only by their first bytes, kept under their hash.
 * Descriptions name them by it, so that sealing the descriptions seals the pictures. SVG is none of the kinds: it can run.
 */
import { ok, sha256Hex } from '#tally';
import type { Deps } from '../deps.ts';
import { type Answer, refused } from './refused.ts';

export const MAX_PICTURE_BYTES = 1 << 20;
const MAX_PICTURES = 300;

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp';

export interface Picture {
  readonly type: PictureType;
  readonly bytes: Uint8Array;
}

const MAGIC: readonly (readonly [PictureType, readonly (number | null)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
];

/** What the first bytes say a file is; undefined when it is no picture of ours. */
export function typeOfPicture(bytes: Uint8Array): PictureType | undefined {
  return MAGIC.find(([, magic]) => magic.every((byte, at) => byte === null || bytes[at] === byte))?.[0];
}

/** Keeps a picture; the same one again changes nothing. */
export async function addPicture(
  { sql }: Pick<Deps, 'sql'>,
  meetingId: string,
  bytes: Uint8Array,
): Promise<Answer<{ readonly picture: string; readonly type: PictureType }>> {
  const type = typeOfPicture(bytes);
  if (type === undefined) return refused('UNSUPPORTED', 'body', 'expected a PNG, JPEG or WebP picture');
  const picture = sha256Hex(bytes);
  const [row] = await sql<{ count: number }[]>`
    with added as (
      insert into pictures (meeting_id, sha256, type, bytes)
      select ${meetingId}, ${picture}, ${type}, ${bytes}
      where (select count(*) from pictures where meeting_id = ${meetingId}) < ${MAX_PICTURES}
      on conflict do nothing returning sha256
    )
    select count(*)::int as count from (
      select sha256 from added union select sha256 from pictures where meeting_id = ${meetingId} and sha256 = ${picture}
    ) kept`;
  return row?.count === 1
    ? ok({ picture, type })
    : refused('TOO_LARGE', 'meeting', `a meeting holds at most ${MAX_PICTURES} pictures`);
}

/** Which of the hashes are pictures of the meeting. */
export async function loadPictures(
  { sql }: Pick<Deps, 'sql'>,
  meetingId: string,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await sql<{ sha256: string }[]>`
    select sha256 from pictures where meeting_id = ${meetingId} and sha256 = any(${sql.array([...hashes])}::text[])`;
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** A picture by its hash, which nobody can guess and a sealed session publishes. */
export async function loadPicture({ sql }: Pick<Deps, 'sql'>, hash: string): Promise<Picture | null> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return null;
  const [row] = await sql<{ type: PictureType; bytes: Uint8Array }[]>`
    select type, bytes from pictures where sha256 = ${hash} limit 1`;
  return row === undefined ? null : { type: row.type, bytes: new Uint8Array(row.bytes) };
}
