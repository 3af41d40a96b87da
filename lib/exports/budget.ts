type Waiter = { amount: number; go: () => void }

/** A number of units (bytes, slots) that holders take and give back; who asks first is served first. The capacity may change. */
export class Budget {
  readonly #waiting: Waiter[] = []
  #taken = 0

  constructor(public capacity: number) {}

  /** Waits for `amount` units. What is larger than the whole budget waits until it is alone. */
  async take(amount: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#fits(amount)) {
      this.#taken += amount
      return
    }
    await new Promise<void>((go) => this.#waiting.push({ amount, go }))
  }

  giveBack(amount: number): void {
    this.#taken -= amount
    for (let next = this.#waiting[0]; next && this.#fits(next.amount); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#taken += next.amount
      next.go()
    }
  }

  #fits(amount: number) {
    return this.#taken === 0 || this.#taken + amount <= this.capacity
  }
}
