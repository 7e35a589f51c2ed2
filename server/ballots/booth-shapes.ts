/** Input of the booth's routes. */
import { z } from 'zod';

export const cardLoginInput = z.strictObject({
  meeting: z.uuid(),
  loginKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

export const castInput = z.strictObject({
  ballot: z.string().min(1),
  /** Judged by the tally, which knows the caps of the session. */
  caps: z.unknown(),
});

export const testInput = z.strictObject({ ballot: z.string().min(1) });

export const voteInput = z.strictObject({
  choices: z
    .array(z.union([z.boolean(), z.int().min(0).max(20)]))
    .min(1)
    .max(500),
});
