import { randomUUID } from 'node:crypto'
import type { Bank } from '../state/bank'
import type { Subscription } from '../state/types'
import { iso } from '../api/iso'
import { signWebhook } from './sign'

export interface Delivery {
  id: string
  subscriptionId: string
  type: string
  body: string
  attempts: number
  /** Status of the last answer; null when there was none in time. */
  lastStatus: number | null
  state: 'waiting' | 'delivered' | 'dropped'
}

const KEPT = 1_000

/** Sends events to subscribers and repeats them with growing pauses until they answer 2xx within the time limit. */
export class Deliveries {
  private readonly list: Delivery[] = []
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly abort = new AbortController()

  constructor(private readonly bank: Bank) {}

  /** Starts one delivery for every subscription of the company that asked for this type. */
  announce(companyId: string, type: string, data: Record<string, unknown>): void {
    for (const subscription of this.bank.books.subscriptions.values()) {
      if (subscription.companyId !== companyId || !subscription.types.includes(type)) continue
      const id = randomUUID()
      const body = JSON.stringify({
        id,
        subscription_id: subscription.id,
        organization_id: companyId,
        membership_id: subscription.memberId,
        type,
        created_at: iso(this.bank.clock.now()),
        data,
      })
      const delivery: Delivery = { id, subscriptionId: subscription.id, type, body, attempts: 0, lastStatus: null, state: 'waiting' }
      this.list.push(delivery)
      if (this.list.length > KEPT) this.list.shift()
      void this.attempt(delivery)
    }
  }

  report(): Delivery[] {
    return [...this.list]
  }

  /** Sends one delivery again, as Qonto sometimes does; false when it is not known. */
  repeat(id: string): boolean {
    const delivery = this.list.find((candidate) => candidate.id === id)
    if (delivery) void this.attempt(delivery)
    return delivery !== undefined
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.list.length = 0
  }

  close(): void {
    this.clear()
    this.abort.abort()
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const subscription = this.bank.books.subscriptions.get(delivery.subscriptionId)
    if (!subscription || this.abort.signal.aborted) {
      delivery.state = 'dropped'
      return
    }
    delivery.attempts += 1
    delivery.lastStatus = await this.post(subscription, delivery.body)
    if (delivery.lastStatus !== null && delivery.lastStatus >= 200 && delivery.lastStatus < 300) delivery.state = 'delivered'
    else if (delivery.state !== 'delivered') this.later(delivery)
  }

  private later(delivery: Delivery): void {
    const pause = this.bank.switches.webhook_backoff_ms[delivery.attempts - 1]
    if (pause === undefined) {
      delivery.state = 'dropped'
      return
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      void this.attempt(delivery)
    }, pause)
    timer.unref()
    this.timers.add(timer)
  }

  private async post(subscription: Subscription, body: string): Promise<number | null> {
    const seconds = Math.floor(this.bank.clock.now() / 1000)
    try {
      const response = await fetch(subscription.callbackUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-qonto-signature': signWebhook(body, subscription.secret, seconds) },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(this.bank.switches.webhook_timeout_ms), this.abort.signal]),
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    }
  }
}
