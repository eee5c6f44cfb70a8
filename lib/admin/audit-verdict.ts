/** What the verify button shows of one tenant's chain. */
export interface AuditVerdict {
  tenantId: string
  entries: number
  checkpoints: number
  /** In words; none when the chain is intact. */
  faults: string[]
}
