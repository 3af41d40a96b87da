const BASE =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg text-sm font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0'

const TONES = {
  primary: 'bg-accent text-on-accent shadow-card hover:bg-accent-strong disabled:hover:bg-accent',
  plain: 'border border-line-strong bg-surface text-ink shadow-card hover:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'bg-bad text-on-bad hover:opacity-90',
}

const SIZES = { small: 'h-8 px-3', medium: 'h-9 px-4', large: 'h-11 px-5', icon: 'size-9' }

export type ButtonStyle = { tone?: keyof typeof TONES | undefined; size?: keyof typeof SIZES | undefined }

/** How a button or a link that acts like one looks. */
export const buttonStyle = ({ tone = 'plain', size = 'medium', className = '' }: ButtonStyle & { className?: string | undefined } = {}) => `${BASE} ${TONES[tone]} ${SIZES[size]} ${className}`
