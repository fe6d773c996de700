/** The rows of a template that the driver builds, written one by one so that a kill has time to come between. */
export const stepsOfTemplate = 100;
