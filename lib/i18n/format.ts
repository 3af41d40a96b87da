/** Dates, amounts and sizes as people read them, in one language and one zone. Same text on server and browser. */
export type Format = ReturnType<typeof formatFor>

type Moment = string | Date

// Node and browsers disagree on narrow and plain spaces (U+202F, U+0020 before "AM"): one kind only.
const even = (text: string) => text.replaceAll('\u202f', '\u00a0')

// English as written in Europe: day before month.
const tagOf = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** How long before or after `present` a moment is, rounded down to one unit; under a minute is "now". */
export function relativeTime(moment: Moment, present: Moment, locale: string): string {
  const ms = new Date(moment).getTime() - new Date(present).getTime()
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? ['second', 1000]
  const count = unit === 'second' ? 0 : Math.trunc(ms / size)
  return even(new Intl.RelativeTimeFormat(tagOf(locale), { numeric: 'auto' }).format(count, unit))
}

// Making formatters takes longer than a page's worth of formatting. Languages are five and zones a few hundred, so the number is bounded.
const made = new Map<string, ReturnType<typeof makeFormat>>()

/** Formatters for `locale` in the IANA zone `timeZone`, made once. Twenty-four-hour clock everywhere. */
export function formatFor(locale: string, timeZone: string) {
  const key = `${locale} ${timeZone}`
  const format = made.get(key) ?? makeFormat(locale, timeZone)
  made.set(key, format)
  return format
}

function makeFormat(locale: string, timeZone: string) {
  const dates = (options: Intl.DateTimeFormatOptions, zone = timeZone) => {
    const formatter = new Intl.DateTimeFormat(tagOf(locale), { ...options, timeZone: zone })
    return (moment: Moment) => even(formatter.format(new Date(moment)))
  }
  const numbers = (options?: Intl.NumberFormatOptions) => {
    const formatter = new Intl.NumberFormat(tagOf(locale), options)
    return (value: number) => even(formatter.format(value))
  }
  const wholeNumber = numbers()
  const oneDecimal = numbers({ maximumFractionDigits: 1 })
  const month = dates({ year: 'numeric', month: 'long' }, 'UTC')
  const weekday = dates({ weekday: 'long' }, 'UTC')
  const clock = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const currencies = new Map<string, { format: (value: number) => string; unit: number }>()
  const moneyIn = (currency: string) => {
    const options = { style: 'currency', currency } as const
    const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat(tagOf(locale), options).resolvedOptions()
    const known = { format: numbers(options), unit: 10 ** digits }
    currencies.set(currency, known)
    return known
  }
  const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return {
    locale,
    timeZone,
    number: wholeNumber,
    percent: numbers({ style: 'percent', maximumFractionDigits: 0 }),
    /** 1 Nov 2026 */
    day: dates({ year: 'numeric', month: 'short', day: 'numeric' }),
    /** 14:02 */
    clock,
    /** 1 Nov 2026, 14:02 */
    moment: dates({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    /** 2026-11-01, the date in the zone, for comparisons and inputs. */
    isoDay: (moment: Moment) => isoDay.format(new Date(moment)),
    relative: (moment: Moment, present: Moment) => relativeTime(moment, present, locale),
    /** `2026-11` in words; a quarter or a year as it is. */
    period: (period: string) => (/^\d{4}-\d{2}$/.test(period) ? month(`${period}-15T00:00:00Z`) : period),
    /** Name of a weekday, 1 is Monday. */
    weekday: (day: number) => weekday(new Date(Date.UTC(2024, 0, day))),
    /** Smallest units of a currency as money of that currency. */
    money: (cents: number, currency: string) => {
      const { format, unit } = currencies.get(currency) ?? moneyIn(currency)
      return format(cents / unit)
    },
    /** Decimal units, as Dropbox counts: 1 kB is 1000 bytes. */
    bytes: (bytes: number) => formatBytes(bytes, locale, oneDecimal),
    /** A duration in seconds, in one or two units. */
    duration: (seconds: number) => formatDuration(seconds, locale),
  }
}

function formatBytes(bytes: number, locale: string, oneDecimal: (value: number) => string): string {
  const units = locale === 'fr' ? ['o', 'ko', 'Mo', 'Go', 'To'] : ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3)))
  return `${oneDecimal(bytes / 1000 ** power)}\u00a0${units[power]}`
}

function formatDuration(seconds: number, locale: string): string {
  const unit = (value: number, name: string) =>
    even(new Intl.NumberFormat(tagOf(locale), { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value))
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return unit(whole, 'second')
  if (whole < 3600) return unit(Math.round(whole / 60), 'minute')
  const minutes = Math.floor((whole % 3600) / 60)
  return minutes ? `${unit(Math.floor(whole / 3600), 'hour')} ${unit(minutes, 'minute')}` : unit(Math.floor(whole / 3600), 'hour')
}
