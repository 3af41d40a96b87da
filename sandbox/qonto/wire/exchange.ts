import type { IncomingMessage } from 'node:http'
import type { Bank } from '../state/bank'
import type { Company, Grant, Member } from '../state/types'
import type { Conditions } from './conditions'

/** Who is calling: a company through its API key, or one of its members through an OAuth grant. */
export interface Caller {
  company: Company
  /** Null for the API key, which acts for the whole organization. */
  member: Member | null
  grant: Grant | null
}

/** One request on its way through the server. */
export interface Exchange {
  request: IncomingMessage
  url: URL
  /** Where this server is reachable for the caller, for links in replies. */
  origin: string
  params: Record<string, string>
  bank: Bank
  conditions: Conditions
  traceId: string
}

/** A body of known length that is produced while it is being sent. */
export interface FileBody {
  size: number
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>
}

export interface Reply {
  status: number
  headers?: Record<string, string | string[]>
  json?: unknown
  html?: string
  text?: string
  file?: FileBody
  /** Items in a page, for the latency that is charged per item. */
  entries?: number
}

export type Handler = (exchange: Exchange) => Reply | Promise<Reply>
export type ApiHandler = (exchange: Exchange, caller: Caller) => Reply | Promise<Reply>

export function json(body: unknown, status = 200, entries = 0): Reply {
  return { status, json: body, entries }
}

export function html(body: string, status = 200): Reply {
  return { status, html: body }
}

/** Sends the browser to another page after a form. */
export function redirect(location: string, headers: Record<string, string | string[]> = {}): Reply {
  return { status: 302, headers: { location, ...headers }, text: '' }
}
