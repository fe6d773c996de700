import type { RehearsalResult, Stall, StatementResult } from '../result';
import { milliseconds } from './figures';
import { html, nothing, type Markup } from './markup';

/**
 * A picture of each run: when its statements ran, how long their locks stayed, and when the application stood still.
 * The same stands in words in the list under each picture, and the statements' figures in their table.
 */
export function timelineSections({ statements, stalls = [], tenants }: RehearsalResult): Markup {
  const runs = ['*', ...tenants.map(({ name }) => name)].flatMap((tenant) =>
    (['up', 'down'] as const).map((direction) => runOf(tenant, direction, statements, stalls)),
  );
  const [first, ...others] = runs.filter(({ bars }) => bars.length > 0);
  if (first === undefined) return nothing;
  return html`<section aria-labelledby="timeline">
    <h2 id="timeline">Timeline</h2>
    ${picture(first)}
    ${others.map(
      (run) =>
        html`<details>
          <summary>${run.title}</summary>
          ${picture(run)}
        </details> `,
    )}
  </section>`;
}

interface Run {
  readonly title: string;
  readonly bars: readonly Bar[];
}

interface Bar {
  readonly kind: 'statement' | 'lock' | 'stall';
  readonly label: string;
  /** From the first statement of the run, in milliseconds. */
  readonly from: number;
  readonly ms: number;
}

function runOf(
  tenant: string,
  direction: 'up' | 'down',
  statements: readonly StatementResult[],
  stalls: readonly Stall[],
): Run {
  const isOwn = (each: { readonly tenant: string; readonly direction: string }) =>
    each.tenant === tenant && each.direction === direction;
  const script = direction === 'up' ? 'migration' : 'rollback';
  const whose = tenant === '*' ? 'All tenants in one database' : `Tenant ${tenant} alone`;
  return {
    title: `${whose}, ${script}`,
    bars: [...statements.filter(isOwn).flatMap(statementBars), ...stalls.filter(isOwn).map(stallBar)],
  };
}

function statementBars({ index, startMs, ms, heldMs, locks }: StatementResult): readonly Bar[] {
  if (startMs === undefined) return [];
  const statement: Bar = { kind: 'statement', label: `statement ${index + 1}`, from: startMs, ms };
  if (heldMs === null) return [statement];
  return [
    statement,
    ...locks.map(({ relation, mode }): Bar => ({
      kind: 'lock',
      label: `${mode} on ${relation}`,
      from: startMs,
      ms: heldMs[1],
    })),
  ];
}

function stallBar({ side, relation, startMs, ms }: Stall): Bar {
  // A probe that was under way when the run began stood still only from then on.
  const from = Math.max(0, startMs);
  return { kind: 'stall', label: `${side} of ${relation} stood still`, from, ms: ms - (from - startMs) };
}

/** Units of the picture: bars lie beside the names, one row each. */
const [nameWidth, barWidth, rowHeight, digits] = [300, 560, 20, 1];

function picture({ title, bars }: Run): Markup {
  const end = Math.max(1, ...bars.map(({ from, ms }) => from + ms));
  const height = bars.length * rowHeight + 4;
  const rows = bars.map(({ kind, label, from, ms }, row) => {
    const x = (nameWidth + (from / end) * barWidth).toFixed(digits);
    const width = Math.max(1.5, (ms / end) * barWidth).toFixed(digits);
    const y = row * rowHeight + 4;
    return html`<text class="bar-name" x="0" y="${y + 12}">${shortened(label)}</text>
      <rect class="bar ${kind}" x="${x}" y="${y}" width="${width}" height="${rowHeight - 6}" />`;
  });
  return html`<figure>
    <figcaption>${title}, ${milliseconds(end)} in all</figcaption>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}, timeline">
      <svg class="timeline" viewBox="0 0 ${nameWidth + barWidth} ${height}" aria-hidden="true">${rows}</svg>
    </div>
    <details>
      <summary>The same as a table</summary>
      <table>
        <caption>
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">From</th>
            <th scope="col">For</th>
          </tr>
        </thead>
        <tbody>
          ${bars.map(
            ({ label, from, ms }) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td class="number">${milliseconds(from)}</td>
                <td class="number">${milliseconds(ms)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}

/** A picture cannot wrap; the table has the whole name. */
function shortened(label: string): string {
  return label.length <= 46 ? label : `${label.slice(0, 45)}…`;
}
