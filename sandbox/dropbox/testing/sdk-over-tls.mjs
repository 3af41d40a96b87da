// Run in a process of its own: the official SDK with nothing changed, its fixed host names led to the local server by a proxy.
import { Dropbox } from 'dropbox'
import { ProxyAgent, setGlobalDispatcher } from 'undici'

const [proxy, refreshToken] = process.argv.slice(2)
setGlobalDispatcher(new ProxyAgent(proxy))

const sdk = new Dropbox({ clientId: 'demo-app-key', clientSecret: 'demo-app-secret', refreshToken })
const account = (await sdk.usersGetCurrentAccount()).result
const file = (await sdk.filesUpload({ path: '/Qonto/Reçu.txt', contents: 'over TLS' })).result
const { cursor, entries } = (await sdk.filesListFolder({ path: '', recursive: true })).result
await sdk.filesDeleteV2({ path: file.id })
const changed = (await sdk.filesListFolderLongpoll({ cursor })).result.changes
const changes = (await sdk.filesListFolderContinue({ cursor })).result.entries
process.stdout.write(JSON.stringify({ email: account.email, entries: entries.map((entry) => entry.path_display), changed, changes: changes.map((entry) => entry['.tag']) }))
