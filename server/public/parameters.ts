/** Parameters of public addresses: read strictly, so that nothing else reaches a statement. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const POLL_ID = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

/** A number from 1 to 999,999, or undefined. */
export function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
