// A program: uploads small files for a connection, one after the other, until its session ends, and prints the code it ended with.
import { db } from '@/lib/db'
import { uploadFile } from '@/lib/dropbox/upload-file'
import { toAppError } from '@/lib/errors'
import { dropboxSession } from './dropbox-session'

const session = await dropboxSession(process.argv[2] ?? '')
for (let index = 0, code = ''; !code; index++) {
  await uploadFile(session, { path: `/Qonto/${index}.pdf`, bytes: Buffer.from(`file ${index}`) }).catch((thrown: unknown) => (code = toAppError(thrown).code))
  if (code) console.log(code)
}
await db().$disconnect()
