'use client'

import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'

const itemStyle = 'flex min-h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-left text-sm outline-none select-none hover:bg-sunken focus:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted'

type Props = { trigger: ReactNode; label?: string; triggerClass: string; popupClass: string; children: ReactNode }

/**
 * A list of actions under a button (WAI-ARIA menu button): arrow keys, Home, End and first letters move, Escape, Tab and a press
 * elsewhere close. Written here, because it needs a thirtieth of a kit's code and stays inside the page's landmark.
 */
export function Menu({ trigger, label, triggerClass, popupClass, children }: Props) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOpen) itemsOf(list.current)[0]?.focus()
  }, [isOpen])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  // Pressing an item must not move the focus (Safari moves it away), or the menu would close before the click.
  const keepFocus = (event: MouseEvent) => event.preventDefault()
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return close()
    const next = nextItem(itemsOf(list.current), event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const choose = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('[role^=menuitem]')) close()
  }
  return (
    <div className="relative min-w-0" onBlur={leave}>
      <button
        ref={button}
        id={id}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={label}
        className={triggerClass}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          setOpen(true)
        }}
      >
        {trigger}
      </button>
      {isOpen && (
        <div ref={list} role="menu" aria-labelledby={id} onKeyDown={press} onClick={choose} onMouseDown={keepFocus} className={`absolute z-40 max-h-[80dvh] min-w-52 overflow-y-auto rounded-xl border bg-surface p-1 shadow-float ${popupClass}`}>
          {children}
        </div>
      )}
    </div>
  )
}

const itemsOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]

/** The item that a key leads to, round and round; undefined for keys that lead nowhere. */
function nextItem(items: HTMLElement[], key: string): HTMLElement | undefined {
  const at = items.findIndex((item) => item === document.activeElement)
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const starts = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase())
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts)
}

/** One action of a menu. */
export function MenuItem({ onClick, children, isDanger = false }: { onClick: () => void; children: ReactNode; isDanger?: boolean }) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={onClick} className={`${itemStyle} ${isDanger ? 'text-bad [&_svg]:text-bad' : ''}`}>
      {children}
    </button>
  )
}

/** One of several choices of which one holds. */
export function MenuChoice({ isChosen, onClick, children }: { isChosen: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" role="menuitemradio" aria-checked={isChosen} tabIndex={-1} onClick={onClick} className={`${itemStyle} aria-checked:font-medium`}>
      {children}
      {isChosen && <span aria-hidden="true" className="ml-auto size-1.5 rounded-full bg-accent" />}
    </button>
  )
}

/** Items that belong together, under their heading and a line. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="border-b py-1 last:border-b-0">
      <div aria-hidden="true" className="px-2.5 pt-1 pb-1 text-xs text-muted">
        {label}
      </div>
      {children}
    </div>
  )
}
