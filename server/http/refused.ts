/** What actions of the server answer with: a value, or why not. `answer` turns it into a response. */
import type { Result } from '#tally';
import type { Refused } from './errors.ts';

export { type Refused, refused } from './errors.ts';

export type Answer<T> = Result<T, Refused>;
