import type { Verdict } from './result';

/** What a person who waits is told while a rehearsal runs. */
export type RehearsalEvent =
  | { readonly kind: 'phase'; readonly message: string }
  | { readonly kind: 'tenantStarted'; readonly tenant: string }
  | {
      readonly kind: 'statement';
      readonly tenant: string;
      readonly direction: 'up' | 'down';
      readonly index: number;
      readonly of: number;
      readonly elapsedMs: number;
    }
  | { readonly kind: 'tenantFinished'; readonly tenant: string; readonly verdict: Verdict };

export type EventListener = (event: RehearsalEvent) => void;
