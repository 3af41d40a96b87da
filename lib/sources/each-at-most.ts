/**
 * Does `work` for every item, at most `atOnce` at a time, in order of their start. The first failure keeps the rest from
 * starting and is thrown when what had started has ended.
 */
export async function eachAtMost<T>(atOnce: number, items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]()
  const failures: unknown[] = []
  const worker = async () => {
    for (let step = left.next(); !step.done && failures.length === 0; step = left.next()) {
      try {
        await work(step.value)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  if (failures.length > 0) throw failures[0]
}
