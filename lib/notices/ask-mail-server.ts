import nodemailer from 'nodemailer'

const PATIENCE = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 }

/** Connects and signs in at a mail server, and leaves: `refused` when it does not take the sign-in, `down` when it does not answer as one. */
export async function askMailServer(url: string): Promise<'ok' | 'refused' | 'down'> {
  const transport = nodemailer.createTransport({ url, ...PATIENCE })
  try {
    await transport.verify()
    return 'ok'
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === 'EAUTH' ? 'refused' : 'down'
  } finally {
    transport.close()
  }
}
