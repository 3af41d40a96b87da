import fc from 'fast-check'

/** One thing that happens. Numbers choose among what there is at that moment, so that every history makes sense while it shrinks. */
export type Step =
  | { do: 'receipt'; who: number; account: number; period: number }
  | { do: 'reconcile' | 'upload' | 'forgetCursor' | 'garbleCursor' | 'otherAccount'; who: number }
  | { do: 'bringBack'; who: number; what: number }
  | { do: 'access' }
  | PersonStep

/** What a person does in Dropbox. */
export type PersonStep =
  | { do: 'delete' | 'deleteFolder' | 'purge' | 'respell' | 'edit' | 'mkdir' | 'restore' | 'block' | 'share'; what: number }
  | { do: 'move' | 'copy'; what: number; to: number; name: number }
  | { do: 'replace'; what: number; like: boolean }

/** Organizations that share one Dropbox, and what happens to them in turn. */
export type History = { organizations: number; steps: Step[] }

const any = fc.nat(97)
const who = fc.nat(1)
const account = fc.nat(1)
const period = fc.nat(1)
const name = fc.nat(9)
const doing = <T extends string>(...words: T[]) => fc.constantFrom(...words)
const pass = fc.record({ do: doing('reconcile', 'reconcile', 'upload'), who })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: doing('receipt'), who, account, period }) },
  { weight: 9, arbitrary: pass },
  { weight: 3, arbitrary: fc.record({ do: doing('delete'), what: any }) },
  { weight: 3, arbitrary: fc.record({ do: doing('deleteFolder'), what: any }) },
  { weight: 6, arbitrary: fc.record({ do: doing('move', 'move', 'move', 'move', 'copy'), what: any, to: any, name }) },
  { weight: 5, arbitrary: fc.record({ do: doing('respell', 'edit', 'mkdir', 'mkdir', 'restore', 'restore', 'block', 'share'), what: any }) },
  { weight: 2, arbitrary: fc.record({ do: doing('replace'), what: any, like: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: doing('purge'), what: any }) },
  { weight: 1, arbitrary: fc.record({ do: doing('bringBack'), who, what: any }) },
  { weight: 1, arbitrary: fc.record({ do: doing('forgetCursor', 'garbleCursor', 'otherAccount'), who }) },
  { weight: 1, arbitrary: fc.record({ do: doing('access') }) },
)

const first = fc.array(fc.record({ do: doing('receipt'), who, account, period }), { minLength: 1, maxLength: 4 })

/** One connection, or two in one Dropbox, that have exported a few receipts; and then up to twelve things. */
export const history: fc.Arbitrary<History> = fc
  .record({ organizations: fc.constantFrom(1, 1, 2), first, steps: fc.array(step, { maxLength: 12 }) })
  .map(({ organizations, first: receipts, steps }) => ({
    organizations,
    steps: [...receipts, { do: 'upload' as const, who: 0 }, { do: 'upload' as const, who: 1 }, ...steps],
  }))
