/** Ids that are drawn before the row is written, because the action that is logged with it names it. */
import { hex } from '#tally';
import type { Deps } from '../deps.ts';

/** A random UUID (version 4). */
export function newId({ random }: Pick<Deps, 'random'>): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

/** Whether a text has the shape of our ids, so that the database can be asked for it. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
