import { text } from './schema'

/** Patterns of the interface specification; a path that matches none of its route's forms is a 400, not a 409. */
export const writePath = text(/(\/(.|[\r\n])*)|(ns:[0-9]+(\/.*)?)/)
export const writePathOrId = text(/(\/(.|[\r\n])*)|(ns:[0-9]+(\/.*)?)|(id:.*)/)
export const readPath = text(/(\/(.|[\r\n])*|id:.*)|(rev:[0-9a-f]{9,})|(ns:[0-9]+(\/.*)?)/)
export const folderPath = text(/(\/(.|[\r\n])*)?|id:.*|(ns:[0-9]+(\/.*)?)/)
export const pathOrId = text(/\/(.|[\r\n])*|id:.*|(ns:[0-9]+(\/.*)?)/)
export const rev = text(/[0-9a-f]{9,}/)
export const sha256 = text(/[0-9a-f]{64}/)
