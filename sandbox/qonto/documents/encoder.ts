import type sharp from 'sharp'

let loading: Promise<typeof sharp> | undefined

/** The picture encoder, loaded on first use and told to keep nothing and to use one thread. */
export function encoder(): Promise<typeof sharp> {
  loading ??= import('sharp').then(({ default: loaded }) => {
    loaded.cache(false)
    loaded.concurrency(1)
    return loaded
  })
  return loading
}
