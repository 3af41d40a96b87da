// `npm run create-owner -- --organization NAME --email E --name N`: the first member of an installation without demo data. The password is
// asked at the terminal or read from a pipe; an empty answer makes one, printed once.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { randomToken } from '@/lib/crypto'
import { AppError } from '@/lib/errors'
import { createOwner } from '@/lib/organizations/create-owner'
import { atTerminal } from './terminal'

const SENTENCES: Partial<Record<string, string>> = {
  bad_input: 'give --organization, --email and --name, and a password of 8 to 128 characters',
  not_allowed: 'demo accounts and the demo password exist only while no real key is configured',
  already_member: 'this e-mail address belongs to a member already',
}

/** One line from the terminal without echo, or from a pipe. */
async function askPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stdout.write('Password (8 to 128 characters; empty: one is made): ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    if (process.stdin.isTTY) process.stdout.write('\n')
  }
}

await atTerminal(async () => {
  const { values } = parseArgs({ options: { organization: { type: 'string', default: '' }, email: { type: 'string', default: '' }, name: { type: 'string', default: '' } } })
  const given = await askPassword()
  const password = given || randomToken(15)
  try {
    const { isNew } = await createOwner({ ...values, password })
    if (!isNew) console.log(`${values.email} is the owner of ${values.organization} already; nothing was changed.`)
    else console.log(`${values.email} is the owner of ${values.organization}.${given ? '' : ` Password, shown once: ${password}`}`)
  } catch (error) {
    throw error instanceof AppError && SENTENCES[error.code] ? new Error(SENTENCES[error.code]) : error
  }
})
