import { startApp } from './app'

/** The whole product as `npm start` runs it, with its own data folder and ports; stopped and removed afterwards. A copy that E2E_APP names is used instead. */
export default async function globalSetup() {
  if (process.env.E2E_APP) return
  const app = await startApp()
  process.env.E2E_APP = JSON.stringify(app.address)
  return () => app.stop({ removeData: true })
}
