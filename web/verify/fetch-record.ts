/** The record a link names, from this server and from nowhere else: any other address is not fetched. */
import { fetchHere } from '../api/client.ts';

const RECORD =
  /^\/api\/public\/polls\/[1-9A-HJ-NP-Za-km-z]{22}\/(record-[1-9A-HJ-NP-Za-km-z]{22}\.zip)(?:\?version=\d{1,6})?$/;

export async function fetchRecord(path: string): Promise<{ name: string; blob: Blob } | null> {
  const name = RECORD.exec(path)?.[1];
  if (name === undefined) return null;
  try {
    return { name, blob: await (await fetchHere(path)).blob() };
  } catch {
    return null;
  }
}
