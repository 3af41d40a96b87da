import { AppError } from '@/lib/errors'
import { sniffType } from '@/lib/sources/sniff-type'

/** Qonto takes PDF, JPEG and PNG up to 15 MB (https://docs.qonto.com/mcp/tools/attachments). */
export const MAX_UPLOAD_BYTES = 15_000_000
const TYPES: Record<string, string> = { pdf: 'application/pdf', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png' }
const MAX_NAME = 150

/**
 * A member's file, judged by its extension and its first bytes, which must agree; the browser's word is not asked. Returns
 * its kind and a name without folders or control characters.
 * @throws AppError `upload_empty`, `upload_too_large` or `upload_wrong_type`.
 */
export function checkFile(file: { name: string; bytes: Uint8Array }): { name: string; contentType: string } {
  if (file.bytes.byteLength === 0) throw new AppError('upload_empty')
  if (file.bytes.byteLength > MAX_UPLOAD_BYTES) throw new AppError('upload_too_large', `${file.bytes.byteLength} bytes`)
  const base = file.name.split(/[/\\]/).at(-1) ?? ''
  const name = base.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"]/gu, '').trim()
  const dot = name.lastIndexOf('.')
  const extension = dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
  const contentType = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined
  if (!contentType || sniffType(file.bytes) !== contentType) throw new AppError('upload_wrong_type', extension.slice(0, 10))
  const stem = [...name.slice(0, dot)].slice(0, MAX_NAME).join('').trim() || 'receipt'
  return { name: `${stem}.${extension}`, contentType }
}
