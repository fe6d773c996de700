import type { AlterDomainStmt, Constraint as ConstraintNode, CreateDomainStmt } from '@pgsql/types';
import { nameOfParts, nodeAs } from '../../sql';
import { withType } from '../edit';
import type { Catalog, DomainCheck, QualifiedName, UserType } from '../model';
import { objectName } from '../objectNames';
import { columnTypeOf, resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { newObjectName } from './reading';
import { addType, existingType, newType } from './types';

type Domain = Extract<UserType, { kind: 'domain' }>;

export const createDomain: Change<CreateDomainStmt> = (catalog, statement, origin) => {
  const constraints = (statement.constraints ?? []).flatMap((node) => nodeAs(node, 'Constraint') ?? []);
  const domain: Domain = {
    ...newType(catalog, newObjectName(catalog, nameOfParts(statement.domainname)), origin),
    kind: 'domain',
    base: columnTypeOf(catalog, statement.typeName),
    notNull: constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
    default: constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr,
    checks: [],
  };
  return addType(catalog, constraints.reduce(withCheck, domain));
};

/** ALTER DOMAIN: the server codes its forms by a letter. */
export const alterDomain: Change<AlterDomainStmt> = (catalog, statement) => {
  const name = resolveUserType(
    catalog,
    nameOfParts(statement.typeName) ?? refuse('the statement names no domain'),
  );
  return withType(catalog, changed(existingDomain(catalog, name), statement));
};

function existingDomain(catalog: Catalog, name: QualifiedName): Domain {
  const type = existingType(catalog, name);
  return type.kind === 'domain' ? type : refuse(`"${name}" is not a domain`);
}

function changed(domain: Domain, statement: AlterDomainStmt): Domain {
  const constraint = nodeAs(statement.def, 'Constraint');
  switch (statement.subtype) {
    case 'T':
      return { ...domain, default: statement.def };
    case 'N':
      return { ...domain, notNull: false };
    case 'O':
      return { ...domain, notNull: true };
    case 'C':
      if (constraint?.contype === 'CONSTR_NOTNULL') return { ...domain, notNull: true };
      return constraint === undefined ? domain : withCheck(domain, constraint);
    case 'X':
      return withoutCheck(domain, statement);
    case 'V':
      return {
        ...domain,
        checks: existingCheck(domain, statement.name).map((check) => validated(check, statement)),
      };
    default:
      return domain;
  }
}

function withCheck(domain: Domain, constraint: ConstraintNode): Domain {
  if (constraint.contype !== 'CONSTR_CHECK' || constraint.raw_expr === undefined) return domain;
  const check: DomainCheck = {
    name: constraint.conname ?? chosenName(domain),
    expression: constraint.raw_expr,
    validated: constraint.skip_validation !== true,
  };
  if (domain.checks.some(({ name }) => name === check.name))
    refuse(`constraint "${check.name}" already exists`);
  return { ...domain, checks: [...domain.checks, check] };
}

function chosenName(domain: Domain): string {
  for (let pass = 0; ; pass++) {
    const name = objectName(domain.name, '', pass === 0 ? 'check' : `check${pass}`);
    if (!domain.checks.some((check) => check.name === name)) return name;
  }
}

function withoutCheck(domain: Domain, statement: AlterDomainStmt): Domain {
  const checks = domain.checks.filter(({ name }) => name !== statement.name);
  const isMissing = checks.length === domain.checks.length && statement.name !== `${domain.name}_not_null`;
  if (isMissing && statement.missing_ok !== true)
    refuse(`constraint "${statement.name ?? ''}" does not exist`);
  return isMissing || checks.length < domain.checks.length
    ? { ...domain, checks }
    : { ...domain, notNull: false };
}

function existingCheck(domain: Domain, name: string | undefined): Domain['checks'] {
  if (!domain.checks.some((check) => check.name === name))
    refuse(`constraint "${name ?? ''}" does not exist`);
  return domain.checks;
}

function validated(check: DomainCheck, statement: AlterDomainStmt): DomainCheck {
  return check.name === statement.name ? { ...check, validated: true } : check;
}
