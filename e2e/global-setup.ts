import { ensureBuilt } from '../scripts/launch/prepare.mjs'

/** Built once, before the workers start their copies. */
export default function globalSetup(): void {
  if (!process.env.E2E_APP) ensureBuilt((line: string) => process.stdout.write(`${line}\n`))
}
