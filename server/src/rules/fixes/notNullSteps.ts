export { hasNotNullNotValid, notNullSteps, type NotNullSteps } from '../../rewrite';
