import { Inngest } from 'inngest'

/** The one Inngest client. Addresses and keys come from the INNGEST_* variables, never from code. */
export const inngest = new Inngest({ id: 'receipts-to-dropbox' })
