/** A cache of the few values used last. */
export interface Recent<T> {
  /** The value of a key, made when it is not there. */
  get(key: string, make: () => T): T;
}

export function createRecent<T>(most: number): Recent<T> {
  const values = new Map<string, T>();
  return {
    get: (key, make) => {
      const known = values.get(key);
      const value = known === undefined ? make() : known;
      // Set anew, so that the map keeps the order of last use.
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= most) break;
        values.delete(oldest);
      }
      return value;
    },
  };
}
