#!/usr/bin/env node
// Stands in for Prisma's schema-engine binary: same command line, same JSON-RPC on stdio,
// but the work is done by the WASM build of the same commit, over the pg driver adapter.
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import * as bg from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'

const argv = process.argv.slice(2)
const opt = n => { const i = argv.indexOf(n); return i < 0 ? undefined : argv[i + 1] }
const datasource = JSON.parse(opt('--datasource') ?? '{}')
const url = new URL(datasource.url || process.env.DATABASE_URL)
const conn = { host: url.hostname, port: Number(url.port || 5432), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: decodeURIComponent(url.pathname.slice(1)) }
const admin = async sql => { const c = new pg.Client({ ...conn, database: 'postgres' }); await c.connect(); try { return await c.query(sql) } finally { await c.end() } }

if (argv.includes('cli')) {
  try {
    if (argv.includes('can-connect-to-database')) { const c = new pg.Client(conn); await c.connect(); await c.end() }
    else if (argv.includes('create-database')) await admin(`CREATE DATABASE "${conn.database}"`)
    else if (argv.includes('drop-database')) await admin(`DROP DATABASE "${conn.database}" WITH (FORCE)`)
    process.exit(0)
  } catch (e) {
    const code = e.code === '3D000' ? 'P1003' : e.code === '28P01' ? 'P1000' : 'P1001'
    console.error('\n' + JSON.stringify({ timestamp: new Date().toISOString(), level: 'ERROR', target: 'schema_engine::logger', fields: { is_panic: false, error_code: code, message: e.message, meta: {} } }))
    process.exit(1)
  }
}
// Gaps of the adapter when the schema engine drives it: "char" (OID 18) is unmapped, executeScript splits on ';',
// and the shadow database of a connection string is the main database.
const mend = a => {
  const io = a.performIO.bind(a), raw = a.queryRaw.bind(a)
  a.performIO = async q => { const r = await io(q); r.fields?.forEach((f, i) => { if (f.dataTypeID === 18) { f.dataTypeID = 25; (q.chars ??= []).push(i) } }); return r }
  a.queryRaw = async q => { const r = await raw(q); for (const i of q.chars ?? []) r.columnTypes[i] = ColumnTypeEnum.Character; return r }
  a.executeScript = async sql => { try { await a.underlyingDriver().query(sql) } catch (e) { a.onError(e) } }
  return a
}
class MigratePg extends PrismaPg {
  async connect() { return mend(await super.connect()) }
  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    await admin(`CREATE DATABASE "${database}"`)
    const adapter = mend(await new PrismaPg({ ...conn, database }).connect()), end = adapter.dispose.bind(adapter)
    adapter.dispose = async () => { await end(); await admin(`DROP DATABASE "${database}" WITH (FORCE)`) }
    return adapter
  }
}
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: m => { console.error('schema engine panic:', m); process.exit(101) } }
const wasm = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'))
const { instance } = await WebAssembly.instantiate(await readFile(fileURLToPath(wasm)), { './schema_engine_bg.js': bg })
bg.__wbg_set_wasm(instance.exports); instance.exports.__wbindgen_start()

const files = argv.flatMap((a, i) => argv[i - 1] === '--datamodels' ? [a] : [])
const datamodels = files.length ? await Promise.all(files.map(async f => [f, await readFile(f, 'utf8')])) : undefined
const factory = bindMigrationAwareSqlAdapterFactory(new MigratePg({ ...conn, idleTimeoutMillis: 100 }))
const send = m => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...m }) + '\n')
let engine
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line)
  if (!method) continue // the CLI's answer to a print
  try {
    engine ??= await bg.SchemaEngine.new({ datamodels }, () => {}, factory)
    let result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params)
    if (method === 'diff' && result.stdout) { send({ id: 1e6, method: 'print', params: { content: result.stdout } }); result = { ...result, stdout: null } }
    send({ id, result: result ?? {} })
  } catch (e) {
    send({ id, error: { code: 4466, message: e.message, data: { is_panic: false, message: e.message, error_code: e.code, meta: e.meta ?? {} } } })
  }
}
process.exit(0)
