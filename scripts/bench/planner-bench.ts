import { planExport, type OwedReceipt } from '@/lib/exports/plan-export'
import { print } from './print'

const SHOPS = Array.from({ length: 400 }, (_, index) => `Supplier ${index} ${['GmbH', 'SAS', 'Café', 'S.p.A.', 'Ltd'][index % 5]}`)

const receipt = (index: number): OwedReceipt => ({
  exportId: String(index), receiptId: String(index), kind: 'original', accountId: `account-${index % 5}`, accountLabel: `Account ${index % 5}`, counterparty: SHOPS[index % SHOPS.length] ?? '', amountCents: index,
  currency: 'EUR', original: `invoice-${index % 50_000}.pdf`, contentType: 'application/pdf', emittedAt: new Date(Date.UTC(2025, 0, 1) + (index % 700) * 86_400_000 + index * 10),
  chosenName: null, keptFolder: null, knownId: null, knownHash: null, originalName: null,
})

/** The pure planner: names, periods, unique places. */
export function plannerBench(sizes: number[]): void {
  for (const receipts of sizes) {
    const inventory = { receipts: Array.from({ length: receipts }, (_, index) => receipt(index)), timeZone: 'Europe/Paris', periodKind: 'month' as const, template: '{date} {counterparty} {original}' }
    const ledger = { folderOf: (accountId: string, period: string) => ({ id: `${accountId}/${period}`, path: `/Qonto/${accountId}/${period}` }), isTaken: () => false }
    const [begunAt, cpu] = [performance.now(), process.cpuUsage()]
    const actions = planExport(inventory, ledger, null)
    const seconds = (performance.now() - begunAt) / 1000
    const used = process.cpuUsage(cpu)
    print('planner', { n: receipts, seconds, cpu_seconds: (used.user + used.system) / 1e6, actions: actions.length, per_second: receipts / seconds })
  }
}
