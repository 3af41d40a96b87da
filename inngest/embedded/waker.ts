/** A pause that can be cut short: what happens while nobody waits is not lost, the next wait returns at once. */
export class Waker {
  private isWoken = false
  private end: (() => void) | null = null

  wake(): void {
    this.isWoken = true
    this.end?.()
  }

  async wait(ms: number): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.end = null
    this.isWoken = false
  }
}
