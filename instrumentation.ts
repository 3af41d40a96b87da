/** Runs once per server process, before the first request. Compiled for Edge too, so the work is loaded only under Node. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startRunner } = await import('./inngest/start-runner')
  startRunner()
  const { env } = await import('./lib/env')
  if (env().PROCESS_ROLE === 'pages') return
  const { resumeRenewals } = await import('./lib/qonto-access/resume-renewals')
  void resumeRenewals()
}
