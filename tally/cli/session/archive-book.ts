/** The archive of a session played on this machine: a file that events are appended to, each with its ledger leaf. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { EventType } from '../../belenios/archive/event.ts';
import { appendEvent, archiveStart } from '../../belenios/archive/write-archive.ts';
import { concatBytes } from '../../encoding/bytes.ts';
import type { LedgerBook } from './ledger-book.ts';

export interface ArchiveBook {
  append(type: EventType, data: readonly string[]): void;
  /** SHA-256 of the last event's text. */
  head(): string | null;
}

/** @param timestamp seconds since 1970, of every member */
export function openArchiveBook(
  path: string,
  uuid: string,
  timestamp: number,
  ledger: LedgerBook,
): ArchiveBook {
  writeFileSync(path, concatBytes(...archiveStart(timestamp)), { flag: 'wx' });
  let previous: { readonly hash: string; readonly height: number } | undefined;
  return {
    append(type, data) {
      const { event, hash, bytes } = appendEvent(timestamp, previous, type, data);
      appendFileSync(path, concatBytes(...bytes));
      ledger.addEvent(uuid, event.height, hash);
      previous = { hash, height: event.height };
    },
    head: () => previous?.hash ?? null,
  };
}
