/**
 * Where the last signed head is remembered (requirement R24): outside the database, so that a database restored from an
 * older backup cannot make the signer forget what it has signed. Changed only by compare-and-swap, because several
 * processes may sign. On Node it is a file (head-file.ts).
 */

/** `root` in hex. */
export interface Head {
  readonly size: number;
  readonly root: string;
}

export interface HeadStore {
  /** The last head, or null before the first. */
  read(): Promise<Head | null>;
  /** Puts `next` in the place of `previous`, durably; false when another head stands there by now. */
  swap(previous: Head | null, next: Head): Promise<boolean>;
}

export function isSameHead(one: Head | null, other: Head | null): boolean {
  return one?.size === other?.size && one?.root === other?.root;
}

/** Remembers for as long as the process lives: for databases that live no longer. */
export function createMemoryHeads(): HeadStore {
  let last: Head | null = null;
  return {
    read: async () => last,
    swap: async (previous, next) => {
      if (!isSameHead(previous, last)) return false;
      last = next;
      return true;
    },
  };
}
