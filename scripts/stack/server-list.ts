import type { StackServer } from './server'
import { keycloak } from './servers/keycloak'
import { s3 } from './servers/s3'
import { smtp } from './servers/smtp'
import { superset } from './servers/superset'
import { vault } from './servers/vault'

/** Every server of the stack; `npm run stack` starts them side by side. */
export const servers: StackServer[] = [s3, keycloak, smtp, vault, superset]
