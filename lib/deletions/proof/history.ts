import fc from 'fast-check'

/** One thing that happens. Numbers choose among what there is at that moment, so that every history makes sense while it shrinks. */
export type Step =
  | { do: 'receipt'; account: number; period: number }
  | { do: 'reconcile' }
  | { do: 'upload' }
  | { do: 'delete'; what: number }
  | { do: 'deleteFolder'; what: number }
  | { do: 'move'; what: number; to: number; name: number }
  | { do: 'respell'; what: number }
  | { do: 'edit'; what: number }
  | { do: 'replace'; what: number; like: boolean }
  | { do: 'mkdir'; what: number }
  | { do: 'restore'; what: number }
  | { do: 'copy'; what: number; to: number; name: number }
  | { do: 'bringBack'; what: number }

const any = fc.nat(97)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('receipt' as const), account: fc.nat(1), period: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reconcile' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('upload' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), what: any }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deleteFolder' as const), what: any }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('move' as const), what: any, to: any, name: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('respell' as const), what: any }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), what: any }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replace' as const), what: any, like: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mkdir' as const), what: any }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), what: any }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('copy' as const), what: any, to: any, name: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bringBack' as const), what: any }) },
)

/** A connection that has exported a few receipts, and then up to twelve things. */
export const history: fc.Arbitrary<Step[]> = fc
  .tuple(fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { minLength: 1, maxLength: 4 }), fc.array(step, { maxLength: 12 }))
  .map(([first, steps]) => [...first.map(([account, period]) => ({ do: 'receipt' as const, account, period })), { do: 'upload' as const }, ...steps])
