import { dailyExport } from './functions/daily-export'
import { exportConnection } from './functions/export-connection'
import { followExports } from './functions/follow-exports'
import { notify } from './functions/notify'
import { reconcileDeletions, reconcileHourly } from './functions/reconcile-deletions'
import { refreshHourly, refreshInventory } from './functions/refresh-inventory'
import { renewQontoTokens } from './functions/renew-qonto-tokens'
import { sweep } from './functions/sweep'
import { tidyUp } from './functions/tidy-up'
import { verifyConnection, verifyNightly } from './functions/verify-exports'

/** Every background function; what is not listed here does not run. */
export const functions = [
  dailyExport,
  exportConnection,
  followExports,
  notify,
  reconcileHourly,
  reconcileDeletions,
  refreshHourly,
  refreshInventory,
  renewQontoTokens,
  sweep,
  tidyUp,
  verifyConnection,
  verifyNightly,
]
