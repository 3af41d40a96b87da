/** From where it is looked: inside the running app, as the browser named it, or from the terminal beside it. `organizationIds` whose Qonto is asked. */
export type Seat = { kind: 'app'; host: string | null; organizationIds: string[] } | { kind: 'terminal'; organizationIds: string[] }

/** Nothing that is asked may hold up the rest for longer. */
export const PATIENCE_MS = 10_000
