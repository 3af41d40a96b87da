import { startApp } from './app'

/** The whole product as `npm start` runs it, with its own data folder and ports; stopped and removed afterwards. */
export default async function globalSetup() {
  const app = await startApp()
  process.env.E2E_APP = JSON.stringify(app.address)
  return () => app.stop({ removeData: true })
}
