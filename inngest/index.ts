import { exportConnection } from './functions/export-connection'
import { reconcileDeletions, reconcileHourly } from './functions/reconcile-deletions'
import { refreshHourly, refreshInventory } from './functions/refresh-inventory'

/** Every background function; what is not listed here does not run. */
export const functions = [exportConnection, reconcileHourly, reconcileDeletions, refreshHourly, refreshInventory]
