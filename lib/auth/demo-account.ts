import { env } from '@/lib/env'

/**
 * True for a demo account once real keys are configured: demo data may lie in the database from a first try, and its password is known to
 * everyone. Demo addresses end in `.example`, which nobody can own (RFC 2606).
 */
export const isRefusedDemoAccount = (email: string): boolean => !env().isLocal && email.toLowerCase().endsWith('.example')
