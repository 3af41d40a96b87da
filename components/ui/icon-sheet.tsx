import type { LucideIcon } from 'lucide-react'

/** Icons that many lines of a list show, drawn once on the page; a line shows one with `SheetIcon`. */
export function IconSheet({ icons }: { icons: Record<string, LucideIcon> }) {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {Object.entries(icons).map(([name, Icon]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <Icon />
        </symbol>
      ))}
    </svg>
  )
}

/** An icon of the page's sheet, by its name there. */
export function SheetIcon({ name, className = 'icon' }: { name: string; className?: string }) {
  return (
    <svg aria-hidden="true" className={className}>
      <use href={`#icon-${name}`} />
    </svg>
  )
}
