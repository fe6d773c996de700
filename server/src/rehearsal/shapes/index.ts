import type { FixturePolicy, ShapeName } from '../../project';
import { edgeShape } from './edge';
import { emptyShape } from './empty';
import { largeShape } from './large';
import { legacyShape } from './legacy';
import { minimalShape } from './minimal';
import type { Shape } from './shape';

export { shareOf, type Oddities, type Shape } from './shape';
export { standingsOf, type Standing } from './standing';

/** The shape with the sizes that the policy gives it. */
export function shapeOf(name: ShapeName, fixtures: Pick<FixturePolicy, 'tenants'>): Shape {
  switch (name) {
    case 'minimal':
      return minimalShape(fixtures.tenants.minimal.rows);
    case 'large':
      return largeShape(fixtures.tenants.large.rows);
    case 'edge':
      return edgeShape;
    case 'legacy':
      return legacyShape;
    case 'empty':
      return emptyShape;
  }
}
