/** The run that works for a connection now. Everything it records names it, so that a superseded run records nothing. */
export type RunRef = { runId: string; connectionId: string; organizationId: string }
