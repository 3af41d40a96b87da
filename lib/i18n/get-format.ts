import { getLocale, getTimeZone } from 'next-intl/server'
import { cache } from 'react'
import { formatFor } from './format'

/** The formatters of this request's language and zone. */
export const getFormat = cache(async () => formatFor(await getLocale(), await getTimeZone()))
