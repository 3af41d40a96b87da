'use client'

import { useState } from 'react'

/**
 * For parts that few visits need: their code is fetched when the pointer or focus comes near, and they appear with the first
 * press. `bind` goes onto the button.
 */
export function useWanted(load: () => Promise<unknown>) {
  const [isWanted, setWanted] = useState(false)
  const near = () => void load()
  return { isWanted, bind: { onClick: () => setWanted(true), onPointerEnter: near, onFocus: near, 'aria-haspopup': 'menu', 'aria-expanded': false } as const }
}
