/** The door of the demonstration's data, for the server's demonstration. */
export { dealMarks } from './marks.ts';
export * from './qinghe.ts';
