/** What the page and the worker that makes cards say to each other. */
import type { CardUpload, DrawnCard, Holder } from './card-maker.ts';

export type CardTask =
  | {
      readonly kind: 'draw';
      readonly meetingId: string;
      /** Null: a card without a name. */
      readonly holders: readonly (Holder | null)[];
      readonly spares: number;
      readonly reserves: number;
    }
  | { readonly kind: 'derive'; readonly poll: string };

export type CardAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | {
      readonly kind: 'drawn';
      readonly cards: readonly DrawnCard[];
      readonly uploads: readonly CardUpload[];
      readonly reserves: readonly string[];
    }
  | {
      readonly kind: 'derived';
      readonly poll: string;
      readonly credentials: readonly { readonly serial: string; readonly credential: string }[];
    }
  | { readonly kind: 'failed'; readonly message: string };
