/** Expected failures of ballot sessions, as values. */
export { type Answer, type Refused, refused } from '../http/refused.ts';
