import { LOCALES, isLocale, type Locale } from './locales'

/** The first language of ours that the browser accepts (`Accept-Language`, by quality), else English. */
export function chooseLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(';q=')
      return { language: tag.toLowerCase().split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted.map((entry) => entry.language).find(isLocale) ?? LOCALES[0]
}
