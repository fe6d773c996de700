import type { RehearsalEvent } from '../rehearsal';

/** A step of a run in words, for people who wait for it. */
export function progressText(event: RehearsalEvent): string {
  switch (event.kind) {
    case 'phase':
      return `${event.message} …`;
    case 'tenantStarted':
      return `Testing ${tenantText(event.tenant)} …`;
    case 'statement':
      return `Testing ${tenantText(event.tenant)}, ${event.direction} ${event.index + 1} of ${event.of}, after ${(event.elapsedMs / 1000).toFixed(1)} s …`;
    case 'tenantFinished':
      return `${tenantText(event.tenant)}: ${event.verdict}`;
  }
}

function tenantText(tenant: string): string {
  return tenant === '*' ? 'all tenants together' : `tenant ${tenant}`;
}
