import type pg from 'pg'

/**
 * `COPY … TO STDOUT`, one message at a time. The driver reads rows as text only; for a million numbers binary is several
 * times quicker. The driver uses a message's memory again: it is gone when `take` returns.
 */
export function copyOut(client: pg.ClientBase, query: string, take: (message: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem: unknown
    // What the driver calls of a query; what a copy has no use for does nothing.
    const submittable = {
      submit: (connection: pg.Connection) => connection.query(query),
      handleCopyData({ chunk }: { chunk: Buffer }) {
        if (problem) return
        try {
          take(chunk)
        } catch (error) {
          // Thrown inside the socket's listener it would end the process.
          problem = error
        }
      },
      handleError: reject,
      handleReadyForQuery: () => (problem ? reject(problem as Error) : resolve()),
      handleRowDescription() {},
      handleDataRow() {},
      handleCommandComplete() {},
      handleEmptyQuery() {},
    }
    client.query(submittable)
  })
}
