import { createHmac } from 'node:crypto'
import type { World } from '../world'

const RETRY_MS = [1_000, 5_000, 30_000, 120_000, 400_000]

/**
 * Tells apps which accounts changed, as `POST` signed with the app secret. Changes of one moment are merged into one
 * notification; one that is not answered with 2xx within 10 s is repeated with back-off for about ten minutes.
 */
export class Notifier {
  private readonly pending = new Map<string, Set<string>>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private closed = false

  constructor(private readonly world: World) {
    world.events.on('change', (ns: string) => this.note(ns))
    world.events.on('closing', () => {
      this.closed = true
      for (const timer of this.timers) clearTimeout(timer)
    })
  }

  private note(ns: string): void {
    const { state } = this.world
    for (const grant of state.grants.values()) {
      if (!state.apps.get(grant.appKey)?.webhookUri) continue
      const account = state.accounts.get(grant.account)
      const root = account?.team ? state.teams.get(account.team)?.root : null
      if (account && (account.home === ns || root === ns)) this.queue(grant.appKey, account.id)
    }
  }

  private queue(appKey: string, account: string): void {
    const waiting = this.pending.get(appKey)
    if (waiting) return void waiting.add(account)
    this.pending.set(appKey, new Set([account]))
    this.after(this.world.switches.webhook_delay_ms, () => {
      const accounts = [...(this.pending.get(appKey) ?? [])]
      this.pending.delete(appKey)
      void this.deliver(appKey, accounts, 0)
    })
  }

  private async deliver(appKey: string, accounts: string[], attempt: number): Promise<void> {
    const app = this.world.state.apps.get(appKey)
    if (!app?.webhookUri || this.closed) return
    const users = accounts.map((id) => Number(this.world.state.accounts.get(id)?.home ?? 0))
    const body = JSON.stringify({ list_folder: { accounts }, delta: { users } })
    const signature = createHmac('sha256', app.secret).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-dropbox-signature': signature, 'user-agent': 'DropboxWebhooks/1.0' }
    try {
      const reply = await fetch(app.webhookUri, { method: 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) })
      this.world.calls.add('webhook', !reply.ok, body.length)
      if (reply.ok) return
    } catch {
      this.world.calls.add('webhook', true, body.length)
    }
    const wait = RETRY_MS[attempt]
    if (wait !== undefined) this.after(wait, () => void this.deliver(appKey, accounts, attempt + 1))
  }

  private after(ms: number, work: () => void): void {
    if (this.closed) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      work()
    }, ms)
    timer.unref()
    this.timers.add(timer)
  }
}
